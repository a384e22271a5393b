import type { ReactElement, ReactNode } from 'react';
import { AppBar, type AppBarProps } from '#ui/AppBar.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { MainTabs } from './MainTabs.tsx';
import { useWide } from './use-wide.ts';

type Props = AppBarProps & { split?: boolean | undefined; children: ReactNode };

/** One of the five places. The navigation comes where the eye meets it: after the page on a phone, before it in a wide window. */
export function MainPage({ split, children, ...bar }: Props): ReactElement {
  const wide = useWide();
  return wide ? (
    <PageColumn
      split={split}
      bar={
        <>
          <MainTabs />
          <AppBar {...bar} />
        </>
      }
    >
      {children}
    </PageColumn>
  ) : (
    <PageColumn split={split} bar={<AppBar {...bar} />} foot={<MainTabs />}>
      {children}
    </PageColumn>
  );
}
