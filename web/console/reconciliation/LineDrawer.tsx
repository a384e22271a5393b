import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { staffQuery } from '../session.ts';
import { ApproveLines } from './ApproveLines.tsx';
import { ProposeLine } from './ProposeLine.tsx';
import { KINDS, type Line, sideWord, sumText, WHYS } from './rail-words.ts';

/** One open line, and what becomes of it, by two. */
export function LineDrawer({ line, onClose }: { line: Line | null; onClose: () => void }): ReactElement {
  return (
    <Dialog open={line !== null} onClose={onClose} title={m.reconciliation_line()} form="drawer">
      {line ? <Details key={line.id} line={line} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Details({ line, onDone }: { line: Line; onDone: () => void }): ReactElement {
  const { data: staff } = useQuery(staffQuery);
  const { locale } = useTimeFormat();
  const { side, day, amount, code, reference, kind, explanation, proposal, ageDays } = line;
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows
        ruled
        rows={[
          { label: m.reconciliation_side(), value: sideWord(side) },
          { label: m.reconciliation_day(), value: <span className="num">{day}</span> },
          { label: m.reconciliation_amount(), value: <b className="num">{sumText(amount, locale)}</b> },
          { label: m.reconciliation_code(), value: <span className="num">{code}</span> },
          { label: m.reconciliation_reference(), value: <span className="num break-all">{reference}</span> },
          { label: m.reconciliation_kind(), value: kind ? KINDS[kind]() : '—' },
          {
            label: m.reconciliation_age(),
            value: <span className="num">{m.reconciliation_age_days({ count: ageDays ?? 0 })}</span>,
          },
          ...(explanation ? [{ label: m.reconciliation_explained(), value: WHYS[explanation]() }] : []),
        ]}
      />
      {proposal ? (
        <ApproveLines proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
      ) : (
        <ProposeLine line={line} onDone={onDone} />
      )}
    </div>
  );
}
