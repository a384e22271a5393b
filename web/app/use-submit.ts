import { useCallback, useRef, useState } from 'react';
import type { ApiProblem } from '#common/api/client';
import * as m from '#messages';
import { problemIn } from './call.ts';
import { Said } from './said.ts';

export type Submission<A extends readonly unknown[] = []> = {
  busy: boolean;
  /** The refusal, for the field it belongs to. */
  problem: ApiProblem | null;
  /** A sentence for everything that no field explains. */
  failure: string | null;
  run: (...given: A) => Promise<void>;
  clear: () => void;
};

/** One press, one request: runs the work, and tells apart a refusal from a lost answer. */
export function useSubmit<A extends readonly unknown[] = []>(
  work: (...given: A) => Promise<void>,
): Submission<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);
  const run = useCallback(
    async (...given: A) => {
      if (running.current) return; // A second press while the first is on its way is the same press.
      running.current = true;
      setBusy(true);
      setError(null);
      try {
        await work(...given);
      } catch (caught) {
        setError(caught);
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [work],
  );
  const problem = problemIn(error);
  const failure = error === null ? null : wordsOf(error);
  return { busy, problem, failure, run, clear: () => setError(null) };
}

function wordsOf(error: unknown): string {
  if (error instanceof Said) return error.message;
  const problem = problemIn(error);
  return problem?.detail || problem?.title || m.common_no_answer();
}
