import { type ClosureRecord } from '#common/api/closing';
import { invariant, err, ok, type Result } from '#common/result';
import { toWire, zero, CURRENCIES } from '#common/money';
import type { Refusal } from '#common/reasons';
import { paperText } from '#common/signed-paper';
import { balancesOf } from '#ledger';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { chargeTry, settleTries, type Trier } from '../attempts/trier.ts';
import type { IdentityDeps } from '../deps.ts';
import { isPassword, noPassword } from '../password/hashing.ts';
import { parseEmail } from '../profile/email.ts';
import { findCustomer } from '../profile/store.ts';
import type { Client } from '../session/client.ts';
import { ACCESS_DOOR } from '../access-help/access-help.ts';
import { checkCode } from '../verification/check-code.ts';
import { requestMessage } from '../verification/request-message.ts';
import { useCode } from '../verification/store.ts';
import type { Closing } from './closing.ts';
import * as store from './store.ts';

const FORMAT = 'okpay closure record v1';
const PURPOSE = 'closure_email';

/** The paper that says that the account is closed and that nothing was left on it. */
export async function issueClosureRecord(
  read: Reader,
  { signingKeys }: Pick<IdentityDeps, 'signingKeys'>,
  { id, customer, requestedAt }: Closing,
  closedAt: Temporal.Instant,
): Promise<ClosureRecord> {
  const known = await findCustomer(read, customer);
  invariant(known !== null, 'whoever closes an account has one');
  const used = (await balancesOf(read, customer)).filter(
    ({ kind, version }) => kind === 'wallet' && version > 0n,
  );
  invariant(
    used.every(({ posted }) => posted.minor === 0n),
    'nothing is left on an account that is closed',
  );
  const record = {
    format: FORMAT,
    id,
    account: customer,
    openedAt: known.createdAt.toString(),
    requestedAt: requestedAt.toString(),
    closedAt: closedAt.toString(),
    balances: CURRENCIES.filter((currency) => used.some((one) => one.currency === currency)).map((currency) =>
      toWire(zero(currency)),
    ),
    keyId: signingKeys.current,
  } as const;
  return { ...record, signature: signingKeys.sign(FORMAT, paperText(record)).signature };
}

/** Sends a code to who closed an account with this address. Neither the answer nor its time tells whether anybody did. */
export async function requestClosureCode(deps: IdentityDeps, email: string, client: Client): Promise<void> {
  await Promise.all([send(deps, email, client), isPassword(noPassword(), email)]);
}

async function send({ db, clock }: IdentityDeps, email: string, client: Client): Promise<void> {
  const customer = await formerCustomer(db.read, email);
  if (!customer) return;
  // Refused within a minute of the last one, or beyond the day's budget: the message sent before still counts.
  await db.transaction((tx) =>
    requestMessage(tx, clock, { customer, purpose: PURPOSE, client }, { again: true }),
  );
}

async function formerCustomer(read: Reader, email: string) {
  const parsed = parseEmail(email);
  return parsed.ok ? store.findFormerCustomer(read, parsed.value.key) : null;
}

/** The record, for who has typed the code. One answer for a wrong code, an old one, and an address that nobody had. */
export async function takeClosureRecord(
  deps: IdentityDeps,
  { email, code }: { email: string; code: string },
  client: Client,
): Promise<Result<ClosureRecord, Refusal<'access_code_not_valid' | 'rate_limited'>>> {
  const { db, clock } = deps;
  const customer = await formerCustomer(db.read, email);
  const name = customer ?? email.normalize('NFKC').trim().toLowerCase();
  const trier: Trier = { name, isKnownDevice: false, client };
  const charge = await chargeTry(deps, ACCESS_DOOR, trier, async () => undefined);
  if (!charge.ok) return err({ code: 'rate_limited', until: charge.until });
  const checked = customer && (await checkCode(deps, { customer, purpose: PURPOSE }, code));
  if (!customer || !checked?.ok) return err({ code: 'access_code_not_valid' });
  const { secretHash } = checked.value;
  return db.transaction(async (tx) => {
    const isFirst = await useCode(tx, { customer, purpose: PURPOSE, secretHash }, clock.now());
    const record = isFirst ? await store.recordOf(tx, customer) : null;
    if (!record) return err({ code: 'access_code_not_valid' as const });
    await settleTries(tx, clock, ACCESS_DOOR, trier);
    return ok(record);
  });
}
