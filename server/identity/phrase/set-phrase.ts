import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import type { IdentityDeps } from '../deps.ts';
import { isPassword, openPassword } from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { findPassword } from '../password/store.ts';
import { findCustomer } from '../profile/store.ts';
import type { Client } from '../session/client.ts';
import { customersKnownTo } from '../session/known-device.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { NOT_USABLE, readPhrase } from './decide.ts';
import { phraseOf } from './phrase-of.ts';
import * as store from './store.ts';

export type Phrase = { readonly phrase: string; readonly setAt: Temporal.Instant };

/** The phrases of these people; nobody is in it who has set none. */
export async function phrasesOf(
  q: Reader,
  { keys }: { readonly keys: Keyring },
  customers: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, Phrase>> {
  const sealed = await store.findPhrases(q, customers);
  return new Map(
    sealed.map(({ customer, box, setAt }) => [
      customer,
      { phrase: keys.decrypt(box, phraseOf(customer)), setAt },
    ]),
  );
}

/**
 * What this browser may show before anybody has signed in: the phrase of the one person who is known to use it. Of several it shows
 * none, or each would learn the other's.
 */
export async function phraseOfBrowser(deps: IdentityDeps, client: Client): Promise<string | null> {
  const [customer, ...others] = await customersKnownTo(deps.db.read, client);
  if (customer === undefined || others.length > 0) return null;
  return (await phrasesOf(deps.db.read, deps, [customer])).get(customer)?.phrase ?? null;
}

/** Sets, changes or gives up the phrase. The owner has just been proven; the mail about it shows the new one. */
export async function setPhrase(
  deps: IdentityDeps,
  customer: CustomerId,
  typed: string | null,
  client: Client,
): Promise<Result<void, Refusal<'phrase_not_usable'>>> {
  const { db, clock, keys } = deps;
  const phrase = typed === null ? ok(null) : await judge(deps, customer, typed);
  if (!phrase.ok) return phrase;
  await db.transaction(async (tx) => {
    if (phrase.value === null) await store.deletePhrase(tx, customer);
    else {
      const box = keys.encrypt(phrase.value, phraseOf(customer));
      await store.savePhrase(tx, { customer, box, setAt: clock.now() });
    }
    await recordSecurityEvent(tx, clock, customer, 'phrase_changed', client);
    await publish(tx, clock, { type: 'customer.phrase_changed', customerId: customer });
  });
  return ok(undefined);
}

async function judge(
  { db, keys }: IdentityDeps,
  customer: CustomerId,
  typed: string,
): Promise<Result<string, Refusal<'phrase_not_usable'>>> {
  const known = await findCustomer(db.read, customer);
  invariant(known !== null, 'whose phrase is set exists');
  const about = [known.name, known.email, known.phone, known.handle ?? ''].filter((word) => word !== '');
  const phrase = readPhrase(typed, about);
  if (!phrase.ok) return phrase;
  const sealed = await findPassword(db.read, customer);
  const isOwnPassword =
    sealed !== null &&
    (await isPassword(openPassword(keys, sealed, signInPasswordOf(customer)), phrase.value));
  return isOwnPassword ? err(NOT_USABLE) : phrase;
}
