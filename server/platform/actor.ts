import type { StaffRole } from '#common/api/route';
import type { CustomerId, SessionId, StaffId } from '#common/id';
import type { Locale } from '#common/locale';

/** Who calls, as the session proves it. */
export type Guest = { readonly kind: 'guest' };
export type CustomerActor = {
  readonly kind: 'customer';
  readonly id: CustomerId;
  readonly sessionId: SessionId;
  /** E-mail and phone are both proven. */
  readonly verified: boolean;
  readonly locale: Locale;
};
export type StaffActor = {
  readonly kind: 'staff';
  readonly id: StaffId;
  readonly role: StaffRole;
  readonly sessionId: SessionId;
  readonly locale: Locale;
};
export type Actor = Guest | CustomerActor | StaffActor;

export const GUEST: Guest = { kind: 'guest' };

/** `customer:cus_…`: how an actor stands in keys and log lines. */
export const actorKey = (actor: Actor): string =>
  actor.kind === 'guest' ? 'guest' : `${actor.kind}:${actor.id}`;
