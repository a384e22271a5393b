import { accessHelpApi } from '#common/api/access-help';
import type { CaseId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { clientOf } from '../session/device-cookie.ts';
import { whileTextMessagesGo } from '../text-messages/text-messages.ts';
import { checkIdentity, decideAccess, proposeAccess } from './decide-access.ts';
import { followRequest, withdrawRequest } from './follow-request.ts';
import { openAccessRequest } from './open-request.ts';
import { requestAccessCode } from './request-code.ts';
import { showRequest } from './show-request.ts';

export function accessHelpRoutes(server: Server, deps: IdentityDeps): void {
  guestRoutes(server, deps);
  staffRoutes(server, deps);
}

function guestRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, accessHelpApi.requestAccessCode, async (ctx) => {
    const { by } = ctx.body;
    // Whoever is asked about: the same for everybody.
    const goes = by === 'email' ? ok(undefined) : await whileTextMessagesGo(deps.db.read);
    if (!goes.ok) return goes;
    await requestAccessCode(deps, { ...ctx.body, locale: ctx.locale }, clientOf(ctx));
    return { by };
  });
  serve(server, accessHelpApi.openAccessRequest, (ctx) =>
    openAccessRequest(deps, { ...ctx.body, locale: ctx.locale }, clientOf(ctx)),
  );
  serve(server, accessHelpApi.accessRequestState, ({ body }) => followRequest(deps, body.token));
  serve(server, accessHelpApi.withdrawAccessRequest, ({ body }) => withdrawRequest(deps, body.token));
}

function staffRoutes(server: Server, deps: IdentityDeps): void {
  const shown = async (caseId: CaseId) => {
    const it = await showRequest(deps, caseId);
    return it ? ok(it) : err({ code: 'not_found' as const });
  };
  const done = async <E extends Refusal>(caseId: CaseId, result: Result<void, E>) =>
    result.ok ? shown(caseId) : result;
  serve(server, accessHelpApi.checkIdentity, async ({ actor, params, body }) =>
    done(params.id, await checkIdentity(deps, { caseId: params.id, staff: actor.id }, body)),
  );
  serve(server, accessHelpApi.proposeAccess, async ({ actor, params, body }) =>
    done(params.id, await proposeAccess(deps, { caseId: params.id, staff: actor.id }, body)),
  );
  serve(server, accessHelpApi.decideAccess, async ({ actor, params, body }) =>
    done(params.id, await decideAccess(deps, { caseId: params.id, staff: actor.id }, body)),
  );
}
