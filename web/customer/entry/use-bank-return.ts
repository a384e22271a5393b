import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '#common/api/customer';
import { parseId } from '#common/id';
import { call } from '#web/call.ts';
import { entryQuery } from '../session.ts';

/** Back from the page of the bank or the e-wallet: asks what became of it at once, instead of waiting for its news, which may be lost on the way. */
export function useBankReturn(entryId: string): void {
  const queries = useQueryClient();
  const asked = useRef<string | null>(null);
  useEffect(() => {
    const id = parseId('tu', entryId);
    const returned = new URLSearchParams(window.location.search).get('returned') === 'bank';
    if (id === null || !returned || asked.current === entryId) return;
    asked.current = entryId;
    void call(api.checkTopUp, { params: { id }, body: {} }).then(
      (entry) => {
        queries.setQueryData(entryQuery(entryId).queryKey, entry);
        for (const queryKey of [['accounts'], ['entries']]) void queries.invalidateQueries({ queryKey });
      },
      () => undefined, // Asked again by the button on the page, by the acquirer's news and by the resolver.
    );
  }, [entryId, queries]);
}
