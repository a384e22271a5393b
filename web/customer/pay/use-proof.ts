import { useCallback, useRef, useState } from 'react';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/customer';
import type { Id } from '#common/id';
import { call } from '#web/call.ts';
import { Said } from '#web/said.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { factorOf, OF_FACTOR, type Strong, type ToConfirm } from './strong.ts';

/** What asks for the payment password, and of whoever has a strong factor for that too. */
type ToProve = Extract<
  ToConfirm,
  { action: 'withdrawal' | 'payout_details' | 'beneficiary_details' | 'cross_border' | 'keep_card' }
>;
export type Proving = {
  submit: Submission;
  password: string;
  setPassword: (digits: string) => void;
  /** The server's words, once it has asked for the strong factor. */
  strongWhy: string | null;
  confirmBy: (strong: Strong) => void;
  giveUpStrong: () => void;
};

/** Proves the person for exactly this, and does it, as one press. */
export function useProof(confirmed: ToProve, work: (stepUpId: Id<'su'>) => Promise<void>): Proving {
  const [password, setPassword] = useState('');
  const [strongWhy, setStrongWhy] = useState<string | null>(null);
  const given = useRef<Strong | null>(null);
  const submit = useSubmit(
    useCallback(async () => {
      try {
        const factor = await factorOf(confirmed, given.current);
        const body = { ...confirmed, paymentPassword: password, factor };
        await work((await call(api.createStepUp, { body })).id);
      } catch (error) {
        const problem = error instanceof ApiProblem ? error : null;
        if (problem?.code === 'strong_factor_payout' && given.current === null)
          return setStrongWhy(problem.detail);
        if (error instanceof Said || (problem && OF_FACTOR.includes(problem.code))) throw error;
        setStrongWhy(null);
        setPassword('');
        throw error;
      } finally {
        given.current = null;
      }
    }, [confirmed, password, work]),
  );
  return {
    submit,
    password,
    setPassword: (digits) => {
      setPassword(digits);
      submit.clear();
    },
    strongWhy,
    confirmBy: (strong) => {
      given.current = strong;
      void submit.run();
    },
    giveUpStrong: () => setStrongWhy(null),
  };
}
