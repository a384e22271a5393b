import type { CardAcquirer, Ewallet, EwalletOutcome, EwalletPayment, RefundOutcome } from '#connectors';
import type { Money } from '#common/money';
import { zero } from '#common/money';
import type { WalletDeps } from '../deps.ts';
import type { EwalletCharge, TopUp, TopUpAnswer } from './top-up.ts';

/** Whoever takes the money of a top-up: the card acquirer, or another company's e-wallet. */
export type Provider = {
  readonly find: (reference: string) => Promise<TopUpAnswer>;
  readonly cancel: (reference: string) => Promise<TopUpAnswer>;
  readonly refund: (request: {
    chargeId: string;
    amount: Money;
    reference: string;
  }) => Promise<RefundOutcome>;
};
export type ProviderDeps = Pick<WalletDeps, 'acquirer' | 'ewallet'>;

export const providerOf = ({ acquirer, ewallet }: ProviderDeps, topUp: Pick<TopUp, 'ewallet'>): Provider =>
  topUp.ewallet === null ? byCard(acquirer) : ewallet ? byEwallet(ewallet) : NOBODY;

const byCard = (acquirer: CardAcquirer): Provider => ({
  find: async (reference) => answerOf(await acquirer.find(reference)),
  cancel: async (reference) => answerOf(await acquirer.cancel(reference)),
  refund: (request) => acquirer.refund(request),
});

const byEwallet = (ewallet: Ewallet): Provider => ({
  find: async (reference) => ewalletAnswer(await ewallet.find(reference)),
  cancel: async (reference) => ewalletAnswer(await ewallet.cancel(reference)),
  refund: ({ chargeId: paymentId, amount, reference }) => ewallet.refund({ paymentId, amount, reference }),
});

/** The e-wallet is not set any more: what is open waits until it is again, and then people. */
const NOBODY: Provider = {
  find: async () => ({ kind: 'unknown', cause: 'timeout' }),
  cancel: async () => ({ kind: 'unknown', cause: 'timeout' }),
  refund: async () => ({ kind: 'unknown', cause: 'timeout' }),
};

/** A question that did not get through is not an answer about the charge. */
export function answerOf<A extends { kind: string }>(
  outcome: A | { kind: 'unavailable' },
): Exclude<A, { kind: 'unavailable' }> | { kind: 'unknown'; cause: 'timeout' } {
  return outcome.kind === 'unavailable'
    ? { kind: 'unknown', cause: 'timeout' }
    : (outcome as Exclude<A, { kind: 'unavailable' }>);
}

/** What the e-wallet said, as top-ups are read. */
export function ewalletAnswer(outcome: EwalletOutcome | { kind: 'not_found' | 'cancelled' }): TopUpAnswer {
  switch (outcome.kind) {
    case 'unavailable':
      return { kind: 'unknown', cause: 'timeout' };
    case 'paid':
      return { kind: 'succeeded', charge: chargeOf(outcome.payment) };
    case 'processing':
      return { kind: 'processing', charge: chargeOf(outcome.payment) };
    case 'awaits_approval':
      return { kind: 'requires_challenge', url: outcome.url, charge: chargeOf(outcome.payment) };
    case 'declined':
      return {
        kind: 'not_paid',
        code: outcome.code,
        charge: outcome.payment && chargeOf(outcome.payment),
      };
    default:
      return outcome;
  }
}

const chargeOf = (payment: EwalletPayment): EwalletCharge => ({
  ...payment,
  card: null,
  kept: null,
  chargedBack: zero(payment.amount.currency),
});
