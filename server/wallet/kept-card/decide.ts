import { isEqual, type Money } from '#common/money';
import { unreachable } from '#common/result';
import type { CardCharge, DeclineCode, VaultEntry } from '#connectors';
import type { AcquirerAnswer } from '../top-up/top-up.ts';
import type { KeepingFailure, KeptCard } from './kept-card.ts';

/** What an answer of the acquirer makes of a card that is to be kept. */
export type Outcome =
  | { readonly do: 'nothing' }
  | { readonly do: 'ask_later' }
  /** Give the reference up at the acquirer, so that nothing is kept by it any more, and look at that answer. */
  | { readonly do: 'cancel' }
  | { readonly do: 'challenge'; readonly charge: CardCharge; readonly url: string }
  | { readonly do: 'keep'; readonly charge: CardCharge; readonly kept: VaultEntry }
  | { readonly do: 'fail'; readonly charge: CardCharge | null; readonly failure: KeepingFailure }
  /** Removed, and the acquirer keeps nothing by its reference, now or later: it need not be asked any more. */
  | { readonly do: 'end' }
  /** The acquirer keeps what we do not: it is to forget it. */
  | { readonly do: 'forget'; readonly vaultId: string };

type Standing = Pick<KeptCard, 'id' | 'state' | 'vaultId'> & { readonly amount: Money };

/**
 * Decides what an answer of the acquirer means for a card. Pure; the only place where an answer becomes a state. The same answer may come
 * twice, late, after the card was removed, or never.
 */
export function decideKeeping(
  card: Standing,
  answer: AcquirerAnswer,
  { isOverdue }: { isOverdue: boolean },
): Outcome {
  const charge = 'charge' in answer ? answer.charge : null;
  if (card.state === 'kept') return { do: 'nothing' };
  if (charge?.kept && (card.state === 'failed' || card.state === 'removed'))
    return charge.kept.id === card.vaultId ? { do: 'nothing' } : { do: 'forget', vaultId: charge.kept.id };
  if (card.state === 'failed') return { do: 'nothing' };
  if (card.state === 'removed') return whileRemoved(answer);
  if (charge && !isWhatWasAsked(card, charge)) return { do: 'cancel' };
  switch (answer.kind) {
    case 'succeeded':
      return answer.charge.kept
        ? { do: 'keep', charge: answer.charge, kept: answer.charge.kept }
        : { do: 'fail', charge, failure: 'kept_card_unavailable' };
    case 'requires_challenge':
      if (isOverdue) return { do: 'cancel' };
      return card.state === 'challenged'
        ? { do: 'nothing' }
        : { do: 'challenge', charge: answer.charge, url: answer.url };
    case 'processing':
      return { do: 'ask_later' };
    case 'declined':
      return { do: 'fail', charge, failure: failureOf(answer.code) };
    case 'unknown':
      // While its holder is at the bank's page nothing is lost.
      return card.state === 'asked' || isOverdue ? { do: 'ask_later' } : { do: 'nothing' };
    case 'not_found':
      return { do: 'cancel' };
    case 'not_taken':
    case 'cancelled':
      return { do: 'fail', charge: null, failure: 'kept_card_unavailable' };
    default:
      return unreachable(answer);
  }
}

/** Removed before the acquirer had answered: the reference is given up, or asked about until that is known. */
function whileRemoved({ kind }: AcquirerAnswer): Outcome {
  if (kind === 'unknown') return { do: 'ask_later' };
  return kind === 'requires_challenge' || kind === 'processing' || kind === 'not_found'
    ? { do: 'cancel' }
    : { do: 'end' };
}

const isWhatWasAsked = ({ id, amount }: Standing, charge: CardCharge): boolean =>
  charge.reference === id && isEqual(charge.amount, amount);

function failureOf(code: DeclineCode): KeepingFailure {
  switch (code) {
    case 'expired_card':
      return 'card_expired';
    case 'incorrect_cvc':
      return 'card_code_wrong';
    case 'invalid_number':
      return 'card_number_wrong';
    case 'authentication_failed':
      return 'card_authentication_failed';
    case 'card_not_supported':
      return 'card_not_supported';
    case 'cancelled':
      return 'kept_card_challenge_expired';
    case 'token_invalid':
      return 'kept_card_unavailable';
    case 'insufficient_funds':
    case 'limit_exceeded':
    case 'do_not_honor':
      return 'kept_card_refused';
    default:
      return unreachable(code);
  }
}
