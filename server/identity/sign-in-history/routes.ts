import { identityApi } from '#common/api/identity';
import { err, ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { listEvents } from './list-events.ts';

export function signInHistoryRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.securityEvents, async ({ actor, query }) => {
    const page = await listEvents(deps, actor.id, query);
    return page ? ok(page) : err({ code: 'malformed_request' as const });
  });
}
