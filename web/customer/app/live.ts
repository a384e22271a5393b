import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onHint } from '#web/stream.ts';

/** What a hint from the server makes old. Hints carry no facts; the screens that are open fetch what changed. */
function refresh(queries: QueryClient, { type, id }: { type: string; id: string }): void {
  const renew = (...keys: readonly (readonly string[])[]): void => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  if (type.startsWith('operation') || type.startsWith('entry'))
    renew(['accounts'], ['entries'], ['entry', id], ['limits'], ['explanation', id], ['trace', id]);
  else if (type.startsWith('case')) renew(['cases'], ['case', id], ['messages', id], ['trace']);
  else if (type.startsWith('notification'))
    renew(['notifications'], ['account-status'], ['requests'], ['request']);
  else if (type.startsWith('session')) renew(['me'], ['sessions']);
  else void queries.invalidateQueries();
}

/** Keeps the screens of a signed-in person true without a reload. */
export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => onHint((hint) => refresh(queries, hint)), [queries]);
}
