import { z } from 'zod';
import type { BankMood } from '#common/api/sandbox-bank';
import type { Money } from '#common/money';
import { ask, OutsideRefused } from './outside.ts';

const knobs = z.object({
  upload: z.string(),
  reports: z.string(),
  reject: z.string().nullable(),
  sendBack: z.string().nullable(),
  bookMore: z.number(),
});
type Knobs = z.output<typeof knobs>;

const NORMAL: Knobs = { upload: 'taken', reports: 'sent', reject: null, sendBack: null, bookMore: 0 };
/** ISO 20022 external code that the sandbox's bank says no with: the account is closed. */
const CLOSED = 'AC04';
const KNOBS: Record<BankMood, Knobs> = {
  normal: NORMAL,
  refuses: { ...NORMAL, reject: CLOSED },
  sends_back: { ...NORMAL, sendBack: CLOSED },
  books_more: { ...NORMAL, bookMore: 1 },
  silent: { ...NORMAL, reports: 'held' },
  drops_answer: { ...NORMAL, upload: 'drop_answer' },
  away: { ...NORMAL, upload: 'unavailable' },
};

export async function moodOf(bank: string): Promise<BankMood> {
  const { upload, reports, reject, sendBack, bookMore } = await ask(knobs, bank, '/control/knobs');
  if (upload === 'unavailable') return 'away';
  if (upload === 'drop_answer') return 'drops_answer';
  if (reports === 'held') return 'silent';
  if (bookMore > 0) return 'books_more';
  if (reject !== null) return 'refuses';
  return sendBack === null ? 'normal' : 'sends_back';
}

export async function setMood(bank: string, mood: BankMood): Promise<BankMood> {
  await ask(knobs, bank, '/control/knobs', KNOBS[mood]);
  return mood;
}

type Transfer = {
  readonly amount: Money;
  readonly text: string;
  readonly name: string;
  readonly account: string;
};

type OwnBooking = {
  readonly amount: Money;
  readonly direction: 'in' | 'out';
  readonly what: 'fee' | 'interest' | 'other';
};
/** ISO 20022 sub-families of what banks do by themselves. */
const SUB_FAMILIES = { fee: 'CHRG', interest: 'INTR', other: 'OTHR' } as const;

/** Has the bank book what nobody asked for; null where it has no account of that currency. */
export const bookUnasked = (bank: string, { amount, direction, what }: OwnBooking): Promise<string | null> =>
  booked(bank, '/control/own-bookings', {
    currency: amount.currency,
    minor: amount.minor.toString(),
    direction: direction === 'in' ? 'CRDT' : 'DBIT',
    subFamily: SUB_FAMILIES[what],
  });

/** The bank's reference of the booking; null where the bank has no account of that currency. */
export const sendMoney = (bank: string, { amount, ...from }: Transfer): Promise<string | null> =>
  booked(bank, '/control/transfers', { ...from, currency: amount.currency, minor: amount.minor.toString() });

async function booked(bank: string, path: string, body: unknown): Promise<string | null> {
  try {
    return (await ask(z.object({ reference: z.string() }), bank, path, body)).reference;
  } catch (error) {
    if (error instanceof OutsideRefused && (error.status === 404 || error.status === 400)) return null;
    throw error;
  }
}
