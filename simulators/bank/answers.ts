import type { Question } from '../shared/question.ts';
import type { PaymentFile } from './payments.ts';
import { readFile, TEST_ACCOUNTS } from './payments.ts';
import type { Booked, Taken } from './books.ts';
import type { Booking } from './reports.ts';

/** Hours after its booking at which the other bank has credited a payment. */
const CREDITED_AFTER_MILLIS = 20 * 3_600_000;

export type Found = {
  file: PaymentFile;
  payment: PaymentFile['payments'][number];
  /** With what it was refused; null where it was taken. */
  refused: string | null;
  out: { booking: Booking; at: number } | null;
  back: Booking | null;
};

/** A payment in this bank's books; null of what it never saw. */
export function findPayment(
  { files, booked }: { files: ReadonlyMap<string, Taken>; booked: readonly Booked[] },
  endToEndId: string,
): Found | null {
  for (const taken of files.values()) {
    const file = readFile(taken.xml);
    const payment = file?.payments.find((each) => each.endToEndId === endToEndId);
    if (!file || !payment) continue;
    const verdict = taken.verdicts.find((each) => each.endToEndId === endToEndId);
    const lines = booked
      .filter((line) => line.file === taken.id)
      .flatMap(({ at, bookings }) => bookings.map((booking) => ({ at, booking })))
      .filter(({ booking }) => booking.endToEndId === endToEndId);
    return {
      file,
      payment,
      refused: verdict?.status === 'RJCT' ? (verdict.code ?? 'MS03') : null,
      out: lines.find(({ booking }) => booking.direction === 'DBIT') ?? null,
      back: lines.find(({ booking }) => booking.direction === 'CRDT')?.booking ?? null,
    };
  }
  return null;
}

export type Status = { status: string; code: string | null };
/** How a payment stands by the books. */
export function statusOf(found: Found | null, now: number): Status {
  if (!found) return { status: 'RJCT', code: 'NOOR' };
  if (found.refused !== null) return { status: 'RJCT', code: found.refused };
  if (found.back) return { status: 'RJCT', code: found.back.returnCode ?? 'MS03' };
  if (!found.out) return { status: 'ACSP', code: null };
  return { status: now - found.out.at >= CREDITED_AFTER_MILLIS ? 'ACCC' : 'ACSC', code: null };
}

export type Resolution = { status: 'CNCL' | 'RJCR' | 'PDCR'; code: string | null };
/** Whether a payment is given back: what is not booked yet is looked at later, and some holders do not agree. */
export function resolutionOf(found: Found | null): Resolution {
  if (!found) return { status: 'RJCR', code: 'NOOR' };
  if (found.back || found.refused !== null) return { status: 'RJCR', code: 'ARDT' };
  if (!found.out) return { status: 'PDCR', code: null };
  const test = TEST_ACCOUNTS.find(({ ending }) => found.payment.creditorAccount.endsWith(ending));
  return test?.happens === 'recall_refused'
    ? { status: 'RJCR', code: test.code }
    : { status: 'CNCL', code: null };
}

/** Asked about a request to give back, a bank answers to that. */
export const isAboutRecall = ({ kind, originalName }: Question): boolean =>
  kind === 'recall' || originalName.startsWith('camt.056');
