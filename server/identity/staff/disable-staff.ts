import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { OperatorError } from '#platform/operator-error';
import { parseEmail } from '../profile/email.ts';
import type { AuditActor } from './staff.ts';
import * as store from './store.ts';

/** What there was to end. */
export type Disabled = {
  readonly isMember: boolean;
  readonly sessions: number;
  readonly invitations: number;
};

/**
 * Closes the door for somebody, on record: the account is disabled for good, its sessions end at once in every process, invitations that
 * are open to the address are worth nothing. What the person did stays under the name.
 */
export async function disableStaff(
  tx: Tx,
  clock: Clock,
  typed: string,
  { by = 'cli' }: { by?: AuditActor } = {},
): Promise<Disabled> {
  const email = parseEmail(typed);
  if (!email.ok) throw new OperatorError(`${typed} is not a mail address`);
  const now = clock.now();
  const invitations = await store.revokeInvitations(tx, email.value.key, now);
  const id = await store.disableStaff(tx, email.value.key, now);
  if (id === null) {
    if (invitations === 0)
      throw new OperatorError(
        `${email.value.written} has neither an open account of staff nor an open invitation`,
      );
    return { isMember: false, sessions: 0, invitations };
  }
  const sessions = await store.endStaffSessionsOf(tx, id, now);
  await store.insertAudit(
    tx,
    { actor: by, action: 'disabled', subject: id, facts: { sessions, invitations } },
    now,
  );
  return { isMember: true, sessions, invitations };
}
