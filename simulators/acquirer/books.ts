import { randomUUID } from 'node:crypto';
import { openBook } from '../shared/book.ts';
import type { SimulatedClock } from '../shared/clock.ts';
import type { ChargeStatus, DeclineCode } from './cards.ts';

/**
 * The acquirer's own record. It holds a card's brand, last four digits and expiry; the number and the security code
 * exist only while the request that brings them is answered.
 */
export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Session = { id: string; origin: string; language: Language; theme: Theme; expiresAt: number };
export type Card = { brand: string; last4: string; expiry: string };
export type CardToken = {
  id: string;
  sessionId: string;
  card: Card;
  behaviour: string;
  expiresAt: number;
  /** The same for the same number, and for nothing else; without our key nobody makes a number of it. */
  fingerprint: string;
};
/** A card in the vault: charged as often as its holder has agreed to, until the merchant removes it. */
export type VaultCard = {
  id: string;
  /** The charge by which its bank has agreed to that. */
  chargeId: string;
  /** Where it was typed: nobody is sent elsewhere after a challenge. */
  sessionId: string;
  card: Card;
  behaviour: string;
  fingerprint: string;
};
export type Charge = {
  id: string;
  reference: string;
  tokenId: string;
  sessionId: string;
  /** The card is put into the vault when the charge succeeds; older books say nothing of it. */
  keep?: boolean;
  card: Card;
  behaviour: string;
  /** Minor units, as text: JSON has no bigint. */
  amount: string;
  currency: string;
  returnUrl: string;
  callbackUrl: string | null;
  createdAt: string;
  /** When it succeeded or was declined; null before, and in books that are older than this. */
  endedAt?: string | null;
  status: ChargeStatus;
  declineCode: DeclineCode | null;
  /** When `processing` or an unanswered challenge ends by itself, in milliseconds; null otherwise. */
  dueAt: number | null;
  challengeCode: string;
  wrongCodes: number;
};
export type Refund = { id: string; chargeId: string; amount: string; reference: string; createdAt: string };
export type Chargeback = { id: string; chargeId: string; amount: string; reason: string; createdAt: string };
export type Callback = {
  id: string;
  chargeId: string;
  type: string;
  url: string;
  body: string;
  /** An attacker's callback: its signature is wrong, and it comes once. */
  isForged: boolean;
  copies: number;
  dueAt: number;
};

type Entry =
  | { kind: 'session'; session: Session }
  | { kind: 'token'; token: CardToken }
  | { kind: 'charge'; charge: Charge }
  | {
      kind: 'settled';
      chargeId: string;
      status: 'succeeded' | 'declined';
      declineCode: DeclineCode | null;
      at?: string;
    }
  | { kind: 'kept'; card: VaultCard }
  | { kind: 'forgotten'; cardId: string }
  | { kind: 'wrong_code'; chargeId: string }
  | { kind: 'cancelled_reference'; reference: string }
  | { kind: 'refund'; refund: Refund }
  | { kind: 'chargeback'; chargeback: Chargeback }
  | { kind: 'callback'; callback: Callback }
  | { kind: 'delivered'; callbackId: string };

/** Where a currency stands: what was taken from cards, given back, and taken back by banks, in minor units. */
export type CurrencyTotals = { captured: bigint; refunded: bigint; chargedBack: bigint };

export class Books {
  readonly sessions = new Map<string, Session>();
  readonly tokens = new Map<string, CardToken>();
  readonly vault = new Map<string, VaultCard>();
  readonly charges = new Map<string, Charge>();
  readonly chargeOfReference = new Map<string, Charge>();
  readonly chargeOfToken = new Map<string, Charge>();
  readonly cancelledReferences = new Set<string>();
  readonly refunds: Refund[] = [];
  readonly chargebacks: Chargeback[] = [];
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

  refundedOf = (chargeId: string): bigint =>
    sum(this.refunds.filter((refund) => refund.chargeId === chargeId));
  chargedBackOf = (chargeId: string): bigint =>
    sum(this.chargebacks.filter((chargeback) => chargeback.chargeId === chargeId));

