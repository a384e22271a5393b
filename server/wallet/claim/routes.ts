import { claimApi as api } from '#common/api/claim';
import { toWire } from '#common/money';
import { err, ok } from '#common/result';
import { clientOf } from '#identity';
import { entryFor } from '#operations';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { openClaim } from './open-claim.ts';
import { openPayoutClaim } from './open-payout-claim.ts';

export function claimRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.openClaim, async (ctx) => {
    const { actor, body, tx } = ctx;
    const entry = await entryFor(tx, actor.id, body.transfer, deps.casesOf);
    if (!entry) return err({ code: 'not_found' });
    const { id, transfer, text } = body;
    const claimed = await openClaim(tx, deps, { id, payer: actor, transfer, entry, text }, clientOf(ctx));
    return claimed.ok
      ? ok({
          caseId: claimed.value.caseId,
          held: toWire(claimed.value.held),
          amount: toWire(claimed.value.amount),
        })
      : claimed;
  });
  serve(server, api.openWithdrawalClaim, async (ctx) => {
    const { actor, body, tx } = ctx;
    const entry = await entryFor(tx, actor.id, body.withdrawal, deps.casesOf);
    if (!entry) return err({ code: 'not_found' });
    const claimed = await openPayoutClaim(tx, deps, { ...body, owner: actor, entry }, clientOf(ctx));
    return claimed.ok ? ok({ caseId: claimed.value.caseId, takenBack: claimed.value.wasHere }) : claimed;
  });
}
