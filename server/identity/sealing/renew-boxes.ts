// After a key was replaced, everything that an older one has closed is sealed anew: passwords, secrets of authenticator apps, phrases,
// documents and what stands beside them. Then the older key is needed by recovery codes alone, which only their owners can make anew.
import { invariant } from '#common/result';
import { newestMark } from '#platform/keys';
import type { IdentityDeps } from '../deps.ts';
import { renewSeals } from '../identity-proof/sealed.ts';
import { paymentPasswordOf, signInPasswordOf } from '../password/password-of.ts';
import { phraseOf } from '../phrase/phrase-of.ts';
import { totpSecretOf } from '../second-factor/authenticator.ts';
import { securityAnswersOf } from '../security-questions/security-question.ts';
import * as store from './store.ts';

/** Where boxes lie, and what each is bound to. A column that is forgotten here is found by the test, which looks through all of them. */
const PLACES: readonly (store.Place & { readonly context: (whose: string) => string })[] = [
  { table: 'identity.password', owner: 'customer_id', box: 'box', context: signInPasswordOf },
  { table: 'identity.payment_password', owner: 'customer_id', box: 'box', context: paymentPasswordOf },
  { table: 'identity.phrase', owner: 'customer_id', box: 'box', context: phraseOf },
  { table: 'identity.security_answer', owner: 'customer_id', box: 'box', context: securityAnswersOf },
  { table: 'identity.authenticator', owner: 'customer_id', box: 'totp_box', context: totpSecretOf },
  { table: 'identity.authenticator_offer', owner: 'customer_id', box: 'totp_box', context: totpSecretOf },
  { table: 'identity.staff', owner: 'id', box: 'password_box', context: signInPasswordOf },
  { table: 'identity.staff', owner: 'id', box: 'totp_box', context: totpSecretOf },
  { table: 'identity.staff_invitation', owner: 'staff_id', box: 'totp_box', context: totpSecretOf },
];

/** Boxes sealed anew in one step; each is a change of its own, so that a killed run goes on where it was. */
const STEP = 200;

export type Renewed = { readonly renewed: number; readonly olderRecoveryCodes: number };

export async function renewBoxes(deps: Pick<IdentityDeps, 'db' | 'keys'>): Promise<Renewed> {
  const { db, keys } = deps;
  let renewed = await renewSeals(deps);
  for (const place of PLACES) renewed += await renewPlace(deps, place);
  return { renewed, olderRecoveryCodes: await store.countOlderCodes(db.read, keys.ids.at(-1) ?? '') };
}

async function renewPlace(
  { db, keys }: Pick<IdentityDeps, 'db' | 'keys'>,
  place: (typeof PLACES)[number],
): Promise<number> {
  let renewed = 0;
  for (;;) {
    const boxes = await store.boxesNotSealedBy(db.read, place, { mark: newestMark(keys), limit: STEP });
    if (boxes.length === 0) return renewed;
    await db.transaction(async (tx) => {
      for (const { owner, box } of boxes) {
        const to = keys.renew(box, place.context(owner));
        invariant(to !== null, 'it was sealed by another key');
        await store.replaceBox(tx, place, { whose: owner, from: box, to });
      }
    });
    renewed += boxes.length;
  }
}
