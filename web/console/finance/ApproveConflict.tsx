import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { bankRailQuery, conflictsQuery } from '../session.ts';
import { type Conflict, outcomeText, outcomeWord } from './conflict-words.ts';

type Props = {
  proposal: NonNullable<Conflict['proposal']>;
  ours: Conflict['ours'];
  isOwn: boolean;
  onDone: () => void;
};

/** What was proposed about a conflict, for the second pair of eyes. */
export function ApproveConflict({ proposal, ours, isOwn, onDone }: Props): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const { id, outcome, note, by, expiresAt } = proposal;
  const decide = useCallback(
    async (decision: SecondDecision) => {
      const { ended } = await call(api.decideConflictEnd, { params: { id }, body: { decision } });
      toast(ended ? m.conflict_done() : m.conflict_not_changed());
      await queries.invalidateQueries({ queryKey: conflictsQuery.queryKey });
      void queries.invalidateQueries({ queryKey: bankRailQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
  return (
    <section className="grid justify-items-start gap-3">
      <h3 className="text-15 font-semibold">{m.console_rule_proposal()}</h3>
      <div className="w-full">
        <DefinitionRows
          well
          rows={[
            { label: m.conflict_outcome(), value: outcomeWord(outcome) },
            { label: m.console_review_note(), value: note },
            { label: m.console_proposal_by(), value: by.name },
            {
              label: m.console_proposal_until(),
              value: <span className="num">{formatDeskTime(expiresAt, format)}</span>,
            },
          ]}
        />
      </div>
      <p className="prose text-ink-2">{outcomeText(outcome, ours)}</p>
      <SecondEyes
        isOwn={isOwn}
        approve={m.conflict_approve({ outcome: outcomeWord(outcome) })}
        decide={decide}
      />
    </section>
  );
}
