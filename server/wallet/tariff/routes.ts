import { consoleTariffApi as api } from '#common/api/console-tariffs';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { decideTariff, proposeTariff } from './change-tariff.ts';
import { showTariffs } from './show-tariffs.ts';

/** Prices, for those who change them: one proposes, another one approves. */
export function tariffRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.tariffs, async () => ok(await showTariffs(deps)));
  serve(server, api.proposeTariff, ({ actor, body }) =>
    deps.db.transaction((tx) => proposeTariff(tx, deps, { ...body, by: actor.id })),
  );
  serve(server, api.decideTariff, ({ actor, params: { id }, body: { decision } }) =>
    decideTariff(deps, { id, decision, by: actor.id }),
  );
}
