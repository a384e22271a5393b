import { consolePetitionApi as api } from '#common/api/petition';
import type { AnswerFileId, CaseId, StaffId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { staffById } from '#identity';
import type { StaffActor } from '#platform/actor';
import { serve, type Server } from '#platform/http';
import { Refused } from '#platform/problem';
import {
  answerPageForStaff,
  askAgain,
  decidePetition,
  judgeItem,
  type Petition,
  proposeDecision,
  recordLooks,
  recordPetitionLook,
} from '#risk';
import type { SupportDeps } from '../deps.ts';
import { insertLook } from '../desk/store.ts';
import { petitionWithCase, showToStaff } from './petition-view.ts';

type Closed = Refusal<'not_found' | 'forbidden'>;

/** The desk's side: what was given is judged, a decision proposed, and approved by a colleague. */
export function consolePetitionRoutes(server: Server, deps: SupportDeps): void {
  const { db, clock } = deps;
  const shown = async (caseId: CaseId, locale: Locale, viewer: StaffId) => {
    const found = await petitionWithCase(db.read, caseId);
    invariant(found !== null, `petition ${caseId} stands as a case`);
    return ok(await showToStaff({ ...deps, read: db.read, locale, viewer }, found));
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
    return done.ok ? shown(id, locale, actor.id) : done;
  };

  serve(server, api.staffPetition, async ({ actor, params, locale }) => {
    const found = await petitionWithCase(db.read, params.id);
    if (!found) return err({ code: 'not_found' });
    await look(deps, actor, found.petition, null);
    return showToStaff({ ...deps, read: db.read, locale, viewer: actor.id }, found);
  });
  serve(server, api.answerFileForStaff, async ({ actor, params: { id }, query: { page }, reply }) => {
    const found = await answerPageForStaff(deps, { id, page });
    if (!found || isRisksAlone(found.petition, actor)) throw new Refused({ code: 'not_found' });
    await look(deps, actor, found.petition, { id, caseId: found.caseId });
    void reply.type('image/jpeg').send(found.jpeg);
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
  actor: StaffActor,
  caseId: CaseId,
  decides: boolean,
): Promise<Result<void, Closed>> {
  const found = await petitionWithCase(db.read, caseId);
  if (!found) return err({ code: 'not_found' });
  const mayNot = isRisksAlone(found.petition, actor) || (decides && actor.role === 'agent');
  return mayNot ? err({ code: 'forbidden' }) : ok(undefined);
}
const isRisksAlone = ({ disclosure }: Petition, { role }: StaffActor): boolean =>
  disclosure === 'none' && role !== 'risk';

/**
 * Writes down who opened what was written, or a file. Looks of staff for risk are told without a name and without what they were for: that
 * can be what must not be told.
 */
async function look(
  { db, clock }: SupportDeps,
  actor: StaffActor,
  { customer, caseId }: Petition,
  file: { readonly id: AnswerFileId; readonly caseId: CaseId } | null,
): Promise<void> {
  const opened = { caseId: file?.caseId ?? caseId, staff: actor.id, file: file?.id ?? null };
  await recordPetitionLook({ db, clock }, opened);
  if (actor.role === 'risk')
    return recordLooks({ db, clock }, { staff: actor.id, customers: [customer], desk: 'petitions' });
  const staff = await staffById(db.read, actor.id);
  invariant(staff !== null, 'a signed-in staff member exists');
  const { id, name } = staff;
  const what = file ? 'document' : 'case';
  await insertLook(db.read, { staff: { id, name }, customer, caseId, what }, clock.now());
}
