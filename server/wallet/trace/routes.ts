import { traceApi as api } from '#common/api/trace';
import { err, invariant, ok } from '#common/result';
import { parseOperationId } from '#operations';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { showTrace } from './look.ts';
import { openTrace } from './open-trace.ts';

export function traceRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  serve(server, api.trace, async ({ actor, params }) => {
    const id = parseOperationId(params.id);
    const shown = id && (await showTrace(db.read, clock, actor.id, id));
    return shown ? ok(shown) : err({ code: 'not_found' });
  });
  serve(server, api.openTrace, async ({ actor, body, tx }) => {
    const opened = await openTrace(tx, deps, { ...body, customer: actor.id });
    if (!opened.ok) return opened;
    const shown = await showTrace(tx, clock, actor.id, opened.value.operation);
    invariant(shown !== null, 'whoever traces an entry takes part in it');
    return ok(shown);
  });
}
