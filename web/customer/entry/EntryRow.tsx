import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, CreditCard, CornerUpLeft, Landmark, WalletMinimal } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatClock, formatMoney, formatTime } from '#common/format';
import type { Locale } from '#common/locale';
import { fromWire, money, type Currency } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { Pill } from '#ui/Pill.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { didNotHappen, entryTitle, PILL_OF, toneOf, type EntrySummary } from '#web/entry-words.ts';
import type { HistoryFilters } from '../history/filters.ts';

function glyphOf({ kind, counterparty }: EntrySummary): ReactElement {
  if (kind === 'top_up')
    return (
      <Glyph>
        {counterparty.kind === 'ewallet' ? (
          <WalletMinimal size={20} aria-hidden="true" />
        ) : (
          <CreditCard size={20} aria-hidden="true" />
        )}
      </Glyph>
    );
  if (kind === 'chargeback' || kind === 'recall')
    return (
      <Glyph>
        <CornerUpLeft size={20} aria-hidden="true" />
      </Glyph>
    );
  if (kind === 'exchange')
    return (
      <Glyph>
        <ArrowLeftRight size={20} aria-hidden="true" />
      </Glyph>
    );
  if (kind === 'withdrawal' || kind === 'bank_top_up' || kind === 'cross_border')
    return (
      <Glyph>
        <Landmark size={20} aria-hidden="true" />
      </Glyph>
    );
  return <Avatar name={counterparty.name} />;
}

/** Outgoing amounts carry their minus, incoming ones their plus; what did not happen has neither. */
export function signedAmount(entry: EntrySummary): ReturnType<typeof money> {
  const { minor, currency } = fromWire(entry.amount);
  return money(entry.direction === 'out' && toneOf(entry) !== 'void' ? -minor : minor, currency);
}

/** The currencies of a list, by which ¥ is known to be ambiguous or not. */
export const currenciesOf = (entries: readonly EntrySummary[]): Currency[] => [
  ...new Set(entries.map(({ amount }) => amount.currency)),
];

/** What was got for it, of an exchange that happened. */
const receivedText = (entry: EntrySummary, locale: Locale): string | null =>
  entry.received === null || didNotHappen(entry)
    ? null
    : m.exchange_got({
        amount: formatMoney(fromWire(entry.received), {
          locale,
          among: [entry.amount.currency, entry.received.currency],
        }),
      });

const NOT_DONE: Record<EntrySummary['kind'], () => string> = {
  top_up: m.customer_not_charged,
  transfer: m.customer_not_paid,
  chargeback: m.customer_not_paid,
  recall: m.customer_not_paid,
  exchange: m.exchange_not_done,
  withdrawal: m.withdrawal_story_failed,
  cross_border: m.abroad_not_sent,
  bank_top_up: m.transfer_in_not_credited,
};

type Props = {
  entry: EntrySummary;
  /** The list has no day headings, so the row says the day too. */
  dated?: boolean | undefined;
  /** The entry's page, or help about it. */
  to?: 'entry' | 'help' | undefined;
  among: readonly Currency[];
  /** The filters of the history that the row stands in; they stay with the entry's address. */
  filters?: HistoryFilters | undefined;
  /** The owner hid the figures. */
  hidden?: boolean | undefined;
};

/** One entry in a list. */
export function EntryRow({
  entry,
  dated = false,
  to = 'entry',
  among,
  filters = {},
  hidden,
}: Props): ReactElement {
  const format = useTimeFormat();
  const pill = PILL_OF[entry.state];
  const when = dated ? formatTime(entry.createdAt, format) : formatClock(entry.createdAt, format.timeZone);
  const detail = entry.note ?? receivedText(entry, format.locale) ?? entry.counterparty.detail;
  const tone = toneOf(entry);
  const beside = didNotHappen(entry) ? NOT_DONE[entry.kind]() : when;
  return (
    <TxRow
      glyph={glyphOf(entry)}
      who={entry.kind === 'transfer' ? entry.counterparty.name : entryTitle(entry)}
      sub={
        pill ? (
          <>
            <Pill status={pill} />
            <span className="cut">{beside}</span>
          </>
        ) : (
          <span className="cut">{detail ? `${when} · ${detail}` : when}</span>
        )
      }
      amount={
        <Amount
          money={signedAmount(entry)}
          tone={tone}
          sign={tone === 'void' ? 'never' : 'both'}
          among={among}
          hidden={hidden}
        />
      }
      render={
        to === 'help' ? (
          <Link to="/help-me" search={{ entry: entry.id }} />
        ) : (
          <Link to="/entry/$id" params={{ id: entry.id }} search={filters} />
        )
      }
    />
  );
}
