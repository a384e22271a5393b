import type { FactorWay } from '#common/api/access';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { liftPauses } from '../attempts/trier.ts';
import type { IdentityDeps } from '../deps.ts';
import { checkFactor, type FactorRefusal, type TypedFactor } from '../second-factor/check-factor.ts';
import { factorsOf, waysOf } from '../second-factor/factors.ts';
import type { Client } from '../session/client.ts';
import { replaceSession } from '../session/end-session.ts';
import { startSession } from '../session/start-session.ts';
import { findPending, takePending } from './pending-sign-in.ts';
import { DOOR } from './sign-in.ts';
import type { SignedIn } from './sign-in-customer.ts';

type Tokens = { readonly pending: string | null; readonly session: string | null };

/** What may be given as the second factor of the sign-in that this browser has begun. */
export async function readPending(
  { db, clock }: IdentityDeps,
  token: string | null,
): Promise<Result<{ ways: FactorWay[]; expiresAt: string }, Refusal<'sign_in_expired'>>> {
  const pending = await findPending(db.read, clock, token);
  if (!pending) return err({ code: 'sign_in_expired' });
  const ways = waysOf(await factorsOf(db.read, pending.customer));
  return ok({ ways, expiresAt: pending.expiresAt.toString() });
}

/** The second step. Who was let in by the password is known here only by the token; the session is a new one. */
export async function finishSignIn(
  deps: IdentityDeps,
  typed: TypedFactor,
  client: Client,
  tokens: Tokens,
): Promise<Result<SignedIn, Refusal<'sign_in_expired'> | FactorRefusal>> {
  const { db, clock } = deps;
  const token = tokens.pending;
  const pending = await findPending(db.read, clock, token);
  if (token === null || !pending) return err({ code: 'sign_in_expired' });
  const { customer } = pending;
  const checked = await checkFactor(deps, customer, typed, client);
  if (!checked.ok) return checked;
  const { useUp, left } = checked.value;
  return db
    .transaction(async (tx) => {
      if (!(await useUp(tx))) return err({ code: 'factor_code_wrong' as const, left });
      // Nothing that was used up may be lost to a sign-in that is over: both are undone.
      const taken = await takePending(tx, clock, token);
      if (!taken) throw new PendingIsOver();
      // Mail or phone, and a second factor: enough to undo a pause of signing in. (DESIGN 9, Unlocking)
      if (taken.afterReset) await liftPauses(tx, DOOR, { name: customer, isKnownDevice: false, client });
      if (tokens.session !== null) await replaceSession(tx, clock, tokens.session);
      const started = await startSession(tx, clock, customer, client);
      return ok({ ...started, customer });
    })
    .catch((error: unknown) => {
      if (error instanceof PendingIsOver) return err({ code: 'sign_in_expired' as const });
      throw error;
    });
}

class PendingIsOver extends Error {}
