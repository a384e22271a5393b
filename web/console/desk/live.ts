import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onStaffHint } from '#web/stream.ts';

/** Keeps queue, conversation and customer panel true without a reload; hints carry no facts. */
export function useStaffLive(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onStaffHint(({ type, id }) => {
        void queries.invalidateQueries({ queryKey: ['queue'] });
        if (type.startsWith('case')) {
          void queries.invalidateQueries({ queryKey: ['messages', id] });
          void queries.invalidateQueries({ queryKey: ['console-case', id] });
        } else void queries.invalidateQueries({ queryKey: ['console-case'] });
      }),
    [queries],
  );
}
