import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '#common/api/index';
import type { BodyOf } from '#common/api/route';
import * as m from '#messages';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { railHealthQuery, reconciliationQuery } from '../session.ts';

export type Parameters = BodyOf<typeof api.proposeRailLines>['parameters'];

/** What is decided about lines changes their days, all days after them and how the rail stands. */
export const lookAgain = async (queries: QueryClient): Promise<void> => {
  for (const { queryKey } of [reconciliationQuery, railHealthQuery])
    void queries.invalidateQueries({ queryKey });
  await queries.invalidateQueries({ queryKey: ['rail-day'] });
};

/** Sends a proposal with its note; what is shown is looked at again afterwards. */
export function usePropose(parameters: Parameters, onDone: () => void) {
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.proposeRailLines, { body: { parameters, note } });
      toast(m.reconciliation_proposed());
      await lookAgain(queries);
      onDone();
    }, [note, onDone, parameters, queries, toast]),
  );
  return { note, setNote, submit };
}
