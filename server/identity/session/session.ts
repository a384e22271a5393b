import type { CustomerId, SessionId } from '#common/id';
import type { Temporal } from '#platform/clock';

/** Hours after which a session ends however busy it is. Source: PSD2 RTS and ASVS 7.3 ask for a cap; twelve is a working day and its evening. */
export const SESSION_HOURS = 12;
/** Minutes without a request after which it ends. Moving money asks for more than a session (step-up), so this may be longer than five. */
export const IDLE_MINUTES = 30;
/** Seconds between two notes that a session is in use, so that not every request writes. */
export const SEEN_EVERY_SECONDS = 60;
/** Sessions shown and kept open per person; the oldest gives way. */
export const SESSIONS_MAX = 50;

export type EndReason =
  | 'signed_out'
  | 'ended_by_owner'
  | 'replaced'
  | 'password_changed'
  | 'contact_changed'
  | 'access_restored'
  | 'closed';

export type Session = {
  readonly id: SessionId;
  readonly customer: CustomerId;
  readonly device: string;
  readonly ip: string;
  readonly createdAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
};
