import { consoleScreeningApi as api } from '#common/api/console-screening';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import {
  decidedMatches,
  decideVerdict,
  findMatch,
  lastRun,
  listVersions,
  openMatches,
  proposeVerdict,
  recordLooks,
  requestLists,
  thresholdAt,
} from '#risk';
import type { SupportDeps } from '../deps.ts';
import { listViews, matchViews } from './staff-view.ts';

/** Rows of the queue; the likest stand first, so the rest can wait. */
const QUEUE_MAX = 200;
const VERSIONS_MAX = 100;

/** The desk of staff for risk over the sanctions lists. Decisions are made with four eyes and stay on record. */
export function screeningRoutes(server: Server, { db, clock }: SupportDeps): void {
  serve(server, api.screeningQueue, async ({ actor, query: { view } }) => {
    const matches =
      view === 'open' ? await openMatches(db.read, QUEUE_MAX) : await decidedMatches(db.read, QUEUE_MAX);
    const customers = matches.map(({ customer }) => customer);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'screening' });
    return { items: await matchViews(db.read, clock, matches) };
  });
  serve(server, api.proposeVerdict, async ({ actor, params: { id }, body }) => {
    const done = await db.transaction((tx) => proposeVerdict(tx, clock, { id, ...body, by: actor.id }));
    if (!done.ok) return done;
    const match = (await findMatch(db.read, id)) ?? done.value;
    const [view] = await matchViews(db.read, clock, [match]);
    if (!view) throw new Error('one match has one view');
    return ok(view);
  });
  serve(server, api.decideVerdict, ({ actor, params: { id }, body: { decision, note = null } }) =>
    db.transaction((tx) => decideVerdict(tx, clock, { id, by: actor.id, decision, note })),
  );
  serve(server, api.screeningLists, async () => {
    const run = await lastRun(db.read);
    return {
      items: await listViews(db.read, await listVersions(db.read, VERSIONS_MAX)),
      threshold: await thresholdAt(db.read, clock.now()),
      run: run && {
        screened: run.screened,
        found: run.found,
        startedAt: run.startedAt.toString(),
        finishedAt: run.finishedAt?.toString() ?? null,
      },
    };
  });
  serve(server, api.loadScreeningLists, async ({ actor }) => {
    await requestLists(db, actor.id);
    return {};
  });
}
