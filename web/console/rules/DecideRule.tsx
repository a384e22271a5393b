import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import type { StaffRule } from '#web/rule-words.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { rulesQuery } from '../session.ts';

type Proposal = NonNullable<StaffRule['proposal']>;

/** What was proposed, for the second pair of eyes. */
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
  const decide = useDecision(proposal.id, onDone);
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
      <SecondEyes isOwn={isOwn} decide={decide} />
    </section>
  );
}

function useDecision(id: Proposal['id'], onDone: () => void) {
  const queries = useQueryClient();
  const toast = useToast();
  return useCallback(
    async (decision: SecondDecision) => {
      const { set } = await call(api.decideRule, { params: { id }, body: { decision } });
      toast(set === null ? m.console_rule_not_changed() : m.console_rule_approved());
      await queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
}
