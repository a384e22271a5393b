import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState, type ReactElement } from 'react';
import { problemIn } from '#web/call.ts';
import { factorsQuery } from './factors-query.ts';
import { ProveSheet } from './ProveSheet.tsx';

/**
 * Does what only a person may do who has just proven who it is: asks for the proof when the server does, and then does it again.
 * Closing the sheet leaves everything as it was.
 */
export function useProven(): {
  run: <T>(work: () => Promise<T>) => Promise<T | null>;
  sheet: ReactElement;
} {
  const [open, setOpen] = useState(false);
  const settle = useRef<(proven: boolean) => void>(() => undefined);
  const queries = useQueryClient();
  const finish = useCallback((proven: boolean): void => {
    setOpen(false);
    settle.current(proven);
  }, []);
  const run = useCallback(
    async <T,>(work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (error) {
        if (problemIn(error)?.code !== 'access_proof_required') throw error;
      }
      await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
      const proven = await new Promise<boolean>((resolve) => {
        settle.current = resolve;
        setOpen(true);
      });
      return proven ? work() : null;
    },
    [queries],
  );
  return {
    run,
    sheet: <ProveSheet open={open} onClose={() => finish(false)} onProven={() => finish(true)} />,
  };
}
