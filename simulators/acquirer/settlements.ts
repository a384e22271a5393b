import type { FastifyInstance } from 'fastify';
import { refuse, requireKey } from '../shared/gate.ts';
import type { Acquirer, Charge } from './books.ts';

/** Lines of one answer at most. */
const PAGE_LINES = 200;

export type SettlementLine = {
  id: string;
  kind: 'charge' | 'refund' | 'chargeback';
  charge: string;
  /** What the merchant called the charge, and the refund where it is one. */
  reference: string;
  refund_reference: string | null;
  amount: string;
  at: string;
};
const dayOf = (text: string): string => text.slice(0, 10);
const signed = ({ kind, amount }: SettlementLine): bigint =>
  kind === 'charge' ? BigInt(amount) : -BigInt(amount);

/** All that ever moved what is owed to the merchant in one currency, in the order of time. */
function linesIn({ books }: Acquirer, currency: string): SettlementLine[] {
  const about = ({ id, reference }: Charge) => ({ charge: id, reference });
  const charges = [...books.charges.values()].filter((charge) => charge.currency === currency);
  const lines = charges.flatMap((charge): SettlementLine[] => {
    if (charge.status !== 'succeeded') return [];
    const own = { ...about(charge), refund_reference: null };
    return [
      {
        ...own,
        id: charge.id,
        kind: 'charge',
        amount: charge.amount,
        at: charge.endedAt ?? charge.createdAt,
      },
      ...books.chargebacks
        .filter(({ chargeId }) => chargeId === charge.id)
        .map(({ id, amount, createdAt }) => ({
          ...own,
          id,
          kind: 'chargeback' as const,
          amount,
          at: createdAt,
        })),
      ...books.refunds
        .filter(({ chargeId }) => chargeId === charge.id)
        .map(({ id, amount, createdAt, reference }) => ({
          ...own,
          id,
          kind: 'refund' as const,
          refund_reference: reference,
          amount,
          at: createdAt,
        })),
    ];
  });
  return lines.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
}

const currenciesOf = ({ books }: Acquirer): string[] =>
  [...new Set([...books.charges.values()].map(({ currency }) => currency))].toSorted();

/** The days of one currency that are over and on which something moved. */
function daysOf(acquirer: Acquirer, currency: string): string[] {
  const today = dayOf(acquirer.clock.text());
  const days = linesIn(acquirer, currency).map(({ at }) => dayOf(at));
  return [...new Set(days)].filter((day) => day < today);
}

const afterSchema = {
  type: 'object',
  properties: { after: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } },
};
const pageSchema = {
  type: 'object',
  properties: { from: { type: 'string', pattern: '^\\d{1,9}$' } },
};

/** What the merchant is owed, day by day (UTC): a report for each currency and day, when the day is over. */
export function serveSettlements(server: FastifyInstance, acquirer: Acquirer, key: string): void {
  const guard = { onRequest: requireKey(key) };
  server.get<{ Querystring: { after?: string } }>(
    '/v1/settlements',
    { ...guard, schema: { querystring: afterSchema } },
    async ({ query: { after = '' } }) => ({
      settlements: currenciesOf(acquirer)
        .flatMap((currency) => daysOf(acquirer, currency).map((day) => ({ day, currency })))
        .filter(({ day }) => day > after)
        .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
        .slice(0, PAGE_LINES),
    }),
  );
  server.get<{ Params: { day: string; currency: string }; Querystring: { from?: string } }>(
    '/v1/settlements/:day/:currency',
    { ...guard, schema: { querystring: pageSchema } },
    async ({ params: { day, currency }, query }, reply) => {
      if (!daysOf(acquirer, currency).includes(day))
        return refuse(reply, 404, 'not_found', 'There is no such settlement.');
      const lines = linesIn(acquirer, currency);
      const until = (isIn: (of: string) => boolean): bigint =>
        lines.filter(({ at }) => isIn(dayOf(at))).reduce((sum, line) => sum + signed(line), 0n);
      const own = lines.filter(({ at }) => dayOf(at) === day);
      const from = Number(query.from ?? '0');
      const shown = own.slice(from, from + PAGE_LINES);
      return {
        day,
        currency,
        opening: until((of) => of < day).toString(),
        closing: until((of) => of <= day).toString(),
        lines: shown,
        next: from + PAGE_LINES < own.length ? from + PAGE_LINES : null,
      };
    },
  );
}
