import { randomInt } from 'node:crypto';
import { type Acquirer, type Charge, type Chargeback, newId, type Refund } from './books.ts';
import { keepCard, sourceOf, type Source } from './vault.ts';
import { tell, tellOutcome } from './callbacks.ts';
import { behaviourOf, type DeclineCode } from './cards.ts';

/** How long a challenge waits for the cardholder, in milliseconds. */
const CHALLENGE_MILLIS = 15 * 60_000;
/** Wrong codes until the bank gives up. */
export const CODE_ATTEMPTS = 3;

export type NewCharge = {
  /** Of a card that was typed a moment ago. */
  token?: string;
  /** Of the vault; exactly one of the two is named. */
  card?: string;
  amount: string;
  currency: string;
  reference: string;
  return_url: string;
  callback_url?: string;
  /** Put the card into the vault if this succeeds; its bank asks the cardholder for it. A charge of nothing does only that. */
  keep?: boolean;
};
export type ChargeRefusal =
  | 'reference_reused'
  | 'reference_cancelled'
  | 'token_invalid'
  | 'amount_is_zero'
  | 'return_url_foreign';
type Accepted<T, Refused> = { ok: true; value: T } | { ok: false; code: Refused };

/** Accepts a charge once for its reference, and resolves when it is in the book. */
export async function acceptCharge(
  acquirer: Acquirer,
  request: NewCharge,
): Promise<Accepted<Charge, ChargeRefusal>> {
  const { books } = acquirer;
  const known = books.chargeOfReference.get(request.reference);
  if (known !== undefined) {
    await books.settled();
    return isSameCharge(acquirer, known, request)
      ? { ok: true, value: known }
      : { ok: false, code: 'reference_reused' };
  }
  if (books.cancelledReferences.has(request.reference)) return { ok: false, code: 'reference_cancelled' };
  if (request.amount === '0' && request.keep !== true) return { ok: false, code: 'amount_is_zero' };
  const source = sourceOf(acquirer, request);
  if (source === null) return { ok: false, code: 'token_invalid' };
  // Sending the cardholder to a foreign site after the challenge would be a gift to phishers.
  if (new URL(request.return_url).origin !== source.origin) return { ok: false, code: 'return_url_foreign' };

  const charge = openCharge(acquirer, request, source);
  await books.write({ kind: 'charge', charge });
  const kept = books.charges.get(charge.id) ?? charge;
  await followUp(acquirer, kept);
  return { ok: true, value: kept };
}

const isSameCharge = ({ books }: Acquirer, charge: Charge, request: NewCharge): boolean =>
  charge.tokenId === (books.tokens.has(charge.tokenId) ? request.token : request.card) &&
  charge.amount === request.amount &&
  charge.currency === request.currency &&
  charge.returnUrl === request.return_url &&
  (charge.keep ?? false) === (request.keep ?? false);

function openCharge({ clock, knobs }: Acquirer, request: NewCharge, source: Source): Charge {
  const behaviour = behaviourOf(source.behaviour);
  const keep = request.keep ?? false;
  // Whoever lets a card be charged again later agrees to it with the bank first (PSD2 RTS, article 10 and 14).
  const asks = keep && behaviour.first === 'succeeded';
  const first = source.isExpired ? 'declined' : asks ? 'requires_challenge' : behaviour.first;
  const declineCode = source.isExpired ? 'expired_card' : behaviour.declineCode;
  const lasts =
    first === 'processing'
      ? knobs.processingMillis
      : first === 'requires_challenge'
        ? CHALLENGE_MILLIS
        : null;
  return {
    id: newId('ch'),
    reference: request.reference,
    tokenId: source.id,
    sessionId: source.sessionId,
    keep,
    card: source.card,
    behaviour: source.behaviour,
    amount: request.amount,
    currency: request.currency,
    returnUrl: request.return_url,
    callbackUrl: request.callback_url ?? null,
    createdAt: clock.text(),
    status: first,
    declineCode: first === 'declined' ? (declineCode ?? 'do_not_honor') : null,
    dueAt: lasts === null ? null : clock.millis() + lasts,
    challengeCode: String(randomInt(1_000_000)).padStart(6, '0'),
    wrongCodes: 0,
  };
}

async function followUp(acquirer: Acquirer, charge: Charge): Promise<void> {
  if (charge.status === 'succeeded' || charge.status === 'declined') await tellOutcome(acquirer, charge);
  else armEnd(acquirer, charge);
  if (behaviourOf(charge.behaviour).news === 'forged')
    await tell(acquirer, charge, 'charge.succeeded', { isForged: true, delayMillis: 0 });
}

/** After a restart: what was in the middle goes on, and an end that nobody has been told of is told. */
export async function resumeCharges(acquirer: Acquirer): Promise<void> {
  const told = new Set(
    [...acquirer.books.callbacks.values()]
      .filter(({ isForged }) => !isForged)
      .map(({ chargeId }) => chargeId),
  );
  for (const charge of acquirer.books.charges.values()) {
    if (charge.dueAt !== null) armEnd(acquirer, charge);
    else if (!told.has(charge.id)) await tellOutcome(acquirer, charge);
  }
}

