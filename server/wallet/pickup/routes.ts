import { api } from '#common/api/index';
import type { CustomerId, TransferId } from '#common/id';
import { toWire } from '#common/money';
import { err, invariant, ok } from '#common/result';
import { customerById } from '#identity';
import { entryFor } from '#operations';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { Reader } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { mayPickUp, pickUp } from './end-pickup.ts';
import { offerPickup } from './offer-pickup.ts';
import * as store from './store.ts';

/** Paying an address, and picking up what waits for one. */
export function pickupRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const byToken = (read: Reader, token: string) =>
    isTokenShaped(token) ? store.findByTokenHash(read, sha256(token)) : Promise.resolve(null);
  const entryOf = async (read: Reader, customer: CustomerId, id: TransferId) => {
    const entry = await entryFor(read, customer, id, deps.casesOf);
    invariant(entry !== null, `${id} stands in the payee's history`);
    return entry;
  };

  serve(server, api.offerPickup, ({ actor, body, locale }) =>
    offerPickup(deps, { payer: actor.id, query: body.query, locale }),
  );
  // Nothing of it is told before the address is proven.
  serve(server, api.openPickup, ({ actor, body: { token } }) =>
    db.transaction(async (tx) => {
      const theirs = await mayPickUp(tx, clock, await byToken(tx, token), actor.id);
      if (!theirs.ok) return theirs;
      const { id, payer, payee, amount, note, expiresAt } = theirs.value;
      const from = (await customerById(tx, payer))?.maskedName ?? '';
      const entry = payee === actor.id ? id : null;
      return ok({ amount: toWire(amount), note, from, until: expiresAt.toString(), entry });
    }),
  );
  serve(server, api.pickUp, ({ actor, body: { token } }) =>
    db.transaction(async (tx) => {
      const found = await byToken(tx, token);
      if (!found) return err({ code: 'not_found' });
      const picked = await pickUp(tx, clock, found.id, actor.id);
      return picked.ok ? ok(await entryOf(tx, actor.id, found.id)) : picked;
    }),
  );
}
