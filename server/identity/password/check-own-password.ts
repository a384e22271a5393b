import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { Keyring } from '#platform/keys';
import type { AttemptRule } from '../attempts/attempt.ts';
import { chargeAttempt, forgetAttempts } from '../attempts/charge-attempt.ts';
import { isPassword, noPassword, openPassword } from './hashing.ts';
import { signInPasswordOf } from './password-of.ts';
import * as store from './store.ts';

/** Tries at the sign-in password from inside a session: who found an unlocked phone gets few. */
const OWN_PASSWORD: AttemptRule = { scope: 'own-password', limit: 5, pauseMinutes: [15, 60, 240] };

/** Asks a signed-in person for the sign-in password again, before something that protects the account is changed. */
export async function checkOwnPassword(
  { db, clock, keys }: { db: Db; clock: Clock; keys: Keyring },
  customer: CustomerId,
  password: string,
): Promise<Result<void, Refusal<'sign_in_failed' | 'sign_in_paused'>>> {
  const counter = { rule: OWN_PASSWORD, of: [customer] };
  const charge = await chargeAttempt(db, clock, counter);
  if (!charge.allowed) return err({ code: 'sign_in_paused', until: charge.until.toString() });
  const sealed = await store.findPassword(db.read, customer);
  const phc = sealed ? openPassword(keys, sealed, signInPasswordOf(customer)) : noPassword();
  if (!(await isPassword(phc, password))) return err({ code: 'sign_in_failed' });
  await db.transaction((tx) => forgetAttempts(tx, counter));
  return ok(undefined);
}
