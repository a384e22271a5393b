import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { isTokenShaped } from '#platform/crypto';
import type { Tx } from '#platform/db';
import type { AttemptRule } from '../attempts/attempt.ts';
import { chargeTry, type DoorRules, settleTries, type Trier } from '../attempts/trier.ts';
import type { IdentityDeps } from '../deps.ts';
import type { PasswordRefusal } from '../password/rules.ts';
import { factorsOf, waysOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { customersKnownTo } from '../session/known-device.ts';
import { keepPending, type PendingSignIn } from '../sign-in/pending-sign-in.ts';
import { checkCode } from '../verification/check-code.ts';
import { linkHash } from '../verification/outgoing-secret.ts';
import * as proofs from '../verification/store.ts';
import { ownerOf } from './request-reset.ts';
import { judgeNewPassword, setNewPassword } from './set-new-password.ts';

/** Guesses at codes of one account. Each code has five of its own; this bounds the codes, too. */
const rule = (scope: string, limit: number): AttemptRule => ({ scope, limit, pauseMinutes: [15, 60, 240] });
const RESET_DOOR: DoorRules = {
  source: rule('reset', 5),
  anywhere: rule('reset-account', 15),
  device: rule('reset-device', 5),
};

/** Null: the password alone opens the account, so the person signs in with it. */
export type Reset = { readonly pending: PendingSignIn | null };
type ResetRefusal = Refusal<'reset_not_valid' | 'rate_limited'> | PasswordRefusal;

/** A new password by the mail’s link. A refused password does not use the link up. */
export async function resetByLink(
  deps: IdentityDeps,
  { token, password }: { token: string; password: string },
  client: Client,
): Promise<Result<Reset, ResetRefusal>> {
  const link = { secretHash: linkHash(token), purpose: 'reset_email' } as const;
  const customer = isTokenShaped(token) ? await proofs.findLink(deps.db.read, link, deps.clock.now()) : null;
  if (!customer) return err({ code: 'reset_not_valid' });
  return change(deps, customer, password, client, async (tx) => {
    return (await proofs.useLink(tx, link, deps.clock.now())) !== null;
  });
}

type CodeForm = {
  readonly login: string;
  readonly code: string;
  readonly password: string;
  readonly locale: Locale;
};

/** A new password by the phone’s code. One answer for a wrong code, an old one, and an address that nobody has. */
export async function resetByCode(
  deps: IdentityDeps,
  { login, code, password, locale }: CodeForm,
  client: Client,
): Promise<Result<Reset, ResetRefusal>> {
  const customer = await ownerOf(deps, login, locale);
  const known = await customersKnownTo(deps.db.read, client);
  const trier: Trier = {
    name: customer ?? login.normalize('NFKC').trim().toLowerCase(),
    isKnownDevice: customer !== null && known.includes(customer),
    client,
  };
  const charge = await chargeTry(deps, RESET_DOOR, trier, async () => undefined);
  if (!charge.ok) return err({ code: 'rate_limited', until: charge.until });
  const purpose = 'reset_phone';
  const checked = customer && (await checkCode(deps, { customer, purpose }, code));
  if (!customer || !checked?.ok) return err({ code: 'reset_not_valid' });
  const { secretHash } = checked.value;
  return change(deps, customer, password, client, async (tx) => {
    // Asked for before text messages became the second factor: one SIM is one factor, whichever came first.
    if ((await factorsOf(tx, customer)).sms) return false;
    if (!(await proofs.useCode(tx, { customer, purpose, secretHash }, deps.clock.now()))) return false;
    await settleTries(tx, deps.clock, RESET_DOOR, trier);
    return true;
  });
}

/** What a reset never does is let somebody in: whoever holds a second factor is asked for it, others for the new password. */
async function change(
  deps: IdentityDeps,
  customer: CustomerId,
  password: string,
  client: Client,
  useUp: (tx: Tx) => Promise<boolean>,
): Promise<Result<Reset, ResetRefusal>> {
  const judged = await judgeNewPassword(deps, customer, password);
  if (!judged.ok) return judged;
  return deps.db.transaction(async (tx) => {
    if (!(await useUp(tx))) return err({ code: 'reset_not_valid' as const });
    await setNewPassword(tx, deps, { customer, sealed: judged.value, keep: [] }, client);
    const isHeld = waysOf(await factorsOf(tx, customer)).length > 0;
    return ok({
      pending: isHeld ? await keepPending(tx, deps.clock, customer, { afterReset: true }) : null,
    });
  });
}