  totals(): Record<string, CurrencyTotals> {
    const totals: Record<string, CurrencyTotals> = {};
    for (const charge of this.charges.values()) {
      if (charge.status !== 'succeeded') continue;
      const total = (totals[charge.currency] ??= { captured: 0n, refunded: 0n, chargedBack: 0n });
      total.captured += BigInt(charge.amount);
      total.refunded += this.refundedOf(charge.id);
      total.chargedBack += this.chargedBackOf(charge.id);
    }
    return totals;
  }

  #apply(entry: Entry): void {
    switch (entry.kind) {
      case 'session':
        return void this.sessions.set(entry.session.id, entry.session);
      case 'token':
        return void this.tokens.set(entry.token.id, entry.token);
      case 'charge':
        return this.#index({ ...entry.charge });
      case 'settled':
        return void Object.assign(this.#charge(entry.chargeId), {
          status: entry.status,
          declineCode: entry.declineCode,
          endedAt: entry.at ?? null,
          dueAt: null,
        });
      case 'kept':
        return void this.vault.set(entry.card.id, entry.card);
      case 'forgotten':
        return void this.vault.delete(entry.cardId);
      case 'wrong_code':
        return void this.#charge(entry.chargeId).wrongCodes++;
      case 'cancelled_reference':
        return void this.cancelledReferences.add(entry.reference);
      case 'refund':
        return void this.refunds.push(entry.refund);
      case 'chargeback':
        return void this.chargebacks.push(entry.chargeback);
      case 'callback':
        return void this.callbacks.set(entry.callback.id, entry.callback);
      case 'delivered':
        return void this.delivered.add(entry.callbackId);
      default:
        throw new Error('the book holds an entry of an unknown kind');
    }
  }

  /** The card that a charge has put into the vault, as long as it lies there. */
  keptBy = (chargeId: string): VaultCard | undefined =>
    [...this.vault.values()].find((card) => card.chargeId === chargeId);

  #index(charge: Charge): void {
    this.charges.set(charge.id, charge);
    this.chargeOfReference.set(charge.reference, charge);
    this.chargeOfToken.set(charge.tokenId, charge);
  }

  #charge(id: string): Charge {
    const charge = this.charges.get(id);
    if (charge === undefined) throw new Error('the book speaks of a charge that it does not hold');
    return charge;
  }
}

const sum = (entries: readonly { amount: string }[]): bigint =>
  entries.reduce((total, { amount }) => total + BigInt(amount), 0n);

export const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** What went wrong next, set by hand at the control API; gone after a restart. */
export type AcquirerKnobs = {
  /** How many of the next charges lose their connection before they are accepted: nothing is charged. */
  cutBeforeNext: number;
  /** How many of the next charges are accepted while the answer is lost. */
  cutAfterNext: number;
  /** How many of the next charges are answered 503 before they are accepted. */
  errorBeforeNext: number;
  /** How many of the next charges are accepted and then answered 500. */
  errorAfterNext: number;
  /** Milliseconds before each answer of the API. */
  answerDelayMillis: number;
  /** Milliseconds that `processing` lasts. */
  processingMillis: number;
  /** Milliseconds from an event to its first callback. */
  callbackDelayMillis: number;
  /** `held` keeps all callbacks back until it is `sent` again. */
  callbacks: 'sent' | 'held';
};

export const usualKnobs = (): AcquirerKnobs => ({
  cutBeforeNext: 0,
  cutAfterNext: 0,
  errorBeforeNext: 0,
  errorAfterNext: 0,
  answerDelayMillis: 0,
  processingMillis: 3_000,
  callbackDelayMillis: 200,
  callbacks: 'sent',
});

export type Acquirer = {
  books: Books;
  clock: SimulatedClock;
  knobs: AcquirerKnobs;
  /** Where browsers find the frame and the challenge page, without a slash at the end. */
  publicUrl: string;
  merchantName: string;
  callbackSecret: string;
  /** Where callbacks go when a charge names no address of its own. */
  callbackUrl: string | null;
};