function armEnd(acquirer: Acquirer, charge: Charge): void {
  if (charge.dueAt === null) return;
  acquirer.clock.at(charge.dueAt, () => void endByItself(acquirer, charge));
}

async function endByItself(acquirer: Acquirer, charge: Charge): Promise<void> {
  const { then, declineCode } = behaviourOf(charge.behaviour);
  if (charge.status === 'requires_challenge')
    return settle(acquirer, charge, 'declined', 'authentication_failed');
  if (charge.status === 'processing')
    return settle(
      acquirer,
      charge,
      then ?? 'succeeded',
      then === 'declined' ? (declineCode ?? 'do_not_honor') : null,
    );
}

async function settle(
  acquirer: Acquirer,
  charge: Charge,
  status: 'succeeded' | 'declined',
  declineCode: DeclineCode | null,
): Promise<void> {
  if (status === 'succeeded') await keepCard(acquirer, charge);
  await acquirer.books.write({
    kind: 'settled',
    chargeId: charge.id,
    status,
    declineCode,
    at: acquirer.clock.text(),
  });
  await tellOutcome(acquirer, charge);
}

export type ChallengeAnswer = { kind: 'over' } | { kind: 'wrong_code'; attemptsLeft: number };

/** The cardholder's answer to the bank's question. A charge that is no longer asked about stays as it is. */
export async function answerChallenge(
  acquirer: Acquirer,
  charge: Charge,
  answer: { action: 'approve' | 'cancel'; code: string },
): Promise<ChallengeAnswer> {
  if (charge.status !== 'requires_challenge') return { kind: 'over' };
  if (answer.action === 'approve' && answer.code === charge.challengeCode) {
    await settle(acquirer, charge, 'succeeded', null);
    return { kind: 'over' };
  }
  if (answer.action === 'approve') {
    await acquirer.books.write({ kind: 'wrong_code', chargeId: charge.id });
    const attemptsLeft = CODE_ATTEMPTS - charge.wrongCodes;
    if (attemptsLeft > 0) return { kind: 'wrong_code', attemptsLeft };
  }
  await settle(acquirer, charge, 'declined', 'authentication_failed');
  return { kind: 'over' };
}

/**
 * Gives up a charge by its reference (ISO 8583 calls it a reversal). What has ended stays as it ended; what has not is declined;
 * a reference that never came is closed for ever, so that a request still on the wire can do nothing more.
 */
export async function cancelReference(acquirer: Acquirer, reference: string): Promise<Charge | null> {
  const { books } = acquirer;
  const charge = books.chargeOfReference.get(reference);
  if (charge === undefined) {
    if (!books.cancelledReferences.has(reference))
      await books.write({ kind: 'cancelled_reference', reference });
    return null;
  }
  if (charge.status === 'requires_challenge' || charge.status === 'processing')
    await settle(acquirer, charge, 'declined', 'cancelled');
  return charge;
}

export type RefundRefusal = 'reference_reused' | 'charge_not_refundable' | 'refund_exceeds_charge';

export async function acceptRefund(
  acquirer: Acquirer,
  charge: Charge,
  request: { amount: string; reference: string },
): Promise<Accepted<Refund, RefundRefusal>> {
  const { books, clock } = acquirer;
  const known = books.refunds.find(({ reference }) => reference === request.reference);
  if (known !== undefined) {
    await books.settled();
    return known.chargeId === charge.id && known.amount === request.amount
      ? { ok: true, value: known }
      : { ok: false, code: 'reference_reused' };
  }
  if (charge.status !== 'succeeded') return { ok: false, code: 'charge_not_refundable' };
  if (BigInt(request.amount) > leftOf(acquirer, charge)) return { ok: false, code: 'refund_exceeds_charge' };
  const refund: Refund = {
    id: newId('re'),
    chargeId: charge.id,
    amount: request.amount,
    reference: request.reference,
    createdAt: clock.text(),
  };
  await books.write({ kind: 'refund', refund });
  await tell(acquirer, charge, 'charge.refunded');
  return { ok: true, value: refund };
}

/** The cardholder's bank takes money back. */
export async function chargeBack(
  acquirer: Acquirer,
  charge: Charge,
  request: { amount?: string; reason?: string },
): Promise<Accepted<Chargeback, 'charge_not_refundable' | 'chargeback_exceeds_charge'>> {
  const { books, clock } = acquirer;
  const left = leftOf(acquirer, charge);
  if (charge.status !== 'succeeded' || left === 0n) return { ok: false, code: 'charge_not_refundable' };
  const amount = request.amount ?? left.toString();
  if (BigInt(amount) > left) return { ok: false, code: 'chargeback_exceeds_charge' };
  const chargeback: Chargeback = {
    id: newId('cb'),
    chargeId: charge.id,
    amount,
    reason: request.reason ?? 'fraudulent',
    createdAt: clock.text(),
  };
  await books.write({ kind: 'chargeback', chargeback });
  await tell(acquirer, charge, 'charge.charged_back');
  return { ok: true, value: chargeback };
}

const leftOf = ({ books }: Acquirer, charge: Charge): bigint =>
  BigInt(charge.amount) - books.refundedOf(charge.id) - books.chargedBackOf(charge.id);
