import type { ReactElement } from 'react';
import * as m from '#messages';
import { SegmentedControl } from './SegmentedControl.tsx';
import { setTheme, useTheme, type Theme } from './theme.ts';

export function ThemeSwitch(): ReactElement {
  const options: { value: Theme; label: string }[] = [
    { value: 'system', label: m.common_theme_system() },
    { value: 'light', label: m.common_theme_light() },
    { value: 'dark', label: m.common_theme_dark() },
  ];
  return (
    <SegmentedControl label={m.common_theme()} value={useTheme()} options={options} onChange={setTheme} />
  );
}
