// What the acquirer owes us, day by day, as it says it: a report for each currency, when the day is over.
import { z } from 'zod';
import { CURRENCIES, type Currency } from '#common/money';
import { err, ok, type Result } from '#common/result';
import type { CallAcquirer, FieldsFailure } from './card-acquirer.ts';

export type SettledDay = { readonly day: string; readonly currency: Currency };
export type SettlementLine = {
  readonly id: string;
  readonly kind: 'charge' | 'refund' | 'chargeback';
  /** What we called the charge. */
  readonly reference: string;
  /** Its own id of the charge, and what we called the refund. */
  readonly charge: string;
  readonly refundReference: string | null;
  readonly amountMinor: bigint;
};
export type Settlement = SettledDay & {
  /** What it owed us before and after, below zero where we owe it. */
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly lines: readonly SettlementLine[];
};

/** Pages of one day: a million lines. */
const PAGES_MAX = 5_000;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const currency = z.enum(CURRENCIES as readonly [Currency, ...Currency[]]);
const signed = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(BigInt);
const listSchema = z.object({ settlements: z.array(z.object({ day, currency })).max(1_000) });
const id = z.string().min(1).max(90);
const pageSchema = z.object({
  day,
  currency,
  opening: signed,
  closing: signed,
  lines: z.array(
    z.object({
      id,
      kind: z.enum(['charge', 'refund', 'chargeback']),
      charge: id,
      reference: id,
      refund_reference: id.nullable(),
      amount: z
        .string()
        .regex(/^\d{1,18}$/)
        .transform(BigInt),
    }),
  ),
  next: z.int().positive().nullable(),
});

const unreadable = err({ code: 'acquirer_unavailable', cause: 'answer_unreadable' } as const);

export async function readSettlements(
  call: CallAcquirer,
  after: string | null,
): Promise<Result<SettledDay[], FieldsFailure>> {
  const query = after === null ? '' : `?${new URLSearchParams({ after }).toString()}`;
  const answer = await call('GET', `/v1/settlements${query}`);
  if (answer.kind !== 'answered') return err({ code: 'acquirer_unavailable', cause: answer.cause });
  const list = listSchema.safeParse(answer.body);
  return list.success && answer.status < 300 ? ok(list.data.settlements) : unreadable;
}

/** All pages of one day, whole or not at all. */
export async function readSettlement(
  call: CallAcquirer,
  of: SettledDay,
): Promise<Result<Settlement, FieldsFailure>> {
  const lines: SettlementLine[] = [];
  let from: number | null = 0;
  for (let page = 0; page < PAGES_MAX && from !== null; page++) {
    const answer = await call('GET', `/v1/settlements/${of.day}/${of.currency}?from=${from}`);
    if (answer.kind !== 'answered') return err({ code: 'acquirer_unavailable', cause: answer.cause });
    const read = pageSchema.safeParse(answer.body);
    if (!read.success || answer.status >= 300) return unreadable;
    const { day: told, currency: in_, opening, closing, next } = read.data;
    if (told !== of.day || in_ !== of.currency) return unreadable;
    for (const { refund_reference: refundReference, amount: amountMinor, ...line } of read.data.lines)
      // A card that was only kept is a charge of nothing: it moves nothing.
      if (amountMinor !== 0n) lines.push({ ...line, refundReference, amountMinor });
    if (next === null) return ok({ ...of, openingMinor: opening, closingMinor: closing, lines });
    from = next;
  }
  return unreadable;
}
