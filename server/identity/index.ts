import type { CustomerId, StaffId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Clock, Temporal } from '#platform/clock';
import type { Db, Reader } from '#platform/db';
import type { Server } from '#platform/http';
import { accessHelpRoutes } from './access-help/routes.ts';
import { avatarRoutes } from './avatar/routes.ts';
import { closingRoutes } from './closing/routes.ts';
import { contactRoutes } from './contact/routes.ts';
import type { IdentityDeps } from './deps.ts';
import { exportRoutes } from './export/routes.ts';
import { passwordResetRoutes } from './password-reset/routes.ts';
import { passwordRoutes } from './password/routes.ts';
import { passkeyRoutes } from './passkey/routes.ts';
import { paymentPasswordRoutes } from './payment-password/routes.ts';
import { type Customer, shownName } from './profile/customer.ts';
import { readAddress } from './profile/find-payee.ts';
import { definePausing } from './identity-proof/pause-expired.ts';
import { defineForgetting } from './identity-proof/forget-proofs.ts';
import { identityProofRoutes } from './identity-proof/routes.ts';
import { defineWatching } from './identity-proof/watch-proofs.ts';
import { passwordSetAt } from './password/store.ts';
import { factorsOf } from './second-factor/factors.ts';
import { findOwner } from './sign-in/store.ts';
import { phraseRoutes } from './phrase/routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { findCustomer, findCustomers, idsAfter, namesOf } from './profile/store.ts';
import { registrationRoutes } from './registration/routes.ts';
import { liveCustomerSessions } from './session/end-session.ts';
import { secondFactorRoutes } from './second-factor/routes.ts';
import { securityQuestionRoutes } from './security-questions/routes.ts';
import { selfFreezeRoutes } from './self-freeze/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { signInHistoryRoutes } from './sign-in-history/routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { staffRoutes } from './staff/routes.ts';
import { liveStaffSessions } from './staff/staff-session.ts';
import type { Staff } from './staff/staff.ts';
import { findStaff, listStaff, type StaffListed } from './staff/store.ts';
import { verificationRoutes } from './verification/routes.ts';

export type { IdentityDeps, PaymentToAssess } from './deps.ts';
export { takeFollowLink } from './access-help/follow-request.ts';
export { showRequest as accessRequestOf } from './access-help/show-request.ts';
export { defineClosing } from './closing/close-account.ts';
export { formerContact } from './contact/store.ts';
export { circumstancesOf } from './circumstances/circumstances-of.ts';
export type { Client } from './session/client.ts';
export { clientOf } from './session/device-cookie.ts';
export { defineIdentityHousekeeping } from './housekeeping.ts';
export { defineRetention } from './retention/erase-expired.ts';
export { looksAt as proofLooksAt } from './identity-proof/review-store.ts';
export { provenIdentities } from './identity-proof/proven-identity.ts';
export { brokenStaffRecord, STAFF_LAW_COUNT } from './staff/verify-record.ts';
export { renewBoxes } from './sealing/renew-boxes.ts';
export { eraseAllAnswers } from './security-questions/set-questions.ts';
export { emailLink, invitationLink } from './links.ts';
export { hashingLoad, hashWith } from './password/hashing.ts';
export { consumeStepUp } from './payment-password/consume-step-up.ts';
export {
  knownPeople,
  knownPeopleOfText,
  type KnownText,
  LATELY_HOURS,
  LATELY_MAX,
  type KnownPeople,
  type KnownPerson,
  type PeopleAsked,
} from './payment-password/store.ts';
export {
  markOfBeneficiary,
  markOfCrossBorder,
  markOfCard,
  markOfDetails,
  markOfWithdrawal,
  sourceOfTopUp,
} from './payment-password/payment-password.ts';
export { holdsStrongFactor } from './payment-password/strong-factor.ts';
export { requireAccessProof } from './second-factor/access-proof.ts';
export { relyingPartyOf } from './passkey/relying-party.ts';
export type { Customer } from './profile/customer.ts';
export { pictureOf } from './avatar/routes.ts';
export { phrasesOf } from './phrase/set-phrase.ts';
export { findPayeeByAddress, readAddress } from './profile/find-payee.ts';
export { disownPath, disownToken } from './self-freeze/disown-link.ts';
export { freezeOwn, signOutEverywhere } from './self-freeze/freeze-account.ts';
export { deviceHashOf } from './session/device-cookie.ts';
export { recordSecurityEvent } from './session/start-session.ts';
export { authenticateCustomer } from './session/authenticate.ts';
export { disableStaff } from './staff/disable-staff.ts';
export { inviteStaff } from './staff/invite-staff.ts';
export { authenticateStaff } from './staff/staff-session.ts';
export type { Staff } from './staff/staff.ts';
export {
  areTextMessagesStopped,
  resumeTextMessages,
  stopTextMessages,
} from './text-messages/text-messages.ts';
export { type OutgoingSecret, takeOutgoingSecret } from './verification/outgoing-secret.ts';

