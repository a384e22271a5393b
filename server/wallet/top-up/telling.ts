import { cardText } from '#common/card-scheme';
import type { Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { unreachable } from '#common/result';
import type { EwalletDecline } from '#connectors';
import type { Step } from '#operations';
import type { Charge, TopUp } from './top-up.ts';

/** What the same step of a top-up is called where a card is charged, and where an e-wallet is asked. */
type Telling = {
  readonly awaiting: (dueAt: string) => Refusal<'top_up_awaiting_challenge' | 'ewallet_awaiting_approval'>;
  readonly checking: (since: string, dueAt: string) => Refusal<'top_up_checking' | 'ewallet_checking'>;
  readonly expired: (expiredAt: string) => Refusal<'top_up_challenge_expired' | 'ewallet_approval_expired'>;
  readonly asked: (dueAt: string) => Step;
  readonly unclear: Step;
  readonly processing: Step;
  readonly declined: (charge: Charge) => Step;
  readonly outOfTime: Step;
};

const okpay = { kind: 'okpay' } as const;
const bank = { kind: 'bank' } as const;

const CARD: Telling = {
  awaiting: (dueAt) => ({ code: 'top_up_awaiting_challenge', dueAt }),
  checking: (since, dueAt) => ({ code: 'top_up_checking', since, dueAt }),
  expired: (expiredAt) => ({ code: 'top_up_challenge_expired', expiredAt }),
  asked: (dueAt) => ({ kind: 'challenge_requested', tone: 'wait', actor: bank, facts: { dueAt } }),
  unclear: { kind: 'charge_unclear', tone: 'wait', actor: okpay },
  processing: { kind: 'charge_processing', tone: 'wait', actor: bank },
  declined: ({ card }) => ({
    kind: 'charge_declined',
    tone: 'bad',
    actor: bank,
    facts: { card: card ? cardText(card) : '' },
  }),
  outOfTime: { kind: 'challenge_expired', tone: 'bad', actor: okpay },
};

const EWALLET: Telling = {
  awaiting: (dueAt) => ({ code: 'ewallet_awaiting_approval', dueAt }),
  checking: (since, dueAt) => ({ code: 'ewallet_checking', since, dueAt }),
  expired: (expiredAt) => ({ code: 'ewallet_approval_expired', expiredAt }),
  asked: (dueAt) => ({ kind: 'ewallet_asked', tone: 'wait', actor: okpay, facts: { dueAt } }),
  unclear: { kind: 'ewallet_unclear', tone: 'wait', actor: okpay },
  processing: { kind: 'ewallet_processing', tone: 'wait', actor: okpay },
  declined: () => ({ kind: 'ewallet_not_paid', tone: 'bad', actor: okpay }),
  outOfTime: { kind: 'ewallet_expired', tone: 'bad', actor: okpay },
};

export const tellingOf = ({ ewallet }: Pick<TopUp, 'ewallet'>): Telling => (ewallet ? EWALLET : CARD);

/** Whoever takes the money took none, and has no reason of its own. */
export const notChargedReason = ({
  ewallet,
}: Pick<TopUp, 'ewallet'>): Refusal<'top_up_unavailable' | 'ewallet_unavailable'> => ({
  code: ewallet ? 'ewallet_unavailable' : 'top_up_unavailable',
});

export type EwalletRefusal = Refusal<
  'ewallet_refused' | 'ewallet_insufficient_funds' | 'ewallet_declined' | 'ewallet_unavailable'
>;
/** The reason that a customer is told when an e-wallet did not pay. */
export function ewalletReason(
  code: Exclude<EwalletDecline, 'expired' | 'cancelled'>,
  charged: Money,
): EwalletRefusal {
  switch (code) {
    case 'refused_by_payer':
      return { code: 'ewallet_refused' };
    case 'insufficient_funds':
      return { code: 'ewallet_insufficient_funds', charged };
    case 'account_declined':
      return { code: 'ewallet_declined' };
    default:
      return unreachable(code);
  }
}
