import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { Id, TransferId } from '#common/id';
import { toWire, type Money } from '#common/money';
import { call, untilAnswered } from '#web/call.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { tellResultOf } from '../entry/confirmed.ts';
import { entryQuery } from '../session.ts';

type Payment = {
  id: TransferId;
  payee: Id<'pay'>;
  amount: Money;
  note: string;
  password: string;
  onRefused: () => void;
  onDone: () => void;
};

/** Proves the person and pays, as one press; `waiting` while an answer that was lost is asked for again. */
export function usePayment({ id, payee, amount, note, password, onRefused, onDone }: Payment): {
  submit: Submission;
  waiting: boolean;
} {
  const [waiting, setWaiting] = useState(false);
  const queries = useQueryClient();
  const router = useRouter();
  const show = useCallback(
    (entryId: string) => {
      onDone();
      tellResultOf(entryId);
      for (const queryKey of [['accounts'], ['entries'], ['limits']])
        void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${entryId}`);
    },
    [onDone, queries, router],
  );
  const pay = useCallback(async () => {
    const wire = toWire(amount);
    const proof = await call(api.createStepUp, {
      body: { action: 'transfer', ...wire, payee, paymentPassword: password },
    });
    const body = { id, payee, amount: wire, note: note === '' ? null : note, stepUpId: proof.id };
    const entry = await untilAnswered(
      () => call(api.createTransfer, { idempotencyKey: `${id}.${proof.id}`, body }),
      () => setWaiting(true),
    );
    queries.setQueryData(entryQuery(entry.id).queryKey, entry);
    show(entry.id);
  }, [amount, id, note, password, payee, queries, show]);
  const submit = useSubmit(
    useCallback(async () => {
      try {
        await pay();
      } catch (error) {
        onRefused();
        // A refusal that was decided stands in the history with its reason: that page says more than this one can.
        if (error instanceof ApiProblem && typeof error.facts['operationId'] === 'string')
          return show(error.facts['operationId']);
        if (error instanceof ApiProblem && error.code === 'operation_id_reused') return show(id);
        throw error;
      } finally {
        setWaiting(false);
      }
    }, [id, onRefused, pay, show]),
  );
  return { submit, waiting };
}
