import { api } from '#common/api/index';
import { writePayCode } from '#common/pay-code';
import { err, ok } from '#common/result';
import { customerById } from '#identity';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { linkToken } from '../money-request/ask-for-money.ts';
import { payeeFor } from '../payee/find-payee.ts';
import * as store from './store.ts';

/** The own code, a new one, and whom somebody else's lets pay. */
export function payCodeRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock, publicUrl, limits } = deps;
  const shown = (token: string) => {
    const code = { kind: 'person', token, host: new URL(publicUrl).host } as const;
    return {
      code: writePayCode(code, null, limits.baseCurrency),
      link: `${publicUrl}/code/link#${token}`,
    };
  };
  serve(server, api.payCode, async ({ actor }) => {
    const made = { customer: actor.id, token: linkToken(), at: clock.now() };
    return ok(shown(await store.tokenOf(db.read, made)));
  });
  serve(server, api.renewPayCode, async ({ actor }) => {
    const made = { customer: actor.id, token: linkToken(), at: clock.now() };
    await store.saveToken(db.read, made);
    return ok(shown(made.token));
  });
  serve(server, api.openPayCode, async ({ actor, body: { token } }) => {
    const owner = await store.ownerOf(db.read, token);
    const found = owner && (await customerById(db.read, owner));
    if (!found) return err({ code: 'not_found' });
    if (found.id === actor.id) return err({ code: 'payee_is_self' });
    // Who shows a code wants to be paid by it, whatever else they are found by.
    return ok(await payeeFor(deps, { payer: actor.id, found, request: null, isByHandle: false }));
  });
}
