import { wordFreezeApi as api } from '#common/api/word-freeze';
import { invariant, ok } from '#common/result';
import { caseForStaff } from '#cases';
import { serve, type Server } from '#platform/http';
import { restrictionsInForce, tellRestriction } from '#risk';
import type { SupportDeps } from '../deps.ts';
import { freezeOnWord } from './freeze-on-word.ts';

/** Staff who answer customers freeze, and never lift. */
export function wordFreezeRoutes(server: Server, { db, clock }: SupportDeps): void {
  serve(server, api.freezeOnWord, async ({ actor, params: { id }, body }) => {
    const done = await db.transaction((tx) =>
      freezeOnWord(tx, clock, { ...body, caseId: id, staff: actor.id }),
    );
    if (!done.ok) return done;
    const it = await caseForStaff(db.read, id);
    invariant(it !== null, `case ${id} was just found`);
    const restrictions = await restrictionsInForce(db.read, it.customer);
    return ok({ restrictions: restrictions.map((one) => tellRestriction(one)) });
  });
}
