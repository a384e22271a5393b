import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import type { ScreeningMatch } from '#web/screening-words.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { restrictionsQuery, SCREENING_KEY } from '../session.ts';

type Props = { proposal: NonNullable<ScreeningMatch['proposal']>; isOwn: boolean; onDone: () => void };

export function DecideVerdict({ proposal: { id, verdict }, isOwn, onDone }: Props): ReactElement {
  const queries = useQueryClient();
  const toast = useToast();
  const decide = useCallback(
    async (decision: SecondDecision) => {
      const { state, isFree } = await call(api.decideVerdict, { params: { id }, body: { decision } });
      toast(
        isFree
          ? m.console_screening_free()
          : state === 'confirmed'
            ? m.console_screening_stays()
            : state === 'cleared'
              ? m.console_screening_more()
              : m.console_screening_ended(),
      );
      await queries.invalidateQueries({ queryKey: SCREENING_KEY });
      await queries.invalidateQueries({ queryKey: restrictionsQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
  const approve =
    verdict === 'same' ? m.console_screening_approve_same() : m.console_screening_approve_not_same();
  return <SecondEyes isOwn={isOwn} approve={approve} decide={decide} />;
}
