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
    <Dialog open={line !== null} onClose={onClose} title={m.rec_line()} form="drawer">
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
          { label: m.rec_side(), value: sideWord(side) },
          { label: m.rec_day(), value: <span className="num">{day}</span> },
          { label: m.rec_amount(), value: <b className="num">{sumText(amount, locale)}</b> },
          { label: m.rec_code(), value: <span className="num">{code}</span> },
          { label: m.rec_reference(), value: <span className="num break-all">{reference}</span> },
          { label: m.rec_kind(), value: kind ? KINDS[kind]() : '—' },
          {
            label: m.rec_age(),
            value: <span className="num">{m.rec_age_days({ count: ageDays ?? 0 })}</span>,
          },
          ...(explanation ? [{ label: m.rec_explained(), value: WHYS[explanation]() }] : []),
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
