import type { StaffRole } from '#common/api/route';
import type { StaffId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Temporal } from '#platform/clock';
import type { AttemptRule } from '../attempts/attempt.ts';

export type Staff = {
  readonly id: StaffId;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly locale: Locale;
  readonly createdAt: Temporal.Instant;
};

/** Who did something to the staff's accounts: the operator at the command line, or a staff member. */
export type AuditActor = 'cli' | StaffId;

/** Hours an invitation can be accepted. */
export const INVITATION_HOURS = 24;
/** Hours after which a staff session ends. Source: reference SES-03. */
export const STAFF_SESSION_HOURS = 8;
/** Minutes without a request after which it ends. */
export const STAFF_IDLE_MINUTES = 60;
export const STAFF_SEEN_EVERY_SECONDS = 60;

/** Tries at an account from one network, and from all together. Right password with wrong code counts like any other. */
export const STAFF_FROM_SOURCE: AttemptRule = {
  scope: 'staff-sign-in',
  limit: 5,
  pauseMinutes: [5, 15, 60, 240],
};
export const STAFF_FROM_ANYWHERE: AttemptRule = {
  scope: 'staff-sign-in-account',
  limit: 20,
  pauseMinutes: [15, 30, 60],
};
