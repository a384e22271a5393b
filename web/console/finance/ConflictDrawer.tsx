import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { conflictQuery, staffQuery } from '../session.ts';
import { ApproveConflict } from './ApproveConflict.tsx';
import {
  type Conflict,
  kindWord,
  movedWord,
  oursPlace,
  outcomeWord,
  placeWord,
  wordWord,
} from './conflict-words.ts';
import { ProposeConflict } from './ProposeConflict.tsx';

type ConflictId = Conflict['id'];
type Props = { id: ConflictId | null; onClose: () => void };

/** One conflict: what the bank said beside what our books moved, and what is true, by two. */
export function ConflictDrawer({ id, onClose }: Props): ReactElement {
  return (
    <Dialog open={id !== null} onClose={onClose} title={m.conflict_item()} form="drawer" roomy>
      {id ? <Loaded key={id} id={id} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Loaded({ id, onDone }: { id: ConflictId; onDone: () => void }): ReactElement {
  const query = useQuery(conflictQuery(id));
  return (
    <AsyncView<Conflict, unknown>
      view={asyncOf<Conflict>(query, () => false)}
      loading={() => <SkeletonText lines={8} />}
      empty={() => null}
      failed={(error) => (
        <FailedState
          title={problemIn(error)?.title || m.conflict_one_failed()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        >
          {problemIn(error)?.detail || m.common_no_answer()}
        </FailedState>
      )}
      full={(conflict) => <Details conflict={conflict} onDone={onDone} />}
    />
  );
}

function Details({ conflict, onDone }: { conflict: Conflict; onDone: () => void }): ReactElement {
  const { data: staff } = useQuery(staffQuery);
  const { proposal, words, movements, ended } = conflict;
  return (
    <div className="grid grid-cols-1 gap-6 pb-6">
      <Standing conflict={conflict} />
      <Part title={m.conflict_words()} none={words.length === 0 ? m.conflict_words_none() : null}>
        {words.map((word, place) => (
          <Word key={place} word={word} />
        ))}
      </Part>
      <Part title={m.conflict_movements()} none={movements.length === 0 ? m.conflict_movements_none() : null}>
        {movements.map((movement, place) => (
          <Movement key={place} movement={movement} />
        ))}
      </Part>
      {ended.length > 0 ? (
        <Part title={m.conflict_ended()} none={null}>
          {ended.map((end) => (
            <Ended key={end.at} end={end} />
          ))}
        </Part>
      ) : null}
      {proposal ? (
        <ApproveConflict
          proposal={proposal}
          ours={conflict.ours}
          isOwn={staff?.id === proposal.by.id}
          onDone={onDone}
        />
      ) : (
        <ProposeConflict conflict={conflict} onDone={onDone} />
      )}
    </div>
  );
}

function Standing({ conflict }: { conflict: Conflict }): ReactElement {
  const format = useTimeFormat();
  const { id, kind, owner, amount, since, ours, aside } = conflict;
  const sum = (it: Conflict['amount']): string => formatMoney(fromWire(it), { locale: format.locale });
  return (
    <DefinitionRows
      ruled
      rows={[
        { label: m.conflict_kind(), value: kindWord(kind) },
        { label: m.conflict_payment(), value: <span className="num">{shortId(id)}</span> },
        { label: m.finance_owner(), value: owner.name },
        { label: m.conflict_gets(), value: <b className="num">{sum(amount)}</b> },
        { label: m.conflict_since(), value: <span className="num">{formatDeskTime(since, format)}</span> },
        { label: m.conflict_ours(), value: <b>{oursPlace(ours)}</b> },
        {
          label: m.conflict_aside(),
          value:
            aside === null
              ? m.conflict_aside_none()
              : aside.direction === 'out'
                ? m.conflict_aside_out({ amount: sum(aside.amount) })
                : m.conflict_aside_in({ amount: sum(aside.amount) }),
        },
      ]}
    />
  );
}

const Part = ({
  title,
  none,
  children,
}: {
  title: string;
  none: string | null;
  children: ReactNode;
}): ReactElement => (
  <section className="grid grid-cols-1 gap-2">
    <h3 className="text-15 font-semibold">{title}</h3>
    {none === null ? (
      <ol className="grid grid-cols-1 divide-y divide-line">{children}</ol>
    ) : (
      <p className="text-ink-2">{none}</p>
    )}
  </section>
);

/** What it is at the left, the sum at the right, and below when and where it was told. */
const Line = ({ what, sum, below }: { what: ReactNode; sum: ReactNode; below: ReactNode }): ReactElement => (
  <li className="grid grid-cols-1 gap-0.5 py-2">
    <span className="flex flex-wrap justify-between gap-x-4">
      <span>{what}</span>
      <b className="num">{sum}</b>
    </span>
    <span className="text-13 text-ink-2">{below}</span>
  </li>
);

function Word({ word }: { word: Conflict['words'][number] }): ReactElement {
  const format = useTimeFormat();
  const { kind, bankCode, reference, amount, file, line, at } = word;
  const where = line === null ? file : m.conflict_file_line({ file, line: line.toString() });
  return (
    <Line
      what={
        <>
          {wordWord(kind)}
          {bankCode ? <span className="text-ink-2"> · {m.conflict_code({ code: bankCode })}</span> : null}
        </>
      }
      sum={amount ? formatMoney(fromWire(amount), { locale: format.locale }) : ''}
      below={
        <>
          <span className="num">
            {formatDeskTime(at, format)} · {m.conflict_file()} {where}
          </span>
          {reference ? <span className="block break-all">{reference}</span> : null}
        </>
      }
    />
  );
}

function Movement({ movement }: { movement: Conflict['movements'][number] }): ReactElement {
  const format = useTimeFormat();
  const { kind, amount, from, to, at } = movement;
  return (
    <Line
      what={
        <>
          {movedWord(kind)}{' '}
          <span className="text-ink-2">{m.conflict_way({ from: placeWord(from), to: placeWord(to) })}</span>
        </>
      }
      sum={formatMoney(fromWire(amount), { locale: format.locale })}
      below={<span className="num">{formatDeskTime(at, format)}</span>}
    />
  );
}

function Ended({ end }: { end: Conflict['ended'][number] }): ReactElement {
  const format = useTimeFormat();
  const { outcome, note, by, approvedBy, at } = end;
  return (
    <li className="grid grid-cols-1 gap-0.5 py-2">
      <span className="break-words">
        {m.conflict_ended_row({
          outcome: outcomeWord(outcome),
          by: by.name,
          approved: approvedBy.name,
          note,
        })}
      </span>
      <span className="num text-13 text-ink-2">{formatDeskTime(at, format)}</span>
    </li>
  );
}
