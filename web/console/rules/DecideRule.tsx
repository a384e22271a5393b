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
import type { StaffRule } from '#web/rule-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { rulesQuery } from '../session.ts';

type Proposal = NonNullable<StaffRule['proposal']>;

/** The second pair of eyes. Whoever proposed it may only take it back. */
export function DecideRule({
  proposal,
  isOwn,
  onDone,
}: {
  proposal: Proposal;
  isOwn: boolean;
  onDone: () => void;
}): ReactElement {
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
            {
              label: m.console_rule_outcome(),
              value:
                proposal.change === 'on'
                  ? m.console_rule_proposal_on({ version: proposal.version })
                  : m.console_rule_proposal_off(),
            },
            { label: m.console_proposal_by(), value: proposal.by.name },
            { label: m.console_rule_propose_note(), value: proposal.note },
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
          {m.console_proposal_approve()}
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
      const { set } = await call(api.decideRule, { params: { id }, body: { decision } });
      toast(set === null ? m.console_rule_not_changed() : m.console_rule_approved());
      await queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      onDone();
    }, [decision, id, onDone, queries, toast]),
  );
}
