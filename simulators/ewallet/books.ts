import { randomUUID } from 'node:crypto';
import { openBook } from '../shared/book.ts';
import type { SimulatedClock } from '../shared/clock.ts';
import type { DeclineCode, PaymentStatus } from './accounts.ts';

export type Language = 'zh-CN' | 'en';
export type Payment = {
  id: string;
  reference: string;
  /** Minor units, as text: JSON has no bigint. */
  amount: string;
  currency: string;
  language: Language;
  returnUrl: string;
  callbackUrl: string | null;
  createdAt: string;
  status: PaymentStatus;
  declineCode: DeclineCode | null;
  /** The account that it is paid from; null until its owner has chosen. */
  account: string | null;
  /** When an unanswered question, or `processing`, ends by itself, in milliseconds; null otherwise. */
  dueAt: number | null;
  /** Not in books of before. */
  endedAt?: string | null;
};
export type Refund = { id: string; paymentId: string; amount: string; reference: string; createdAt: string };
/** What the e-wallet keeps of a payment for its work. */
export type Fee = { id: string; paymentId: string; amount: string; createdAt: string };
export type Callback = {
  id: string;
  paymentId: string;
  type: string;
  url: string;
  body: string;
  /** An attacker's: its signature is wrong, and it comes once. */
  isForged: boolean;
  copies: number;
  dueAt: number;
};
export type Moved = {
  paymentId: string;
  status: PaymentStatus;
  declineCode: DeclineCode | null;
  account: string | null;
  dueAt: number | null;
  endedAt?: string | null;
};
type Entry =
  | { kind: 'payment'; payment: Payment }
  | { kind: 'moved'; moved: Moved }
  | { kind: 'cancelled_reference'; reference: string }
  | { kind: 'refund'; refund: Refund }
  | { kind: 'fee'; fee: Fee }
  | { kind: 'callback'; callback: Callback }
  | { kind: 'delivered'; callbackId: string };

type Totals = { paid: bigint; refunded: bigint; fees: bigint };

/** The e-wallet's own record: what was asked for, what its owners said, what went back. */
export class Books {
  readonly payments = new Map<string, Payment>();
  readonly paymentOfReference = new Map<string, Payment>();
  readonly cancelledReferences = new Set<string>();
  readonly refunds: Refund[] = [];
  readonly fees: Fee[] = [];
  readonly callbacks = new Map<string, Callback>();
  readonly delivered = new Set<string>();
  #append: (entry: Entry) => Promise<void> = () => Promise.reject(new Error('the book is not open'));
  #last: Promise<void> = Promise.resolve();
  close: () => Promise<void> = () => Promise.resolve();

  static async open(path: string): Promise<Books> {
    const books = new Books();
    const book = await openBook<Entry>(path, (entry) => books.#apply(entry));
    books.#append = (entry) => book.append(entry);
    books.close = () => book.close();
    return books;
  }

  /** Changes the state at once, so that a second request sees it, and resolves when the change is on the disk. */
  write(entry: Entry): Promise<void> {
    this.#apply(entry);
    this.#last = this.#append(entry);
    return this.#last;
  }

  /** Resolves when all that is known now is on the disk. */
  settled(): Promise<void> {
    return this.#last;
  }

  refundedOf(paymentId: string): bigint {
    return this.refunds
      .filter((refund) => refund.paymentId === paymentId)
      .reduce((total, { amount }) => total + BigInt(amount), 0n);
  }

  feesOf(paymentId: string): bigint {
    return this.fees
      .filter((fee) => fee.paymentId === paymentId)
      .reduce((total, { amount }) => total + BigInt(amount), 0n);
  }

  /** By currency, in minor units: taken from accounts, given back to them, and kept as fees. */
  totals(): Record<string, Totals> {
    const totals: Record<string, Totals> = {};
    for (const payment of this.payments.values()) {
      if (payment.status !== 'paid') continue;
      const total = (totals[payment.currency] ??= { paid: 0n, refunded: 0n, fees: 0n });
      total.paid += BigInt(payment.amount);
      total.refunded += this.refundedOf(payment.id);
      total.fees += this.feesOf(payment.id);
    }
    return totals;
  }

  #apply(entry: Entry): void {
    switch (entry.kind) {
      case 'payment': {
        const payment = { ...entry.payment };
        this.payments.set(payment.id, payment);
        return void this.paymentOfReference.set(payment.reference, payment);
      }
      case 'moved': {
        const { paymentId, ...moved } = entry.moved;
        const payment = this.payments.get(paymentId);
        if (payment === undefined) throw new Error('the book speaks of a payment that it does not hold');
        return void Object.assign(payment, moved);
      }
      case 'cancelled_reference':
        return void this.cancelledReferences.add(entry.reference);
      case 'refund':
        return void this.refunds.push(entry.refund);
      case 'fee':
        return void this.fees.push(entry.fee);
      case 'callback':
        return void this.callbacks.set(entry.callback.id, entry.callback);
      case 'delivered':
        return void this.delivered.add(entry.callbackId);
      default:
        throw new Error('the book holds an entry of an unknown kind');
    }
  }
}

export const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** What goes wrong next, set by hand at the control API; gone after a restart. */
export type Knobs = {
  /** How many of the next payments lose their connection before they are accepted. */
  cutBeforeNext: number;
  /** How many of the next payments are accepted while the answer is lost. */
  cutAfterNext: number;
  /** Everything is answered 503. */
  isDown: boolean;
  /** Milliseconds that `processing` lasts. */
  processingMillis: number;
  /** `held` keeps all callbacks back until it is `sent` again. */
  callbacks: 'sent' | 'held';
  /** What it keeps of the next payments, rounded up. */
  feeBasisPoints: number;
  /** How its reports about days stand to its books. */
  report: Lie;
  /** What becomes of the next payments by themselves; `asks` waits for its owner. */
  next: Next;
};
/** Everything as it is; a payment with one minor unit more, or none of it; the first line twice, in another currency, or no line; without its end; with a wrong sum. */
export const LIES = [
  'usual',
  'another_amount',
  'leaves_out',
  'doubled',
  'wrong_currency',
  'malformed',
  'cut_off',
  'does_not_add_up',
] as const;
export type Lie = (typeof LIES)[number];
export const NEXTS = ['asks', 'approves', 'refuses', 'silent', 'another_amount'] as const;
export type Next = (typeof NEXTS)[number];
export const usualKnobs = (): Knobs => ({
  cutBeforeNext: 0,
  cutAfterNext: 0,
  isDown: false,
  processingMillis: 3_000,
  callbacks: 'sent',
  feeBasisPoints: 0,
  report: 'usual',
  next: 'asks',
});

export type Wallet = {
  books: Books;
  clock: SimulatedClock;
  knobs: Knobs;
  /** Where browsers find its page, without a slash at the end. */
  publicUrl: string;
  name: string;
  /** As which the merchant is known, and whom the page names. */
  partner: string;
  merchantName: string;
  key: string;
  callbackSecret: string;
  /** Where callbacks go when a payment names no address of its own. */
  callbackUrl: string | null;
};

/** A payment as the merchant sees it. */
export const paymentView = ({ books, publicUrl }: Wallet, payment: Payment) => ({
  id: payment.id,
  reference: payment.reference,
  status: payment.status,
  amount: payment.amount,
  currency: payment.currency,
  decline_code: payment.declineCode,
  approval_url: payment.status === 'awaits_approval' ? `${publicUrl}/pay/${payment.id}` : null,
  account: payment.account === null ? null : `•••• ${payment.account}`,
  refunded: books.refundedOf(payment.id).toString(),
});
