import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import type { StaffRestriction } from '#web/restriction-words.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { restrictionsQuery } from '../session.ts';

type Props = { proposal: NonNullable<StaffRestriction['proposal']>; isOwn: boolean; onDone: () => void };

export function Decide({ proposal: { id }, isOwn, onDone }: Props): ReactElement {
  const queries = useQueryClient();
  const toast = useToast();
  const decide = useCallback(
    async (decision: SecondDecision) => {
      const { lifted } = await call(api.decideLifting, { params: { id }, body: { decision } });
      toast(lifted ? m.console_proposal_lifted() : m.console_proposal_ended());
      await queries.invalidateQueries({ queryKey: restrictionsQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
  return <SecondEyes isOwn={isOwn} decide={decide} />;
}
