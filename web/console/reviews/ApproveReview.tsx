import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type PaymentReview, reviewDecisionWord, reviewGroundWord } from '#web/review-words.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { reviewsQuery } from '../session.ts';

type Proposal = NonNullable<PaymentReview['proposal']>;
type Props = { proposal: Proposal; isOwn: boolean; onDone: () => void };

/** What was proposed about a large payment, for the second pair of eyes. */
export function ApproveReview({ proposal, isOwn, onDone }: Props): ReactElement {
  const format = useTimeFormat();
  const decide = useDecision(proposal.id, onDone);
  const approve =
    proposal.decision === 'release' ? m.console_review_button_release() : m.console_review_button_refuse();
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
      <SecondEyes isOwn={isOwn} approve={approve} decide={decide} />
    </section>
  );
}

function useDecision(id: Proposal['id'], onDone: () => void) {
  const queries = useQueryClient();
  const toast = useToast();
  return useCallback(
    async (decision: SecondDecision) => {
      const { ended } = await call(api.decideReviewProposal, { params: { id }, body: { decision } });
      toast(ended ? m.console_review_done() : m.console_rule_not_changed());
      await queries.invalidateQueries({ queryKey: reviewsQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
}
