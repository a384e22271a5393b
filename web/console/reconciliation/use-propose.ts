import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api } from '#common/api/index';
import type { BodyOf } from '#common/api/route';
import * as m from '#messages';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';

export type Parameters = BodyOf<typeof api.proposeRailLines>['parameters'];

/** Sends a proposal with its note; what is shown is looked at again afterwards. */
export function usePropose(parameters: Parameters, onDone: () => void) {
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.proposeRailLines, { body: { parameters, note } });
      toast(m.reconciliation_proposed());
      await queries.invalidateQueries({ queryKey: ['rail-day'] });
      onDone();
    }, [note, onDone, parameters, queries, toast]),
  );
  return { note, setNote, submit };
}
