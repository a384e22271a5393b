import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type PaymentReview, reviewDecisionWord, reviewGroundWord } from '#web/review-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { reviewsQuery } from '../session.ts';

type Proposal = NonNullable<PaymentReview['proposal']>;
type Props = { proposal: Proposal; isOwn: boolean; onDone: () => void };

/** The second pair of eyes of a large payment. Whoever proposed it may only take it back. */
export function ApproveReview({ proposal, isOwn, onDone }: Props): ReactElement {
  const format = useTimeFormat();
  const approve = useDecision(proposal.id, 'approve', onDone);
  const reject = useDecision(proposal.id, isOwn ? 'withdraw' : 'reject', onDone);
  return (
    <section className="grid justify-items-start gap-3">
      <h3 className="text-15 font-semibold">{m.console_rule_proposal()}</h3>
      <div className="w-full">
        <DefinitionRows
          well
          rows={[
            { label: m.console_review_decision(), value: reviewDecisionWord(proposal.decision) },
            { label: m.console_review_ground(), value: reviewGroundWord(proposal.ground) },
            { label: m.console_review_note(), value: proposal.note },
            { label: m.console_proposal_by(), value: proposal.by.name },
            {
              label: m.console_proposal_until(),
              value: <span className="num">{formatDeskTime(proposal.expiresAt, format)}</span>,
            },
          ]}
        />
      </div>
      {isOwn ? (
        <p className="prose text-ink-2">{m.console_proposal_own()}</p>
      ) : (
        <Button
          variant="primary"
          busy={approve.busy}
          busyLabel={m.console_proposal_busy()}
          onClick={() => void approve.run()}
        >
          {proposal.decision === 'release'
            ? m.console_review_button_release()
            : m.console_review_button_refuse()}
        </Button>
      )}
      <Button busy={reject.busy} busyLabel={m.console_proposal_busy()} onClick={() => void reject.run()}>
        {isOwn ? m.console_proposal_withdraw() : m.console_proposal_reject()}
      </Button>
      <Hint error={approve.failure ?? reject.failure} />
    </section>
  );
}

function useDecision(id: Proposal['id'], decision: 'approve' | 'reject' | 'withdraw', onDone: () => void) {
  const queries = useQueryClient();
  const toast = useToast();
  return useSubmit(
    useCallback(async () => {
      const { ended } = await call(api.decideReviewProposal, { params: { id }, body: { decision } });
      toast(ended ? m.console_review_done() : m.console_rule_not_changed());
      await queries.invalidateQueries({ queryKey: reviewsQuery.queryKey });
      onDone();
    }, [decision, id, onDone, queries, toast]),
  );
}
