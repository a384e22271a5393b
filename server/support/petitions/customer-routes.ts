import { petitionApi as api, SELF_CHECKED } from '#common/api/petition';
import type { PetitionItem } from '#common/api/petition';
import type { CaseId, CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok } from '#common/result';
import { protectionOf } from '#identity';
import { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { serve, type Server } from '#platform/http';
import { Refused } from '#platform/problem';
import {
  findPetition,
  findRestriction,
  giveItem,
  openAppeal,
  openLiftRequest,
  ownAnswerPage,
  type Petition,
  removeAnswerFile,
  sendAnswerFile,
} from '#risk';
import type { RestrictionId } from '#common/id';
import type { SupportDeps } from '../deps.ts';
import { petitionWithCase, showPetition } from './petition-view.ts';

const NOT_FOUND = { code: 'not_found' } as const satisfies Refusal<'not_found'>;

/** What a customer does about a decision: asks for it, gives what it needs, follows it, contests it. */
export function petitionRoutes(server: Server, deps: SupportDeps): void {
  const { db, clock, keys } = deps;
  const shown = async (read: Reader, caseId: CaseId, locale: Locale) => {
    const found = await petitionWithCase(read, caseId);
    invariant(found !== null, `petition ${caseId} stands as a case`);
    return ok(await showPetition({ read, clock, keys, locale }, found));
  };
  serve(server, api.openLiftRequest, async ({ actor, body, tx, locale }) => {
    const opened = await openLiftRequest(tx, deps, { ...body, customer: actor.id });
    return opened.ok ? shown(tx, opened.value.caseId, locale) : opened;
  });
  serve(server, api.openAppeal, async ({ actor, body, tx, locale }) => {
    const opened = await openAppeal(tx, deps, { ...body, customer: actor.id });
    return opened.ok ? shown(tx, opened.value.caseId, locale) : opened;
  });
  serve(server, api.petition, async ({ actor, params, locale }) => {
    const found = await petitionWithCase(db.read, params.id);
    if (found?.petition.customer !== actor.id) return err(NOT_FOUND);
    return showPetition({ read: db.read, clock, keys, locale }, found);
  });
  serve(server, api.giveItem, async ({ actor, params: { id }, body, locale }) => {
    const petition = await findPetition(db.read, id);
    if (petition?.customer !== actor.id) return err(NOT_FOUND);
    const isDone = await isItemDone(db.read, petition, body.item);
    const given = await db.transaction((tx) =>
      giveItem(tx, deps, { ...body, caseId: id, customer: actor.id, isDone }),
    );
    return given.ok ? shown(db.read, id, locale) : given;
  });
  serve(server, api.sendAnswerFile, async ({ actor, params: { id }, query: { item }, rawBody, locale }) => {
    const sent = await sendAnswerFile(deps, { caseId: id, customer: actor.id, item, bytes: rawBody });
    return sent.ok ? shown(db.read, id, locale) : sent;
  });
  serve(server, api.removeAnswerFile, async ({ actor, params: { id }, locale }) => {
    const removed = await removeAnswerFile(deps, { id, customer: actor.id });
    return removed.ok ? shown(db.read, removed.value, locale) : removed;
  });
  serve(server, api.answerFile, async ({ actor, params: { id }, query: { page }, reply }) => {
    const jpeg = await ownAnswerPage(deps, { id, page, customer: actor.id });
    if (!jpeg) throw new Refused(NOT_FOUND);
    void reply.type('image/jpeg').send(jpeg);
  });
}

/** Whether the system sees for itself that it is done. A password counts when it is newer than what it is asked for. */
async function isItemDone(
  read: Reader,
  { customer, subject }: Petition,
  item: PetitionItem,
): Promise<boolean> {
  if (!SELF_CHECKED.includes(item)) return false;
  const { passwordSetAt, hasStrongFactor } = await protectionOf(read, customer as CustomerId);
  if (item === 'strong_factor') return hasStrongFactor;
  const restriction = await findRestriction(read, subject as RestrictionId);
  return restriction !== null && Temporal.Instant.compare(passwordSetAt, restriction.since) > 0;
}
