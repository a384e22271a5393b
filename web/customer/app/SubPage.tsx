import type { ReactElement } from 'react';
import { PageColumn, type PageProps } from '#ui/PageColumn.tsx';
import { MainTabs } from './MainTabs.tsx';
import { useWide } from './use-wide.ts';

/** A page behind one of the five places, with its way back. In a wide window the places stay at the top, as on any web page. */
export function SubPage({ bar, ...page }: Omit<PageProps, 'split' | 'foot'>): ReactElement {
  const wide = useWide();
  return (
    <PageColumn
      {...page}
      bar={
        wide ? (
          <>
            <MainTabs />
            {bar}
          </>
        ) : (
          bar
        )
      }
    />
  );
}
