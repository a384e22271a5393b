import type { StepUpId, CustomerId } from '#common/id';
import type { Money } from '#common/money';
import type { AttemptRule } from '../attempts/attempt.ts';

/** Tries at the payment password. Source: PSD2 RTS article 4 (at most five in a row); the pauses are OKPay's choice. */
export const PAYMENT_PASSWORD: AttemptRule = {
  scope: 'payment-password',
  limit: 5,
  pauseMinutes: [30, 120, 720],
};

/** Minutes a proof of presence is good for: long enough to wait for a slow network, too short to be kept for later. */
export const STEP_UP_MINUTES = 2;

/** What exactly a person agreed to. A proof for one of these is good for no other. */
export type Payment = { readonly action: 'transfer'; readonly amount: Money; readonly payee: string };
export type StepUp = Payment & { readonly id: StepUpId; readonly customer: CustomerId };

/** Factors that confirm a large payment: what nobody can read over a shoulder or take over with a SIM. */
export type StrongFactor = 'passkey' | 'authenticator';
