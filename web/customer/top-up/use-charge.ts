import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/customer';
import type { Id } from '#common/id';
import type { CardSource } from '#common/kept-card';
import { call, newId, untilAnswered } from '#web/call.ts';
import { Said } from '#web/said.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { tellResultOf } from '../entry/confirmed.ts';
import { factorOf, OF_FACTOR, type Strong } from '../pay/strong.ts';
import { entryQuery } from '../session.ts';
import type { Quote } from './use-top-up-form.ts';
import type { CardToCharge } from './use-source.ts';

/** What it is paid by: a card, or the e-wallet where nothing of either is told. */
type ToCharge = CardToCharge | { source: null; card: null };
/** What a rule wants confirmed by the strong factor: this quote, this card or e-wallet; why in the server's words. */
export type AskedFactor = { quoteId: Quote['id']; card: ToCharge; why: string };
type Charging = {
  submit: Submission;
  asked: AskedFactor | null;
  confirmBy: (strong: Strong) => void;
  giveUp: () => void;
};

/** Charges the card, or goes to the e-wallet, at the price of the quote. One id per quote: every press under the same quote is the same top-up. */
export function useCharge(quote: Quote, read: () => Promise<ToCharge | null>, keepCard: boolean): Charging {
  const [ids] = useState(() => new Map<string, Id<'tu'>>());
  const [kept, setAsked] = useState<AskedFactor | null>(null);
  // Another price is another thing to confirm.
  const asked = kept?.quoteId === quote.id ? kept : null;
  const given = useRef<Strong | null>(null);
  const show = useShow();
  const queries = useQueryClient();
  const charge = useCallback(async () => {
    const card = asked?.card ?? (await read());
    if (card === null) return; // The frame shows which field to correct.
    const id = ids.get(quote.id) ?? newId('tu');
    ids.set(quote.id, id);
    try {
      const proof = given.current && (await prove(quote, card.source, given.current));
      const body = { id, quoteId: quote.id, ...card.source, stepUpId: proof, keepCard };
      const idempotencyKey = proof ? `${id}.${proof}` : id;
      const entry = await untilAnswered(() => call(api.createTopUp, { idempotencyKey, body }));
      queries.setQueryData(entryQuery(entry.id).queryKey, entry);
      if (entry.state === 'awaiting_challenge' && entry.challengeUrl)
        return location.assign(entry.challengeUrl);
      show(entry.id);
    } catch (error) {
      if (error instanceof Said || !(error instanceof ApiProblem) || OF_FACTOR.includes(error.code))
        throw error;
      if (error.code === 'top_up_factor_required')
        return setAsked({ quoteId: quote.id, card, why: error.detail });
      setAsked(null);
      // A refusal that was decided stands in the history with its reason.
      if (error.code === 'operation_id_reused' || typeof error.facts['operationId'] === 'string')
        return show(id);
      throw error;
    } finally {
      given.current = null;
    }
  }, [asked, ids, keepCard, queries, quote, read, show]);
  const submit = useSubmit(charge);
  const confirmBy = (strong: Strong): void => {
    given.current = strong;
    void submit.run();
  };
  return { submit, asked, confirmBy, giveUp: () => setAsked(null) };
}

/** A proof for exactly this sum, this quote and this card, or the e-wallet. */
async function prove(
  { id: quoteId, total }: Quote,
  source: CardSource | null,
  strong: Strong,
): Promise<Id<'su'>> {
  const confirmed = { action: 'top_up', ...total, quoteId, ...source } as const;
  const factor = await factorOf(confirmed, strong);
  return (await call(api.createStepUp, { body: { ...confirmed, factor } })).id;
}

/** Goes to the entry, after which everything that shows money is asked for again. */
function useShow(): (id: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (id) => {
      tellResultOf(id);
      for (const queryKey of [['accounts'], ['entries'], ['limits']])
        void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${id}`);
    },
    [queries, router],
  );
}
