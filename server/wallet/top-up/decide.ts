import { cardText } from '#common/card-scheme';
import { add, checkAmount, compare, isEqual, money, type Money, subtract } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result, unreachable } from '#common/result';
import type { CardCharge, DeclineCode } from '#connectors';
import { decideLimits, decideRelease, type LimitFacts, type Release, type ReleaseFacts } from '#risk';
import { type Block, type BlockRefusal, refusalOfBlock } from '../account/blocked.ts';
import { priceTopUp, type Tariff } from './tariff.ts';
import { ewalletReason, type EwalletRefusal, notChargedReason } from './telling.ts';
import type { Charge, StandingTopUp, TopUpAnswer } from './top-up.ts';

export type QuoteFacts = {
  /** What keeps the customer from topping up; null if nothing does. */
  readonly block: Block | null;
  readonly tariff: Tariff | null;
  readonly offered: readonly string[];
  readonly limits: LimitFacts;
  readonly release: ReleaseFacts;
};
export type QuoteDecision = {
  readonly fee: Money;
  readonly total: Money;
  readonly counted: Money;
  readonly release: Release;
};
export type TopUpRefusal =
  | BlockRefusal
  | Refusal<
      | 'amount_not_positive'
      | 'amount_too_large'
      | 'currency_not_offered'
      | 'amount_below_minimum'
      | 'limit_per_payment'
      | 'limit_per_day'
      | 'limit_per_month'
    >;

/**
 * Decides the terms of a top-up, or why there are none. Pure. The checks run in the order in which the customer can act on them:
 * a blocked account first, since no amount would help; then the amount; then the limits.
 */
