import type { FastifyInstance } from 'fastify';
import { refuse } from '../shared/gate.ts';
import type { Guard } from './api.ts';
import type { Lie, Wallet } from './books.ts';

/** Lines of one answer at most: 30 kB. */
const PAGE_LINES = 100;

type Line = {
  id: string;
  kind: 'payment' | 'refund' | 'fee';
  payment: string;
  /** What the merchant called the payment, and the refund where it is one. */
  reference: string;
  refund_reference: string | null;
  amount: string;
  currency: string;
  at: string;
};
const dayOf = (text: string): string => text.slice(0, 10);
const signed = ({ kind, amount }: Line): bigint => (kind === 'payment' ? BigInt(amount) : -BigInt(amount));
const sum = (lines: readonly Line[]): bigint => lines.reduce((total, line) => total + signed(line), 0n);

/** All that ever moved what is owed to the merchant in one currency, in the order of time. */
function linesIn({ books }: Wallet, currency: string): Line[] {
  const lines = [...books.payments.values()].flatMap((payment): Line[] => {
    if (payment.status !== 'paid' || payment.currency !== currency) return [];
    const own = { payment: payment.id, reference: payment.reference, currency, refund_reference: null };
    const isOf = ({ paymentId }: { paymentId: string }): boolean => paymentId === payment.id;
    return [
      {
        ...own,
        id: payment.id,
        kind: 'payment',
        amount: payment.amount,
        at: payment.endedAt ?? payment.createdAt,
      },
      ...books.fees
        .filter(isOf)
        .map(({ id, amount, createdAt }) => ({ ...own, id, kind: 'fee' as const, amount, at: createdAt })),
      ...books.refunds.filter(isOf).map(({ id, amount, createdAt, reference }) => ({
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

/** The days of one currency that are over and on which something moved. */
function daysOf(wallet: Wallet, currency: string): string[] {
  const today = dayOf(wallet.clock.text());
  const days = linesIn(wallet, currency).map(({ at }) => dayOf(at));
  return [...new Set(days)].filter((day) => day < today);
}

type Report = { opening: bigint; closing: bigint; count: number; lines: unknown[] };

/** The report as its books have it, or as somebody wants it who lies or loses. */
function reportOf(opening: bigint, own: readonly Line[], lie: Lie): Report {
  const [first, ...rest] = own;
  const told = (lines: readonly Line[]): Report => ({
    opening,
    closing: opening + sum(lines),
    count: lines.length,
    lines: [...lines],
  });
  const right = told(own);
  if (first === undefined) return right;
  switch (lie) {
    case 'usual':
      return right;
    case 'another_amount':
      return told([{ ...first, amount: (BigInt(first.amount) + 1n).toString() }, ...rest]);
    case 'leaves_out':
      return told(rest);
    case 'doubled':
      return told([first, ...own]);
    case 'wrong_currency':
      return told([{ ...first, currency: first.currency === 'JPY' ? 'USD' : 'JPY' }, ...rest]);
    case 'malformed':
      return { ...right, lines: [{ ...first, amount: '1,00' }, ...rest] };
    case 'cut_off':
      return { ...right, lines: own.slice(0, -1) };
    case 'does_not_add_up':
      return { ...right, closing: right.closing + 1n };
  }
}

const afterSchema = {
  type: 'object',
  properties: { after: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } },
};
const pageSchema = { type: 'object', properties: { from: { type: 'string', pattern: '^\\d{1,9}$' } } };

/** What the merchant is owed, day by day (UTC): a report for each currency and day, when the day is over. */
export function serveSettlements(server: FastifyInstance, wallet: Wallet, guard: Guard): void {
  const currencies = (): string[] =>
    [...new Set([...wallet.books.payments.values()].map(({ currency }) => currency))].toSorted();
  server.get<{ Querystring: { after?: string } }>(
    '/v1/settlements',
    { ...guard, schema: { querystring: afterSchema } },
    async ({ query: { after = '' } }) => ({
      settlements: currencies()
        .flatMap((currency) => daysOf(wallet, currency).map((day) => ({ day, currency })))
        .filter(({ day }) => day > after)
        .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
        .slice(0, PAGE_LINES),
    }),
  );
  server.get<{ Params: { day: string; currency: string }; Querystring: { from?: string } }>(
    '/v1/settlements/:day/:currency',
    { ...guard, schema: { querystring: pageSchema } },
    async ({ params: { day, currency }, query }, reply) => {
      if (!daysOf(wallet, currency).includes(day))
        return refuse(reply, 404, 'not_found', 'There is no such settlement.');
      const all = linesIn(wallet, currency);
      const before = sum(all.filter(({ at }) => dayOf(at) < day));
      const own = all.filter(({ at }) => dayOf(at) === day);
      const { opening, closing, count, lines } = reportOf(before, own, wallet.knobs.report);
      const from = Number(query.from ?? '0');
      const next = from + PAGE_LINES < lines.length ? from + PAGE_LINES : null;
      return {
        day,
        currency,
        opening: opening.toString(),
        closing: closing.toString(),
        count,
        lines: lines.slice(from, from + PAGE_LINES),
        next,
      };
    },
  );
}
