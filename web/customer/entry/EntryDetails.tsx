import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import {
  formatDay,
  formatDeadline,
  formatMoney,
  formatTime,
  formatTimeWithZone,
  type TimeFormat,
} from '#common/format';
import { shortId, type Id } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { didNotHappen, linesOf, type EntryDetail } from '#web/entry-words.ts';
import { LINE_WORDS, PLACE_WORDS } from '#web/story-words.ts';
import { priceRows } from '../exchange/exchange-words.ts';

/** Reference, amounts that add up, time with its zone. */
export function EntryDetails({ entry }: { entry: EntryDetail }): ReactElement {
  const format = useTimeFormat();
  const reference = (
    <span className="inline-flex items-center gap-1">
      <span className="num">{shortId(entry.id)}</span>
      <CopyButton text={entry.id} what={m.customer_reference()} />
    </span>
  );
  return (
    <Section title={m.customer_details()}>
      <Card className="px-4">
        <DefinitionRows
          ruled
          rows={[
            { label: m.customer_reference(), value: reference },
            ...linesOf(entry).map(({ kind, amount }) => ({
              label: LINE_WORDS[kind](),
              value: formatMoney(fromWire(amount), { locale: format.locale }),
            })),
            ...(didNotHappen(entry) ? [nothingTaken(entry)] : []),
            ...(entry.exchange ? priceRows(entry.exchange, format) : []),
            ...(entry.withdrawal && !didNotHappen(entry) ? promiseRows(entry.withdrawal, format) : []),
            ...(entry.moneyRequest ? [requestRow(entry.moneyRequest)] : []),
            { label: m.customer_created(), value: formatTimeWithZone(entry.createdAt, format) },
          ]}
        />
      </Card>
    </Section>
  );
}

/** The request that it paid. */
const requestRow = (id: Id<'rq'>) => ({
  label: m.persons_request_title(),
  value: <TextLink render={<Link to="/requests/$id" params={{ id }} />}>{m.persons_see_request()}</TextLink>,
});

/** What was promised of a payout, for whoever compares it with what became of it. */
const promiseRows = (
  { cutOffAt, arrivesBy }: NonNullable<EntryDetail['withdrawal']>,
  format: TimeFormat,
): { label: string; value: string }[] => [
  { label: m.withdrawal_sent_on(), value: formatTime(cutOffAt, format) },
  { label: m.withdrawal_promised(), value: formatDeadline(arrivesBy, format) },
];

/** Said in a line of its own, so that nobody has to conclude it from what is missing. */
export const nothingTaken = ({ kind }: EntryDetail): { label: string; value: string } =>
  kind === 'withdrawal' || kind === 'cross_border'
    ? { label: m.withdrawal_leaves(), value: m.customer_paid_nothing() }
    : kind === 'exchange'
      ? { label: m.exchange_leaves(), value: m.customer_paid_nothing() }
      : kind === 'top_up'
        ? { label: m.customer_line_charged(), value: m.customer_charged_nothing() }
        : { label: m.customer_line_paid(), value: m.customer_paid_nothing() };

/** What the ledger wrote, in plain words: from where to where, and the balance after it. */
export function Movements({ entry }: { entry: EntryDetail }): ReactElement | null {
  const format = useTimeFormat();
  const { locale } = format;
  const { movements, movementsArchivedSince: since } = entry;
  if (movements.length === 0 && since === null) return null;
  return (
    <Section title={m.customer_movements()}>
      <Card className="px-4">
        {since === null ? null : (
          <p className="py-3 text-13 text-ink-2">
            {m.customer_movements_archived({ since: formatDay(since, format) })}
          </p>
        )}
        <DefinitionRows
          ruled
          rows={movements.map(({ kind, from, to, amount, balanceAfter }) => ({
            label: (
              <>
                <span className="block text-ink">
                  {movementWord(kind, PLACE_WORDS[from](), PLACE_WORDS[to]())}
                </span>
                {balanceAfter ? (
                  <span className="block text-13 text-ink-3">
                    {m.customer_balance_after({ amount: formatMoney(fromWire(balanceAfter), { locale }) })}
                  </span>
                ) : null}
              </>
            ),
            value: <span className="num">{formatMoney(fromWire(amount), { locale })}</span>,
          }))}
        />
      </Card>
    </Section>
  );
}

function movementWord(kind: EntryDetail['movements'][number]['kind'], from: string, to: string): string {
  switch (kind) {
    case 'single':
    case 'capture':
    case 'reversal':
      return m.customer_movement_moved({ from, to });
    case 'hold':
      return m.customer_movement_held({ from });
    case 'void':
    case 'expire':
      return m.customer_movement_released({ from });
  }
}
