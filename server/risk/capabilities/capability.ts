import type { BankAccountId, BeneficiaryId } from '#common/id';
import type { Temporal } from '#platform/clock';

/** What an account may do, one by one: a restriction names what it blocks and leaves the rest. Source: DESIGN section 4. */
export const CAPABILITIES = ['top_up', 'transfer', 'receive', 'withdraw'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Why a capability is blocked. A debt is the customer's to settle; a restriction is ours to review. */
export type Blocked =
  | { readonly by: 'restriction' }
  | { readonly by: 'debt' }
  | { readonly by: 'cooling'; readonly until: string };

/** Why payouts wait after a change of what protects the account. */
export type CoolingReason = 'password_reset' | 'contact_changed' | 'unfrozen';
/** What begins to wait: all payouts, or those to one bank account that is new. */
export type CoolingCause =
  | { readonly reason: CoolingReason }
  | { readonly reason: 'payout_details'; readonly subject: BankAccountId | BeneficiaryId };
/** Hours that payouts wait. Source: reference AUT-16. */
export const COOLING_HOURS = 24;
export type Cooling = {
  readonly capability: 'withdraw';
  readonly reason: CoolingReason;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
};
export type CapabilityMap = Readonly<
  Record<Capability, { readonly allowed: true } | { readonly allowed: false; readonly blocked: Blocked }>
>;

/**
 * What a customer may do, from the restrictions in force and whether there is a debt. Pure.
 * A debt keeps money from leaving the system; it stops neither top-ups, which settle it, nor payments to people, which pay what
 * is due of it first.
 */
export function capabilityMap(
  restricted: readonly Capability[],
  { hasDebt, cooling }: { hasDebt: boolean; cooling: Cooling | null },
): CapabilityMap {
  const standing = (capability: Capability): CapabilityMap[Capability] => {
    if (restricted.includes(capability)) return { allowed: false, blocked: { by: 'restriction' } };
    if (capability === 'withdraw' && hasDebt) return { allowed: false, blocked: { by: 'debt' } };
    if (capability === cooling?.capability)
      return { allowed: false, blocked: { by: 'cooling', until: cooling.until.toString() } };
    return { allowed: true };
  };
  return {
    top_up: standing('top_up'),
    transfer: standing('transfer'),
    receive: standing('receive'),
    withdraw: standing('withdraw'),
  };
}
