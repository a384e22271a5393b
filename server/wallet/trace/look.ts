import type { z } from 'zod';
import type { inquirySchema, traceSchema } from '#common/api/trace';
import type { CustomerId, OperationId } from '#common/id';
import { fromWire, toWire } from '#common/money';
import { caseForStaff } from '#cases';
import { type Traced, traceFor } from '#operations';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import { type Found, findingOf, mayAsk } from './decide.ts';
import { wireQuestions } from './show-questions.ts';
import * as store from './store.ts';
import type { Trace } from './trace.ts';

export type WireTrace = z.output<typeof traceSchema>;
export type WireInquiry = z.output<typeof inquirySchema>;

/** What the ledger says about an entry now, and what that means. Null for who has no part in it. */
export async function checkOf(
  read: Reader,
  clock: Clock,
  customer: CustomerId,
  operation: OperationId,
): Promise<{ traced: Traced; found: Found } | null> {
  const traced = await traceFor(read, customer, operation);
  if (!traced) return null;
  const { entry, place } = traced;
  const arrivesBy = entry.withdrawal?.arrivesBy ?? entry.crossBorder?.arrivesBy ?? null;
  const about = { ...entry, arrivesBy };
  return { traced, found: findingOf(about, place, clock.now()) };
}

/** The check as it travels, with what people have found out. */
export async function showTrace(
  read: Reader,
  clock: Clock,
  customer: CustomerId,
  operation: OperationId,
): Promise<WireTrace | null> {
  const check = await checkOf(read, clock, customer, operation);
  if (!check) return null;
  const { traced, found } = check;
  const trace = await store.latestTrace(read, customer, operation);
  const amount = traced.amount ?? fromWire(traced.entry.received ?? traced.entry.amount);
  return {
    entryId: traced.entry.id,
    counterparty: otherSideOf(traced.entry),
    place: found.place,
    finding: found.finding,
    amount: toWire(amount),
    since: traced.since?.toString() ?? null,
    expectedBy: found.expectedBy?.toString() ?? null,
    sums: traced.changes.map(({ place, change }) => ({ place, change: toWire(change) })),
    mayAsk: mayAsk(found) && trace?.answer !== null,
    inquiry: trace && (await wireInquiry(read, trace)),
  };
}

/** A card and an account are known by their digits, a person by a masked name. */
const otherSideOf = ({ counterparty: { kind, name, detail } }: Traced['entry']): string =>
  kind === 'card' || kind === 'bank_account' || kind === 'ewallet' ? (detail ?? name) : name;

export async function wireInquiry(read: Reader, trace: Trace): Promise<WireInquiry> {
  const it = await caseForStaff(read, trace.caseId);
  return {
    caseId: trace.caseId,
    state: trace.state,
    openedAt: trace.openedAt.toString(),
    askedAt: trace.askedAt?.toString() ?? null,
    reference: trace.reference,
    recalledAt: trace.recalledAt?.toString() ?? null,
    answer: trace.answer,
    answeredAt: trace.answeredAt?.toString() ?? null,
    dueAt: trace.answer === null ? (it?.dueAt?.toString() ?? null) : null,
    questions: await wireQuestions(read, trace.caseId),
  };
}
