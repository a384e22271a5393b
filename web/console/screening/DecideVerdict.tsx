import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Hint } from '#ui/Field.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import type { ScreeningMatch } from '#web/screening-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { restrictionsQuery, SCREENING_KEY } from '../session.ts';

type Props = { proposal: NonNullable<ScreeningMatch['proposal']>; isOwn: boolean; onDone: () => void };

/** The second pair of eyes. Whoever proposed it may only take it back. */
export function DecideVerdict({ proposal, isOwn, onDone }: Props): ReactElement {
  const approve = useDecision(proposal.id, 'approve', onDone);
  const reject = useDecision(proposal.id, isOwn ? 'withdraw' : 'reject', onDone);
  return (
    <div className="grid justify-items-start gap-3">
      {isOwn ? <p className="prose text-ink-2">{m.console_proposal_own()}</p> : null}
      <div className="flex flex-wrap gap-3">
        {isOwn ? null : (
          <Button
            variant="primary"
            busy={approve.busy}
            busyLabel={m.console_proposal_busy()}
            onClick={() => void approve.run()}
          >
            {proposal.verdict === 'same'
              ? m.console_screening_approve_same()
              : m.console_screening_approve_not_same()}
          </Button>
        )}
        <Button busy={reject.busy} busyLabel={m.console_proposal_busy()} onClick={() => void reject.run()}>
          {isOwn ? m.console_proposal_withdraw() : m.console_proposal_reject()}
        </Button>
      </div>
      <Hint error={approve.failure ?? reject.failure} />
    </div>
  );
}

function useDecision(
  id: Props['proposal']['id'],
  decision: 'approve' | 'reject' | 'withdraw',
  onDone: () => void,
) {
  const queries = useQueryClient();
  const toast = useToast();
  return useSubmit(
    useCallback(async () => {
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
    }, [decision, id, onDone, queries, toast]),
  );
}
