import { Link } from '@tanstack/react-router';
import { CreditCard, CornerUpLeft } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatClock, formatTime } from '#common/format';
import { fromWire, money } from '#common/money';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { Pill } from '#ui/Pill.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { entryTitle, PILL_OF, toneOf, type EntrySummary } from '#web/entry-words.ts';

function glyphOf({ kind, counterparty }: EntrySummary): ReactElement {
  if (kind === 'top_up') return <Glyph><CreditCard size={20} aria-hidden="true" /></Glyph>;
  if (kind === 'chargeback') return <Glyph><CornerUpLeft size={20} aria-hidden="true" /></Glyph>;
  return <Avatar name={counterparty.name} />;
}

/** Outgoing amounts carry their minus, incoming ones their plus; what did not happen has neither. */
export function signedAmount(entry: EntrySummary): ReturnType<typeof money> {
  const { minor, currency } = fromWire(entry.amount);
  return money(entry.direction === 'out' && toneOf(entry) !== 'void' ? -minor : minor, currency);
}

/** One entry in a list. `dated`: the list has no day headings, so the row says the day too. `to`: the entry's page, or help about it. */
export function EntryRow({ entry, dated = false, to = 'entry' }: { entry: EntrySummary; dated?: boolean; to?: 'entry' | 'help' }): ReactElement {
  const format = useTimeFormat();
  const pill = PILL_OF[entry.state];
  const when = dated ? formatTime(entry.createdAt, format) : formatClock(entry.createdAt, format.timeZone);
  const detail = entry.note ?? entry.counterparty.detail;
  const tone = toneOf(entry);
  return (
    <TxRow
      glyph={glyphOf(entry)}
      who={entry.kind === 'transfer' ? entry.counterparty.name : entryTitle(entry)}
      sub={pill ? <Pill status={pill} /> : <span className="cut">{detail ? `${when} · ${detail}` : when}</span>}
      amount={<Amount money={signedAmount(entry)} tone={tone} sign={tone === 'void' ? 'never' : 'both'} among={['CNY', 'JPY']} />}
      render={to === 'help' ? <Link to="/help-me" search={{ entry: entry.id }} /> : <Link to="/entry/$id" params={{ id: entry.id }} />}
    />
  );
}
