import type { PasskeySigned } from '#common/api/passkey';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { IdentityDeps } from '../deps.ts';
import type { Client } from '../session/client.ts';
import { replaceSession } from '../session/end-session.ts';
import { startSession } from '../session/start-session.ts';
import { liftPauses } from '../attempts/trier.ts';
import { DOOR } from '../sign-in/sign-in.ts';
import { takePending } from '../sign-in/pending-sign-in.ts';
import type { SignedIn } from '../sign-in/sign-in-customer.ts';
import { checkSignature } from './check-signature.ts';

type Tokens = { readonly browser: string | null; readonly session: string | null };

/**
 * Signs in by a passkey: something the person has, which has looked at its holder, so it is both factors. A sign-in that this browser
 * had begun with the password is over with it.
 */
export async function signInByPasskey(
  deps: IdentityDeps,
  signed: PasskeySigned,
  client: Client,
  { browser, session }: Tokens,
): Promise<Result<SignedIn, Refusal<'passkey_refused'>>> {
  const { db, clock } = deps;
  if (browser === null) return err({ code: 'passkey_refused' });
  const signature = await checkSignature(deps, signed, { purpose: 'sign_in', to: browser });
  if (!signature) return err({ code: 'passkey_refused' });
  const { customer } = signature.passkey;
  return db.transaction(async (tx) => {
    if (!(await signature.useUp(tx))) return err({ code: 'passkey_refused' as const });
    const pending = await takePending(tx, clock, browser);
    if (pending?.afterReset) await liftPauses(tx, DOOR, { name: customer, isKnownDevice: false, client });
    if (session !== null) await replaceSession(tx, clock, session);
    return ok({ ...(await startSession(tx, clock, customer, client)), customer });
  });
}
