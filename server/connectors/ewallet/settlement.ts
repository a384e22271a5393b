// What the e-wallet owes us, day by day, as it says it: a report for each currency, when the day is over. A report is taken whole or not at all.
import { z } from 'zod';
import { CURRENCIES, type Currency } from '#common/money';
import type { ReportFault } from '#common/reconciliation';
import { err, ok, type Result } from '#common/result';
import type { SettledDay } from '../card/settlement.ts';
import type { NotKnown, NotTaken, ProviderAnswer } from '../provider-call.ts';

export type EwalletSettlementLine = {
  readonly id: string;
  readonly kind: 'payment' | 'refund' | 'fee';
  /** Its own id of the payment, what we called it, and what we called the refund. */
  readonly payment: string;
  readonly reference: string;
  readonly refundReference: string | null;
  readonly amountMinor: bigint;
};
export type EwalletSettlement = SettledDay & {
  /** What it owed us before and after, below zero where we owe it. */
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly lines: readonly EwalletSettlementLine[];
};
/** `line` counts from one; 0 is the head. */
export type EwalletReportFailure =
  | { readonly code: 'ewallet_unavailable'; readonly cause: NotTaken | NotKnown }
  | { readonly code: 'report_refused'; readonly fault: ReportFault; readonly line: number };

/** Lines of one report; a day with more is another company. */
const LINES_MAX = 200_000;

type Call = (method: 'GET', path: string) => Promise<ProviderAnswer>;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const currency = z.enum(CURRENCIES as readonly [Currency, ...Currency[]]);
const signed = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(BigInt);
const listSchema = z.object({ settlements: z.array(z.object({ day, currency })).max(1_000) });
const id = z.string().regex(/^[\w-]{1,90}$/);
const pageSchema = z.object({
  day,
  currency: z.string().max(3),
  opening: signed,
  closing: signed,
  count: z.int().min(0),
  lines: z.array(z.unknown()),
  next: z.int().positive().nullable(),
});
const lineSchema = z.object({
  id,
  kind: z.enum(['payment', 'refund', 'fee']),
  payment: id,
  reference: id,
  refund_reference: id.nullable(),
  currency: z.string().max(3),
  amount: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(BigInt),
});
type Page = z.output<typeof pageSchema>;

const unavailable = (cause: NotTaken | NotKnown) => err({ code: 'ewallet_unavailable', cause } as const);
const refused = (fault: ReportFault, line: number) => err({ code: 'report_refused', fault, line } as const);

/** The days that are over and were settled after this one. */
export async function readEwalletDays(
  call: Call,
  after: string | null,
): Promise<Result<SettledDay[], EwalletReportFailure>> {
  const query = after === null ? '' : `?${new URLSearchParams({ after }).toString()}`;
  const answer = await call('GET', `/v1/settlements${query}`);
  if (answer.kind !== 'answered') return unavailable(answer.cause);
  const list = listSchema.safeParse(answer.body);
  return list.success && answer.status < 300 ? ok(list.data.settlements) : unavailable('answer_unreadable');
}

/** All pages of one day, whole or not at all: what is wrong is told with its line. */
export async function readEwalletReport(
  call: Call,
  of: SettledDay,
): Promise<Result<EwalletSettlement, EwalletReportFailure>> {
  const lines: EwalletSettlementLine[] = [];
  const ids = new Set<string>();
  for (let head: Page | null = null; ;) {
    const read = await readPage(call, of, lines.length);
    if (!read.ok) return read;
    const page: Page = read.value;
    head ??= page;
    if (!hasSameHead(page, head)) return refused('unreadable', lines.length);
    for (const raw of page.lines) {
      const taken = takeLine(raw, of.currency, ids);
      if (!taken.ok) return refused(taken.error.code, lines.length + 1);
      lines.push(taken.value);
    }
    if (page.next === null) return whole(of, head, lines);
    // Each page goes on where the one before ended, and each brings something: no report is read for ever.
    if (page.next !== lines.length || page.lines.length === 0) return refused('unreadable', lines.length);
  }
}

async function readPage(
  call: Call,
  of: SettledDay,
  from: number,
): Promise<Result<Page, EwalletReportFailure>> {
  const answer = await call('GET', `/v1/settlements/${of.day}/${of.currency}?from=${from}`);
  if (answer.kind !== 'answered') {
    if (answer.cause === 'answer_too_large') return refused('too_long', from + 1);
    return answer.cause === 'answer_unreadable' ? refused('unreadable', from) : unavailable(answer.cause);
  }
  if (answer.status >= 300) return unavailable('request_refused');
  const page = pageSchema.safeParse(answer.body);
  if (!page.success || page.data.day !== of.day) return refused('unreadable', from);
  if (page.data.currency !== of.currency) return refused('other_currency', from);
  return page.data.count > LINES_MAX || from + page.data.lines.length > LINES_MAX
    ? refused('too_long', from)
    : ok(page.data);
}

const hasSameHead = (page: Page, head: Page): boolean =>
  page.opening === head.opening && page.closing === head.closing && page.count === head.count;

function takeLine(
  raw: unknown,
  currencyOf: Currency,
  ids: Set<string>,
): Result<EwalletSettlementLine, { code: ReportFault }> {
  const read = lineSchema.safeParse(raw);
  if (!read.success) return err({ code: 'unreadable' });
  const { currency: in_, refund_reference: refundReference, amount: amountMinor, ...line } = read.data;
  if (in_ !== currencyOf) return err({ code: 'other_currency' });
  if (ids.has(line.id)) return err({ code: 'told_twice' });
  ids.add(line.id);
  return ok({ ...line, refundReference, amountMinor });
}

/** The number of lines and both sums are those that the head says. */
function whole(
  of: SettledDay,
  { opening, closing, count }: Page,
  lines: readonly EwalletSettlementLine[],
): Result<EwalletSettlement, EwalletReportFailure> {
  if (lines.length < count) return refused('cut_off', lines.length + 1);
  const sum = lines.reduce((total, line) => total + signedOf(line), opening);
  if (lines.length > count || sum !== closing) return refused('does_not_add_up', lines.length);
  return ok({ ...of, openingMinor: opening, closingMinor: closing, lines });
}

/** What a line does to what the e-wallet owes us. */
export const signedOf = ({
  kind,
  amountMinor,
}: Pick<EwalletSettlementLine, 'kind' | 'amountMinor'>): bigint =>
  kind === 'payment' ? amountMinor : -amountMinor;
