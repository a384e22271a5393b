import { Link } from '@tanstack/react-router';
import { CircleQuestionMark } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactElement } from 'react';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { QueueRow } from '#ui/QueueRow.tsx';
import { topicWord } from '#web/case-words.ts';
import type { QueueKind, QueueRow as Row } from '../session.ts';
import { useDue } from './due.ts';

const STEP: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** One row is in the tab order; j and k, or the arrows, go along, Enter opens. */
export function QueueList({
  rows,
  view,
  selected,
}: {
  rows: readonly Row[];
  view: QueueKind;
  selected: string | undefined;
}): ReactElement {
  const [active, setActive] = useState<string | undefined>(selected);
  const inOrder = rows.some((row) => row.case.id === active) ? active : rows[0]?.case.id;
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : STEP[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- The links inside take the focus. */}
      <ul onKeyDown={move}>
        {rows.map((row) => (
          <li key={row.case.id}>
            <OneRow
              row={row}
              view={view}
              selected={row.case.id === selected}
              inTabOrder={row.case.id === inOrder}
              onFocus={() => setActive(row.case.id)}
            />
          </li>
        ))}
      </ul>
      <p className="hidden items-center gap-1.5 px-4 py-3 text-12 text-ink-3 pane:flex">
        <kbd className="kbd">j</kbd>
        <kbd className="kbd">k</kbd>
        {m.console_keys_move()}
        <kbd className="kbd ml-2">Enter</kbd>
        {m.console_keys_open()}
      </p>
    </>
  );
}

type RowProps = { row: Row; view: QueueKind; selected: boolean; inTabOrder: boolean; onFocus: () => void };

function OneRow({ row, view, selected, inTabOrder, onFocus }: RowProps): ReactElement {
  const format = useTimeFormat();
  const { case: one, customerName, lastText, lastAuthor } = row;
  const due = useDue(one, format);
  const kind = one.title || topicWord(one.topic);
  return (
    <QueueRow
      name={customerName}
      icon={<CircleQuestionMark size={15} aria-hidden="true" />}
      kind={one.assigneeName ? `${kind} · ${one.assigneeName}` : kind}
      said={lastAuthor === 'staff' ? m.console_said_by_us({ text: lastText }) : lastText}
      due={due?.text ?? (one.nextActor === 'you' ? m.console_waits_for_customer() : undefined)}
      urgency={due?.urgency ?? 'calm'}
      selected={selected}
      render={
        <Link
          id={`row-${one.id}`}
          to="/cases/$id"
          params={{ id: one.id }}
          search={{ view }}
          tabIndex={inTabOrder ? 0 : -1}
          onFocus={onFocus}
        />
      }
    />
  );
}
