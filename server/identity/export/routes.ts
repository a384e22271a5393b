import { dataExportApi } from '#common/api/data-export';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { requireAccessProof } from '../second-factor/access-proof.ts';
import { clientOf } from '../session/device-cookie.ts';
import { exportData } from './export-data.ts';

export function exportRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, dataExportApi.exportData, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    return ok(await exportData(deps, { customer: ctx.actor.id, client: clientOf(ctx) }));
  });
}