export function decideQuote(
  amount: Money,
  { block, tariff, offered, limits, release }: QuoteFacts,
): Result<QuoteDecision, TopUpRefusal> {
  if (block) return err(refusalOfBlock(block));
  const checked = checkAmount(amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  if (!tariff) return err({ code: 'currency_not_offered', offered: offered.join(', ') });
  if (compare(amount, tariff.amountMin) < 0)
    return err({ code: 'amount_below_minimum', min: tariff.amountMin });
  const limited = decideLimits(amount, limits);
  if (!limited.ok) return limited;
  return ok({
    ...priceTopUp(amount, tariff),
    counted: limited.value.counted,
    release: decideRelease(amount, release),
  });
}

export type ChargeRefusal = EwalletRefusal | CardRefusal;
type CardRefusal = Refusal<
  | 'card_number_wrong'
  | 'card_code_wrong'
  | 'card_expired'
  | 'card_insufficient_funds'
  | 'card_limit_exceeded'
  | 'card_declined'
  | 'card_not_supported'
  | 'card_authentication_failed'
  | 'top_up_unavailable'
>;

/** What an answer of the acquirer or the e-wallet makes of a top-up. */
export type Outcome =
  | { readonly do: 'nothing' }
  /** Still undecided over there: ask again at the next time of the schedule. */
  | { readonly do: 'ask_later' }
  /** Its owner is at the e-wallet's page: look again soon, since its news may never come. */
  | { readonly do: 'watch' }
  /** Give the reference up at the acquirer, so that nothing can be charged any more, and look at that answer. */
  | { readonly do: 'cancel' }
  | { readonly do: 'lose'; readonly charge: Charge | null }
  | { readonly do: 'challenge'; readonly charge: Charge; readonly url: string }
  | { readonly do: 'settle'; readonly charge: Charge; readonly chargedBack: Money | null }
  | { readonly do: 'decline'; readonly charge: Charge | null; readonly reason: ChargeRefusal }
  | { readonly do: 'expire'; readonly charge: Charge }
  /** Amount, currency or charge are not what we asked for. */
  | { readonly do: 'mismatch'; readonly charge: Charge }
  /** Charged, though we were told that it was not. */
  | { readonly do: 'contradict'; readonly charge: Charge }
  | { readonly do: 'charge_back'; readonly charge: Charge; readonly part: Money };

const isOpen = ({ state }: StandingTopUp): boolean =>
  state === 'created' || state === 'awaiting_challenge' || state === 'checking';

/**
 * Decides what an answer of the acquirer or the e-wallet means. Pure; the only place where an answer becomes a state. Whatever road brought the
 * answer (the charge itself, a question, a callback that a question confirmed), it is read here, and as often as it comes.
 */
export function decideOutcome(
  topUp: StandingTopUp,
  answer: TopUpAnswer,
  { isOverdue }: { isOverdue: boolean },
): Outcome {
  if (topUp.state === 'conflict') return { do: 'nothing' }; // People decide.
  if ('charge' in answer && answer.charge !== null)
    return decideByCharge(topUp, answer, answer.charge, isOverdue);
  if (!isOpen(topUp)) return { do: 'nothing' };
  switch (answer.kind) {
    case 'unknown':
      if (topUp.state === 'checking') return { do: 'ask_later' };
      // While the customer is at the bank's page nothing is lost; afterwards nobody knows.
      return topUp.state === 'created' || isOverdue ? { do: 'lose', charge: null } : waits(topUp);
    case 'not_found':
      // A request may still be on the wire; only a closed reference makes "nothing was charged" true for ever.
      return { do: 'cancel' };
    case 'not_taken':
    case 'cancelled':
      return notCharged(topUp);
    case 'declined':
    case 'not_paid':
      // Without a charge nobody was ever asked: the token was used up or the reference closed.
      return notCharged(topUp);
    default:
      return unreachable(answer as never);
  }
}

const notCharged = (topUp: StandingTopUp): Outcome => ({
  do: 'decline',
  charge: null,
  reason: notChargedReason(topUp),
});
/** The customer is elsewhere and nothing is lost yet. */
const waits = ({ ewallet }: StandingTopUp): Outcome => ({ do: ewallet ? 'watch' : 'nothing' });

function decideByCharge(
  topUp: StandingTopUp,
  answer: TopUpAnswer,
  charge: Charge,
  isOverdue: boolean,
): Outcome {
  const isOurs = isWhatWasAsked(topUp, charge);
  if (topUp.state === 'failed' || topUp.state === 'expired')
    return answer.kind === 'succeeded' ? { do: 'contradict', charge } : { do: 'nothing' };
  // What was refused after a review is out of our books: the acquirer takes it, or the bank does.
  if (topUp.state === 'refunding' || topUp.state === 'refunded') return { do: 'nothing' };
  if (!isOpen(topUp)) return isOurs ? decideChargeback(topUp, charge) : { do: 'nothing' };
  if (!isOurs) return { do: 'mismatch', charge };
  switch (answer.kind) {
    case 'succeeded':
      return { do: 'settle', charge, chargedBack: charge.chargedBack.minor > 0n ? charge.chargedBack : null };
    case 'requires_challenge':
      if (isOverdue) return { do: 'cancel' };
      return topUp.state === 'awaiting_challenge'
        ? waits(topUp)
        : { do: 'challenge', charge, url: answer.url };
    case 'processing':
      return topUp.state === 'checking' ? { do: 'ask_later' } : { do: 'lose', charge };
    case 'declined':
      if (answer.charge === null) return notCharged(topUp);
      return answer.code === 'cancelled'
        ? { do: 'expire', charge }
        : { do: 'decline', charge, reason: declineReason(answer.code, answer.charge) };
    case 'not_paid':
      return answer.code === 'cancelled' || answer.code === 'expired'
        ? { do: 'expire', charge }
        : { do: 'decline', charge, reason: ewalletReason(answer.code, charge.amount) };
    case 'unknown':
    case 'not_found':
    case 'not_taken':
    case 'cancelled':
      throw new Error(`an answer of kind ${answer.kind} has no charge`);
    default:
      return unreachable(answer);
  }
}

/** Same reference, same sum, same currency, and the charge that we know of if we know one. */
export function isWhatWasAsked(
  { id, amount, fee, chargeId }: Pick<StandingTopUp, 'id' | 'amount' | 'fee' | 'chargeId'>,
  charge: Pick<Charge, 'id' | 'reference' | 'amount'>,
): boolean {
  return (
    charge.reference === id &&
    isEqual(charge.amount, add(amount, fee)) &&
    (chargeId === null || chargeId === charge.id)
  );
}

/** A bank can take a charge back in parts; what is new is what we have not booked yet. */
function decideChargeback(topUp: StandingTopUp, charge: Charge): Outcome {
  if (compare(charge.chargedBack, topUp.chargedBack) <= 0) return { do: 'nothing' };
  return { do: 'charge_back', charge, part: subtract(charge.chargedBack, topUp.chargedBack) };
}

/** The reason that a customer is told for a decline, with the facts to act on. */
export function declineReason(code: DeclineCode, charge: CardCharge): CardRefusal {
  const card = cardText(charge.card);
  switch (code) {
    case 'insufficient_funds':
      return { code: 'card_insufficient_funds', card, charged: charge.amount };
    case 'limit_exceeded':
      return { code: 'card_limit_exceeded', card, charged: charge.amount };
    case 'expired_card':
      return { code: 'card_expired', card };
    case 'incorrect_cvc':
      return { code: 'card_code_wrong', card };
    case 'invalid_number':
      return { code: 'card_number_wrong' };
    case 'authentication_failed':
      return { code: 'card_authentication_failed', card };
    case 'card_not_supported':
      return { code: 'card_not_supported', card };
    case 'token_invalid':
      return { code: 'top_up_unavailable' };
    case 'do_not_honor':
    case 'cancelled':
      return { code: 'card_declined', card };
    default:
      return unreachable(code);
  }
}

/**
 * How a chargeback is divided between what was credited to the customer and the fee. Pure. Of a partial one the fee gives its
 * proportion, rounded down, counted over all parts together, so that the last part takes the remainder and the fee adds up.
 */
export function divideChargeback(
  { amount, fee, chargedBack }: Pick<StandingTopUp, 'amount' | 'fee' | 'chargedBack'>,
  part: Money,
): { fromCustomer: Money; fromFee: Money } {
  const total = add(amount, fee);
  const feeOf = (takenMinor: bigint): bigint => (fee.minor * takenMinor) / total.minor;
  const fromFee = money(feeOf(chargedBack.minor + part.minor) - feeOf(chargedBack.minor), part.currency);
  return { fromFee, fromCustomer: subtract(part, fromFee) };
}
