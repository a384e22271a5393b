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
import { ACCOUNTS, type Proposal, sideWord, sumText, WHYS } from './rail-words.ts';
import { lookAgain } from './use-propose.ts';

type Props = { proposal: Proposal; isOwn: boolean; onDone: () => void };

function whatOf({ parameters }: Proposal): string {
  switch (parameters.do) {
    case 'match':
      return m.reconciliation_match_chosen({ count: parameters.lines.length });
    case 'explain':
      return `${m.reconciliation_action_explain()}: ${WHYS[parameters.why]()}`;
    case 'book':
      return `${m.reconciliation_action_book()}: ${ACCOUNTS[parameters.account]()}`;
  }
}

/** What was proposed about lines, for the second pair of eyes. */
export function ApproveLines({ proposal, isOwn, onDone }: Props): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const { id, note, by, expiresAt, lines } = proposal;
  const decide = useCallback(
    async (decision: SecondDecision) => {
      const { ended } = await call(api.decideRailLines, { params: { id }, body: { decision } });
      toast(ended ? m.reconciliation_done() : m.reconciliation_not_done());
      await lookAgain(queries);
      onDone();
    },
    [id, onDone, queries, toast],
  );
  return (
    <section className="grid justify-items-start gap-3">
      <h3 className="text-15 font-semibold">{m.reconciliation_proposal()}</h3>
      <div className="w-full">
        <DefinitionRows
          well
          rows={[
            { label: m.reconciliation_action(), value: whatOf(proposal) },
            { label: m.reconciliation_note(), value: note },
            { label: m.reconciliation_by(), value: by.name },
            {
              label: m.reconciliation_until(),
              value: <span className="num">{formatDeskTime(expiresAt, format)}</span>,
            },
          ]}
        />
      </div>
      {/* A single one stands above already. */}
      {lines.length > 1 ? <ProposedLines lines={lines} /> : null}
      <SecondEyes isOwn={isOwn} approve={m.reconciliation_approve()} decide={decide} />
    </section>
  );
}

/** Every line that would be brought together: nobody approves a count. */
function ProposedLines({ lines }: Pick<Proposal, 'lines'>): ReactElement {
  const { locale } = useTimeFormat();
  return (
    <ul className="grid w-full gap-2">
      {lines.map(({ id, side, day, code, reference, amount, isOpen }) => (
        <li key={id} className="grid gap-0.5">
          <span className="flex flex-wrap justify-between gap-x-4">
            <span>
              {sideWord(side)} · <span className="num">{day}</span>
            </span>
            <b className="num">{sumText(amount, locale)}</b>
          </span>
          <span className="num break-all text-13 text-ink-3">
            {code} {reference}
          </span>
          {isOpen ? null : <span className="text-13 text-ink-2">{m.reconciliation_line_ended()}</span>}
        </li>
      ))}
    </ul>
  );
}
