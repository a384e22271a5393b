import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { Id } from '#common/id';
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { tellResultOf } from '../entry/confirmed.ts';
import { entryQuery } from '../session.ts';

/** Charges the card at the price of the quote. One id per quote: every press under the same quote is the same top-up. */
export function useCharge(quoteId: Id<'qt'>, tokenize: () => Promise<string | null>): Submission {
  const [ids] = useState(() => new Map<string, Id<'tu'>>());
  const queries = useQueryClient();
  const router = useRouter();
  const show = useCallback(
    (id: string) => {
      tellResultOf(id);
      for (const queryKey of [['accounts'], ['entries'], ['limits']])
        void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${id}`);
    },
    [queries, router],
  );
  const charge = useCallback(async () => {
    const cardToken = await tokenize();
    if (cardToken === null) return; // The frame shows which field to correct.
    const id = ids.get(quoteId) ?? newId('tu');
    ids.set(quoteId, id);
    try {
      const entry = await untilAnswered(() =>
        call(api.createTopUp, { idempotencyKey: id, body: { id, quoteId, cardToken } }),
      );
      queries.setQueryData(entryQuery(entry.id).queryKey, entry);
      if (entry.state === 'awaiting_challenge' && entry.challengeUrl)
        return location.assign(entry.challengeUrl);
      show(entry.id);
    } catch (error) {
      // A refusal that was decided stands in the history with its reason.
      if (
        error instanceof ApiProblem &&
        (error.code === 'operation_id_reused' || typeof error.facts['operationId'] === 'string')
      )
        return show(id);
      throw error;
    }
  }, [ids, queries, quoteId, show, tokenize]);
  return useSubmit(charge);
}
