import { profileApi } from '#common/api/profile';
import type { CustomerId } from '#common/id';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { requireAccessProof } from '../second-factor/access-proof.ts';
import { clientOf } from '../session/device-cookie.ts';
import { phraseOfBrowser, phrasesOf, setPhrase } from './set-phrase.ts';

export function phraseRoutes(server: Server, deps: IdentityDeps): void {
  const shown = async (customer: CustomerId) => {
    const found = (await phrasesOf(deps.db.read, deps, [customer])).get(customer);
    return { phrase: found?.phrase ?? null, setAt: found?.setAt.toString() ?? null };
  };
  serve(server, profileApi.phrase, ({ actor }) => shown(actor.id));
  serve(server, profileApi.setPhrase, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    const set = await setPhrase(deps, ctx.actor.id, ctx.body.phrase, clientOf(ctx));
    return set.ok ? ok(await shown(ctx.actor.id)) : set;
  });
  serve(server, profileApi.knownBrowser, async (ctx) => ({
    phrase: await phraseOfBrowser(deps, clientOf(ctx)),
  }));
}
