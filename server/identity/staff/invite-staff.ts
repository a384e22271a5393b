import type { StaffRole } from '#common/api/route';
import type { StaffId } from '#common/id';
import type { Clock } from '#platform/clock';
import { randomToken, sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { OperatorError } from '#platform/operator-error';
import { publish } from '#platform/outbox';
import { parseEmail } from '../profile/email.ts';
import { parseName } from '../profile/name.ts';
import { type AuditActor, INVITATION_HOURS } from './staff.ts';
import * as store from './store.ts';

/**
 * Invites somebody to the staff, on record. The token opens the invitation once within a day; only its hash is kept, so whoever
 * invites hands it over. The command line is the operator's root of trust and needs nobody's consent; invitations from the console
 * will be proposed and approved by two.
 */
export async function inviteStaff(
  tx: Tx,
  clock: Clock,
  invitation: { email: string; name: string; role: StaffRole },
  { invitedBy = 'cli' }: { invitedBy?: AuditActor } = {},
): Promise<{ staffId: StaffId; token: string }> {
  const email = parseEmail(invitation.email);
  if (!email.ok) throw new OperatorError(`${invitation.email} is not a mail address`);
  const name = parseName(invitation.name);
  if (!name.ok)
    throw new OperatorError(
      `"${invitation.name}" cannot be used as a name: 1 to 80 letters of one script, as a person writes it`,
    );
  if (await store.isStaffEmail(tx, email.value.key))
    throw new OperatorError(`${email.value.written} is a member of the staff already`);
  const now = clock.now();
  const staffId = newId('stf');
  const token = randomToken();
  const revoked = await store.revokeInvitations(tx, email.value.key, now);
  await store.insertInvitation(tx, {
    id: newId('inv'),
    staffId,
    email: email.value.written,
    emailKey: email.value.key,
    name: name.value,
    role: invitation.role,
    tokenHash: sha256(token),
    invitedBy,
    createdAt: now,
    expiresAt: now.add({ hours: INVITATION_HOURS }),
  });
  const facts = { role: invitation.role, staffBefore: await store.countStaff(tx), revokedEarlier: revoked };
  await store.insertAudit(tx, { actor: invitedBy, action: 'invited', subject: staffId, facts }, now);
  await publish(tx, clock, { type: 'staff.invited', staffId });
  return { staffId, token };
}
