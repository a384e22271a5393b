import { Link } from '@tanstack/react-router';
import { BadgeCheck } from 'lucide-react';
import type { KeyboardEvent, ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { QueueRow } from '#ui/QueueRow.tsx';
import type { QueuedProof } from './proof-queries.ts';

const STEP: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Masked until one is opened; j and k, or the arrows, go along, Enter opens. */
export function ProofQueue({
  rows,
  selected,
}: {
  rows: readonly QueuedProof[];
  selected: string | undefined;
}): ReactElement {
  const format = useTimeFormat();
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
          <li key={row.id}>
            <QueueRow
              name={row.maskedName}
              icon={<BadgeCheck size={14} aria-hidden="true" />}
              kind={row.tier === 'T3' ? m.console_proof_address() : m.console_proof_identity()}
              said={saidOf(row)}
              due={formatDeskTime(row.dueAt, format)}
              urgency={row.isLate ? 'late' : 'calm'}
              selected={row.id === selected}
              render={<Link to="/identity/$id" params={{ id: row.id }} preload={false} />}
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

function saidOf({ state, isOwn, round }: QueuedProof): string {
  if (state === 'second_review') return isOwn ? m.console_proof_own_first() : m.console_proof_needs_second();
  return round > 1 ? m.console_proof_round({ round }) : m.console_proof_first_time();
}
