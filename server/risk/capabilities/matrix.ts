import { CAPABILITIES, type Capability } from './capability.ts';

/** What people do with an account. The four of them that move money are capabilities, asked in the transaction that moves it. */
export const OPERATIONS = [
  'sign_in',
  'read',
  'support',
  'change_security',
  'receive',
  'top_up',
  'transfer',
  'withdraw',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Restrictions that an account can stand under, the strongest first. Each gives the account its name as status. */
export const RESTRICTION_KINDS = [
  'closed',
  'closing',
  'legal_hold',
  'frozen',
  'self_frozen',
  'limited',
] as const;
export type RestrictionKind = (typeof RESTRICTION_KINDS)[number];
/** `locked`: signing in pauses after wrong passwords; the money behind the door is not touched. */
export const ACCOUNT_STATUSES = [...RESTRICTION_KINDS, 'locked', 'active'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** `chosen`: blocked where the restriction names it. */
export type Cell = 'allowed' | 'blocked' | 'chosen';

const everything: Record<Operation, Cell> = {
  sign_in: 'allowed',
  read: 'allowed',
  support: 'allowed',
  change_security: 'allowed',
  receive: 'allowed',
  top_up: 'allowed',
  transfer: 'allowed',
  withdraw: 'allowed',
};
const nothingLeaves = { top_up: 'blocked', transfer: 'blocked', withdraw: 'blocked' } as const;

/**
 * Status × operation, as data. Source: reference/wallet.md §2.9. Support is open in every status: who is asked for papers must be able to
 * hand them in. Where we differ from the source, with the reasons: docs/decisions/0017-restrictions.md.
 */
export const MATRIX: Record<AccountStatus, Record<Operation, Cell>> = {
  active: everything,
  locked: { ...everything, sign_in: 'blocked' },
  self_frozen: { ...everything, ...nothingLeaves },
  limited: { ...everything, receive: 'chosen', top_up: 'chosen', transfer: 'chosen', withdraw: 'chosen' },
  // Whoever sends money to an account that others were cheated through keeps it.
  frozen: { ...everything, ...nothingLeaves, receive: 'blocked' },
  // Money comes in as always: who pays must not learn of it, and who is paid neither.
  legal_hold: { ...everything, ...nothingLeaves },
  closing: { ...everything, receive: 'blocked', top_up: 'blocked', transfer: 'blocked' },
  closed: {
    ...everything,
    ...nothingLeaves,
    receive: 'blocked',
    sign_in: 'blocked',
    change_security: 'blocked',
  },
};

/** Which capabilities a restriction of a kind blocks; of those that can be chosen, the chosen ones. */
export function blockedBy(kind: RestrictionKind, chosen: readonly Capability[]): Capability[] {
  return CAPABILITIES.filter((capability) => {
    const cell = MATRIX[kind][capability];
    return cell === 'blocked' || (cell === 'chosen' && chosen.includes(capability));
  });
}

/** The status of an account under these restrictions: the strongest speaks. */
export function statusUnder(
  kinds: readonly RestrictionKind[],
  { isLocked }: { isLocked: boolean },
): AccountStatus {
  return RESTRICTION_KINDS.find((kind) => kinds.includes(kind)) ?? (isLocked ? 'locked' : 'active');
}
