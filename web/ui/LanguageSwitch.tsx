import type { ReactElement } from 'react';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { setLocale, useLocale } from './i18n.ts';
import { SegmentedControl } from './SegmentedControl.tsx';

/** Each language by its own name, so that whoever landed in the wrong one can read the way out. */
const NAMES: readonly { value: Locale; name: string }[] = [
  { value: 'zh-CN', name: '简体中文' },
  { value: 'en', name: 'English' },
];

/** `onChosen`: keep the choice in the profile of the signed-in person, too. */
export function LanguageSwitch({
  onChosen,
}: {
  onChosen?: ((locale: Locale) => void) | undefined;
}): ReactElement {
  const choose = (locale: Locale): void => {
    setLocale(locale);
    onChosen?.(locale);
  };
  const options = NAMES.map(({ value, name }) => ({ value, label: <span lang={value}>{name}</span> }));
  return (
    <SegmentedControl label={m.common_language()} value={useLocale()} options={options} onChange={choose} />
  );
}
