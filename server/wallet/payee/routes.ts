import { api } from '#common/api/index';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { checkPayeeName } from './check-name.ts';
import { findPayee } from './find-payee.ts';

export function payeeRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.findPayee, ({ actor, body, locale }) =>
    findPayee(deps, { payer: actor.id, query: body.query, locale }),
  );
  serve(server, api.checkPayeeName, ({ actor, body }) => checkPayeeName(deps, { payer: actor.id, ...body }));
}
