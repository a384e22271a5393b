import { consoleConflictApi as api } from '#common/api/console-conflicts';
import { serve, type Server } from '#platform/http';
import { recordLooks } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideConflictEnd, proposeConflictEnd } from './end-conflict.ts';
import { showConflict, showConflicts } from './show-conflicts.ts';

/** The queue of conflicts, for finance. Who sees people here is on record, as at every desk. */
export function conflictRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  serve(server, api.conflicts, async ({ actor }) => {
    const shown = await showConflicts(deps);
    const customers = shown.items.map(({ owner }) => owner.id);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'suspense' });
    return shown;
  });
  serve(server, api.conflict, async ({ actor, params: { id } }) => {
    const shown = await showConflict(deps, id);
    if (shown.ok) {
      const customers = [shown.value.owner.id];
      await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'suspense' });
    }
    return shown;
  });
  serve(server, api.proposeConflictEnd, ({ actor, params: { id }, body: { note, ...parameters } }) =>
    db.transaction((tx) => proposeConflictEnd(tx, deps, { id, parameters, note, by: actor.id })),
  );
  serve(server, api.decideConflictEnd, ({ actor, params: { id }, body: { decision } }) =>
    decideConflictEnd(deps, { id, decision, by: actor.id }),
  );
}
