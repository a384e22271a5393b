import type { FactorWay } from '#common/api/access';
import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { AttemptRule } from '../attempts/attempt.ts';
import type { DoorRules } from '../attempts/trier.ts';
import * as store from './store.ts';

/** Wrong second factors. The same as for passwords: five in a row, pauses that grow, and a counter that strangers cannot fill. */
const rule = (scope: string, limit: number, pauseMinutes: AttemptRule['pauseMinutes']): AttemptRule => ({
  scope,
  limit,
  pauseMinutes,
});
export const FACTOR_DOOR: DoorRules = {
  source: rule('second-factor', 5, [5, 15, 60, 240]),
  anywhere: rule('second-factor-account', 20, [15, 30, 60]),
  device: rule('second-factor-device', 5, [5, 15, 60, 240]),
};

/** Minutes in which the secret that is shown must be proven by a code. */
export const OFFER_MINUTES = 15;

export type HeldFactors = {
  readonly authenticator: {
    readonly addedAt: Temporal.Instant;
    readonly lastUsedAt: Temporal.Instant | null;
  } | null;
  readonly passkeys: number;
  /** Text messages to the proven phone, and when they were chosen. */
  readonly sms: { readonly addedAt: Temporal.Instant } | null;
  /** How many recovery codes were not used yet. */
  readonly recoveryCodesLeft: number;
};

/** What a customer holds beside the password. */
export const factorsOf = (q: Reader, customer: CustomerId): Promise<HeldFactors> =>
  store.findFactors(q, customer);

/** Ways to prove a second factor, the strongest first. Recovery codes help who holds another; alone they are no factor. */
export function waysOf({ authenticator, passkeys, sms, recoveryCodesLeft }: HeldFactors): FactorWay[] {
  const ways: FactorWay[] = [
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(authenticator ? (['authenticator'] as const) : []),
    ...(sms ? (['sms'] as const) : []),
  ];
  return ways.length > 0 && recoveryCodesLeft > 0 ? [...ways, 'recovery_code'] : ways;
}
