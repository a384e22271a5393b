import { consolePetitionApi as api } from '#common/api/petition';
import type { CaseId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { staffById } from '#identity';
import type { StaffActor } from '#platform/actor';
import { serve, type Server } from '#platform/http';
import { askAgain, decidePetition, judgeItem, proposeDecision, type Petition } from '#risk';
import type { SupportDeps } from '../deps.ts';
import { insertLook } from '../desk/store.ts';
import { petitionWithCase, showToStaff } from './petition-view.ts';

type Closed = Refusal<'not_found' | 'forbidden'>;

/** The desk's side: what was given is judged, a decision proposed, and approved by a colleague. */
export function consolePetitionRoutes(server: Server, deps: SupportDeps): void {
  const { db, clock } = deps;
  const shown = async (caseId: CaseId, locale: Locale) => {
    const found = await petitionWithCase(db.read, caseId);
    invariant(found !== null, `petition ${caseId} stands as a case`);
    return ok(await showToStaff({ ...deps, read: db.read, locale }, found));
  };
  /** Does it for who may, and shows how it stands then. */
  const act = async <E extends Refusal>(
    { actor, params: { id }, locale }: { actor: StaffActor; params: { id: CaseId }; locale: Locale },
    work: () => Promise<Result<void, E>>,
    { decides = false } = {},
  ) => {
    const may = await mayAct(deps, actor, id, decides);
    if (!may.ok) return may;
    const done = await work();
    return done.ok ? shown(id, locale) : done;
  };

  serve(server, api.staffPetition, async ({ actor, params, locale }) => {
    const found = await petitionWithCase(db.read, params.id);
    if (!found) return err({ code: 'not_found' });
    await look(deps, actor, found.petition);
    return showToStaff({ ...deps, read: db.read, locale }, found);
  });
  serve(server, api.judgeItem, (ctx) =>
    act(ctx, () =>
      db.transaction((tx) => judgeItem(tx, clock, { ...ctx.body, caseId: ctx.params.id, by: ctx.actor.id })),
    ),
  );
  serve(server, api.askForItems, (ctx) =>
    act(ctx, () => db.transaction((tx) => askAgain(tx, clock, { ...ctx.body, caseId: ctx.params.id }))),
  );
  serve(server, api.proposeDecision, (ctx) =>
    act(ctx, () =>
      db.transaction((tx) =>
        proposeDecision(tx, deps, { ...ctx.body, caseId: ctx.params.id, by: ctx.actor.id }),
      ),
    ),
  );
  serve(server, api.decidePetition, (ctx) => {
    const { note = null, ...body } = ctx.body;
    const deciding = { ...body, note, caseId: ctx.params.id, by: ctx.actor.id };
    return act(ctx, () => db.transaction((tx) => decidePetition(tx, deps, deciding)), {
      decides: body.decision !== 'withdraw',
    });
  });
}

/** An agent proposes and does not decide. What must not be told is staff's for risk, whoever else it is looked at by. */
async function mayAct(
  { db }: SupportDeps,
  { role }: StaffActor,
  caseId: CaseId,
  decides: boolean,
): Promise<Result<void, Closed>> {
  const found = await petitionWithCase(db.read, caseId);
  if (!found) return err({ code: 'not_found' });
  const isRisksAlone = found.petition.disclosure === 'none' && role !== 'risk';
  return isRisksAlone || (decides && role === 'agent') ? err({ code: 'forbidden' }) : ok(undefined);
}

/** Looks of staff for risk are no news to the customer: that somebody for risk looks can be what must not be told. */
async function look(
  { db, clock }: SupportDeps,
  actor: StaffActor,
  { customer, caseId }: Petition,
): Promise<void> {
  if (actor.role === 'risk') return;
  const staff = await staffById(db.read, actor.id);
  invariant(staff !== null, 'a signed-in staff member exists');
  const { id, name } = staff;
  await insertLook(db.read, { staff: { id, name }, customer, caseId, what: 'case' }, clock.now());
}
