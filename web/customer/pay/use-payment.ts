import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { ApiProblem } from '#common/api/client';
import type { Id, TransferId } from '#common/id';
import type { Money } from '#common/money';
import { Said } from '#web/said.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { tellResultOf } from '../entry/confirmed.ts';
import { entryQuery } from '../session.ts';
import { sendPayment, type Twin } from './send-payment.ts';
import { OF_FACTOR, type Strong } from './strong.ts';

type Payment = {
  id: TransferId;
  payee: Id<'pay'>;
  amount: Money;
  note: string;
  password: string;
  onRefused: () => void;
  onDone: () => void;
};

/** The payment password was right, and a rule asks for the strong factor as well. */
const ASKS_FOR_FACTOR: readonly string[] = [
  'strong_factor_required',
  'strong_factor_first_payment',
  'strong_factor_unusual',
];

/**
 * Proves the person and pays, as one press; `waiting` while an answer that was lost is asked for again, `strongWhy` once the server has
 * asked for a strong factor: its words.
 */
export function usePayment({ id, payee, amount, note, password, onRefused, onDone }: Payment): {
  submit: Submission;
  waiting: boolean;
  strongWhy: string | null;
  confirmBy: (strong: Strong) => void;
  giveUpStrong: () => void;
  /** A payment like it that was just made, while it is asked whether another one is meant. */
  twin: Id<'tr'> | null;
  answerTwin: (isMeant: boolean) => void;
} {
  const [waiting, setWaiting] = useState(false);
  const [strongWhy, setStrongWhy] = useState<string | null>(null);
  const [twin, setTwin] = useState<Twin | null>(null);
  const given = useRef<Strong | null>(null);
  const again = useRef<Twin | null>(null);
  const show = useShow(onDone);
  const queries = useQueryClient();
  const pay = useCallback(async () => {
    const confirmed = { password, strong: given.current, again: again.current };
    again.current = null;
    const sent = await sendPayment({ id, payee, amount, note }, confirmed, () => setWaiting(true));
    if (sent.twin) return setTwin(sent.twin);
    queries.setQueryData(entryQuery(sent.entry.id).queryKey, sent.entry);
    show(sent.entry.id);
  }, [amount, id, note, password, payee, queries, show]);
  const submit = useSubmit(
    useCallback(async () => {
      try {
        await pay();
      } catch (error) {
        const problem = error instanceof ApiProblem ? error : null;
        const code = problem?.code ?? null;
        if (problem && ASKS_FOR_FACTOR.includes(problem.code)) return setStrongWhy(problem.detail);
        if (error instanceof Said || (code !== null && OF_FACTOR.includes(code))) throw error;
        setStrongWhy(null);
        onRefused();
        // A refusal that was decided stands in the history with its reason: that page says more than this one can.
        if (error instanceof ApiProblem && typeof error.facts['operationId'] === 'string')
          return show(error.facts['operationId']);
        if (code === 'operation_id_reused') return show(id);
        throw error;
      } finally {
        given.current = null;
        setWaiting(false);
      }
    }, [id, onRefused, pay, show]),
  );
  const confirmBy = (strong: Strong): void => {
    given.current = strong;
    void submit.run();
  };
  const answerTwin = (isMeant: boolean): void => {
    setTwin(null);
    again.current = isMeant ? twin : null;
    if (isMeant) void submit.run();
    else onRefused();
  };
  const giveUpStrong = (): void => setStrongWhy(null);
  return { submit, waiting, strongWhy, confirmBy, giveUpStrong, twin: twin?.repeats ?? null, answerTwin };
}

/** Goes to the entry of what was done, after which everything that shows money is asked for again. */
function useShow(onDone: () => void): (entryId: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (entryId) => {
      onDone();
      tellResultOf(entryId);
      for (const queryKey of [['accounts'], ['entries'], ['limits']])
        void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${entryId}`);
    },
    [onDone, queries, router],
  );
}