export const customerById = (q: Reader, id: CustomerId): Promise<Customer | null> => findCustomer(q, id);
export const customersById = async (
  q: Reader,
  ids: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, Customer>> =>
  new Map((await findCustomers(q, ids)).map((customer) => [customer.id, customer]));
/** A name as strangers see it. */
export const maskedNameOf = (name: string): string => shownName(name).maskedName;
/** Who owns this mail address, phone or account name, exactly; null for nobody and for who has not proven both. */
export const customerByLogin = (q: Reader, login: string, locale: Locale): Promise<CustomerId | null> => {
  const address = readAddress(login, locale);
  return address ? findOwner(q, address) : Promise.resolve(null);
};
export const customerNames = (
  q: Reader,
  ids: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, string>> => namesOf(q, ids);
/** Customers in the order of their ids, from after one: for whoever walks over all of them. */
export const customerIdsAfter = (q: Reader, after: string, limit: number): Promise<CustomerId[]> =>
  idsAfter(q, after, limit);
/** Since when the password is what it is, and whether something stronger than text messages protects the account. */
export async function protectionOf(
  q: Reader,
  customer: CustomerId,
): Promise<{ passwordSetAt: Temporal.Instant; hasStrongFactor: boolean }> {
  const { authenticator, passkeys } = await factorsOf(q, customer);
  return {
    passwordSetAt: await passwordSetAt(q, customer),
    hasStrongFactor: authenticator !== null || passkeys > 0,
  };
}
export const staffById = (q: Reader, id: StaffId): Promise<Staff | null> => findStaff(q, id);
/** Everybody who is or was a member of the staff, the first one first. */
export const allStaff = (q: Reader): Promise<StaffListed[]> => listStaff(q);

/** Those of these sessions that are alive, for whoever keeps a stream open for them. */
export async function liveSessions(
  db: Db,
  clock: Clock,
  sessions: readonly { readonly kind: 'customer' | 'staff'; readonly id: string }[],
): Promise<ReadonlySet<string>> {
  const idsOf = (kind: 'customer' | 'staff') =>
    sessions.filter((session) => session.kind === kind).map(({ id }) => id);
  return new Set([
    ...(await liveCustomerSessions(db, clock, idsOf('customer'))),
    ...(await liveStaffSessions(db, clock, idsOf('staff'))),
  ]);
}

/** What happens to proofs of identity by time alone. */
export function defineProofJobs(deps: IdentityDeps): void {
  defineWatching(deps);
  defineForgetting(deps);
  definePausing(deps);
}

export function routes(server: Server, deps: IdentityDeps): void {
  registrationRoutes(server, deps);
  passwordRoutes(server);
  passwordResetRoutes(server, deps);
  accessHelpRoutes(server, deps);
  if (deps.securityQuestions) securityQuestionRoutes(server, deps);
  signInRoutes(server, deps);
  secondFactorRoutes(server, deps);
  passkeyRoutes(server, deps);
  sessionRoutes(server, deps);
  selfFreezeRoutes(server, deps);
  identityProofRoutes(server, deps);
  signInHistoryRoutes(server, deps);
  profileRoutes(server, deps);
  phraseRoutes(server, deps);
  avatarRoutes(server, deps);
  closingRoutes(server, deps);
  exportRoutes(server, deps);
  contactRoutes(server, deps);
  verificationRoutes(server, deps);
  paymentPasswordRoutes(server, deps);
  staffRoutes(server, deps);
}
