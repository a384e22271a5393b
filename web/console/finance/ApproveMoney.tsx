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
import { suspenseQuery } from '../session.ts';
import type { SuspenseItem } from './finance-words.ts';

type Proposal = NonNullable<SuspenseItem['proposal']>;
type Props = { proposal: Proposal; isOwn: boolean; onDone: () => void };

/** What was proposed about a sum, for the second pair of eyes. */
export function ApproveMoney({ proposal, isOwn, onDone }: Props): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const { id, action, customer, note, by, expiresAt } = proposal;
  const decide = useCallback(
    async (decision: SecondDecision) => {
      const { ended } = await call(api.decideBankMoney, { params: { id }, body: { decision } });
      toast(ended ? m.finance_done() : m.console_rule_not_changed());
      await queries.invalidateQueries({ queryKey: suspenseQuery.queryKey });
      onDone();
    },
    [id, onDone, queries, toast],
  );
  const what = action === 'assign' ? m.finance_to({ name: customer?.name ?? '' }) : m.finance_back_to_payer();
  return (
    <section className="grid justify-items-start gap-3">
      <h3 className="text-15 font-semibold">{m.console_rule_proposal()}</h3>
      <div className="w-full">
        <DefinitionRows
          well
          rows={[
            { label: m.finance_action(), value: what },
            { label: m.console_review_note(), value: note },
            { label: m.console_proposal_by(), value: by.name },
            {
              label: m.console_proposal_until(),
              value: <span className="num">{formatDeskTime(expiresAt, format)}</span>,
            },
          ]}
        />
      </div>
      <SecondEyes
        isOwn={isOwn}
        approve={action === 'assign' ? m.finance_approve_assign() : m.finance_approve_back()}
        decide={decide}
      />
    </section>
  );
}
