import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** After a step to another page the focus stands at its beginning, unless the page has put it into a field, or what was pressed is still there. */
export function usePageFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return;
        requestAnimationFrame(() => {
          const { activeElement } = document;
          if (activeElement && activeElement !== document.body && activeElement.isConnected) return;
          document.getElementById('main')?.focus({ preventScroll: true });
        });
      }),
    [router],
  );
}
