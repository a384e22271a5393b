import { consoleRatesApi as api } from '#common/api/console-rates';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { requestRates } from './jobs.ts';
import { showSources } from './show-sources.ts';

/** Where prices of exchanges come from. */
export function consoleRatesRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  serve(server, api.rateSources, async () => ok(await showSources(deps)));
  serve(server, api.askRateSources, async () => {
    const requestedAt = clock.now().toString();
    await requestRates(db);
    return ok({ requestedAt });
  });
}
