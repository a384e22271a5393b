import { api } from '#common/api/index';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { showInstructions } from './show-instructions.ts';

export function bankTopUpRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.bankTransfers, async ({ actor }) => ({
    items: await deps.db.transaction((tx) => showInstructions(tx, deps, actor.id)),
  }));
}
