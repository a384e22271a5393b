import type { Lost } from '#common/api/access-help';
import type { CaseId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { caseForStaff, cleanText, openCase, postAsCustomer } from '#cases';
import type { Clock } from '#platform/clock';
import { randomToken, sha256 } from '#platform/crypto';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { chargeTry, pauseKeysOf, settleTries, type Trier } from '../attempts/trier.ts';
import type { IdentityDeps } from '../deps.ts';
import { FACTOR_DOOR } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { customersKnownTo } from '../session/known-device.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { DOOR } from '../sign-in/sign-in.ts';
import { checkCode } from '../verification/check-code.ts';
import { lockCustomer, useCode } from '../verification/store.ts';
import { ACCESS_DOOR, FOLLOW_DAYS } from './access-help.ts';
import { type AskedFor, findAsker, type Found } from './request-code.ts';
import * as store from './store.ts';

export type AccessForm = AskedFor & { readonly code: string; readonly lost: Lost; readonly text: string };
type OpenRefusal = Refusal<'access_code_not_valid' | 'rate_limited' | 'message_empty' | 'message_too_long'>;

/**
 * Opens a case for a guest who has typed the code that was sent. One answer for a wrong code, an old one, and an address that nobody
 * has. Whoever has a request open already gets another link to the same one.
 */
export async function openAccessRequest(
  deps: IdentityDeps,
  form: AccessForm,
  client: Client,
): Promise<Result<{ token: string }, OpenRefusal>> {
  const { db, clock } = deps;
  const text = cleanText(form.text);
  if (!text.ok) return text;
  const found = await findAsker(deps, form);
  const known = await customersKnownTo(db.read, client);
  const trier: Trier = {
    name: found?.customer ?? form.login.normalize('NFKC').trim().toLowerCase(),
    isKnownDevice: found !== null && known.includes(found.customer),
    client,
  };
  const charge = await chargeTry(deps, ACCESS_DOOR, trier, async () => undefined);
  if (!charge.ok) return err({ code: 'rate_limited', until: charge.until });
  const checked = found && (await checkCode(deps, found, form.code));
  if (!found || !checked?.ok) return err({ code: 'access_code_not_valid' });
  const { secretHash } = checked.value;
  return db.transaction(async (tx) => {
    await lockCustomer(tx, found.customer);
    if (!(await useCode(tx, { ...found, secretHash }, clock.now())))
      return err({ code: 'access_code_not_valid' as const });
    await settleTries(tx, clock, ACCESS_DOOR, trier);
    const before = await openRequestOf(tx, found.customer);
    if (before) await addWords(tx, clock, found.customer, { caseId: before, text: text.value });
    const caseId = before ?? (await open(tx, deps, found, { ...form, text: text.value }, client));
    return ok({ token: await followLink(tx, clock, caseId, { fromPage: true }) });
  });
}

async function openRequestOf(q: Reader, customer: CustomerId): Promise<CaseId | null> {
  const caseId = await store.newestRequestOf(q, customer);
  const it = caseId && (await caseForStaff(q, caseId));
  return it && it.state !== 'resolved' && it.state !== 'closed' ? it.id : null;
}

async function addWords(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  { caseId, text }: { caseId: CaseId; text: string },
): Promise<void> {
  const author = { kind: 'customer', id: customer } as const;
  await postAsCustomer(tx, clock, { caseId, messageId: newId('msg'), text, author });
}

async function open(
  tx: Tx,
  { clock, signingKeys }: IdentityDeps,
  { customer, purpose, former }: Found,
  { lost, text }: { lost: Lost; text: string },
  client: Client,
): Promise<CaseId> {
  const id = newId('case');
  const opened = await openCase(tx, clock, signingKeys, {
    id,
    kind: 'account_access',
    topic: 'sign_in',
    customer,
    subject: null,
    evidence: null,
    explained: null,
    text,
  });
  invariant(opened.ok, 'a new case with a text that was read opens');
  const trier: Trier = { name: customer, isKnownDevice: true, client };
  await store.insertRequest(tx, {
    caseId: id,
    customer,
    lost,
    provenBy: purpose === 'access_email' ? 'email' : 'phone',
    byFormer: former !== null,
    pauseKeys: [...pauseKeysOf(DOOR, trier), ...pauseKeysOf(FACTOR_DOOR, trier)],
    openedAt: clock.now(),
  });
  await recordSecurityEvent(tx, clock, customer, 'access_requested', client);
  await tellAll(tx, clock, { type: 'customer.access_requested', customer, caseId: id });
  return id;
}

/** Tells every address: those that count, and those that were given up a short while ago. */
export async function tellAll(
  tx: Tx,
  clock: Clock,
  {
    type,
    customer,
    caseId,
  }: {
    type: 'customer.access_requested' | 'customer.access_restored';
    customer: CustomerId;
    caseId: CaseId;
  },
): Promise<void> {
  const common = { type, customerId: customer, caseId };
  await publish(tx, clock, { ...common, formerContact: null });
  for (const { id, kind } of await store.heldFormer(tx, customer, clock.now()))
    await publish(tx, clock, { ...common, formerContact: { id, kind } });
}

/** A new link to follow a request by; the older ones go on working. One of the page where it was opened takes answers, too. */
export async function followLink(
  tx: Tx,
  clock: Clock,
  caseId: CaseId,
  { fromPage }: { fromPage: boolean },
): Promise<string> {
  const token = randomToken();
  const expiresAt = clock.now().add({ hours: FOLLOW_DAYS * 24 });
  await store.insertFollow(tx, caseId, { tokenHash: sha256(token), expiresAt, fromPage });
  return token;
}
