import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { EVERYTHING, onStaffHint, SESSION_OVER } from '#web/stream.ts';
import { staffQuery } from '../session.ts';

/** Keeps queue, conversation and customer panel true without a reload; hints carry no facts. */
export function useStaffLive(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      onStaffHint(({ type, id }) => {
        const renew = (...keys: readonly (readonly string[])[]): void => {
          for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
        };
        if (type === EVERYTHING.type) void queries.invalidateQueries();
        else if (type === SESSION_OVER.type) renew(staffQuery.queryKey);
        else if (type === 'case')
          renew(['queue'], ['messages', id], ['console-case', id], ['staff-trace', id]);
        else renew(['queue']);
      }),
    [queries],
  );
}
