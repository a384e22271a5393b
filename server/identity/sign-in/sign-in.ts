import type { CustomerId } from '#common/id';
import type { AttemptRule } from '../attempts/attempt.ts';
import type { DoorRules } from '../attempts/trier.ts';

/** Wrong passwords for one account from one network. Source: ASVS 6.1.1 and PSD2 RTS article 4 (at most five in a row). */
const FROM_SOURCE: AttemptRule = { scope: 'sign-in', limit: 5, pauseMinutes: [5, 15, 60, 240] };
/** The same from a browser that the person has signed in from before: strangers cannot fill this one. */
const FROM_DEVICE: AttemptRule = { scope: 'sign-in-device', limit: 5, pauseMinutes: [5, 15, 60, 240] };
/** All networks together, known browsers left out: many machines that guess at one account. */
const FROM_ANYWHERE: AttemptRule = { scope: 'sign-in-account', limit: 20, pauseMinutes: [15, 30, 60] };
export const DOOR: DoorRules = { source: FROM_SOURCE, anywhere: FROM_ANYWHERE, device: FROM_DEVICE };

/** Minutes between the password and the second factor. */
export const PENDING_MINUTES = 10;

/** Hours between two mails that signing in is paused, however long somebody goes on. */
export const NOTICE_HOURS = 12;

/**
 * Accounts that one login can mean: who has proven the address, and the newest that claims it. Both are always compared, so that
 * an account that waits for its proof can be used, and nothing tells whether the address is somebody's.
 */
export const CANDIDATES = 2;

export type Candidate = {
  readonly customer: CustomerId;
  readonly box: string;
  /** It has proven the address that was typed, or goes by the account name. */
  readonly isOwner: boolean;
};
