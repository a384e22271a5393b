import { type PetitionItem, SELF_CHECKED } from '#common/api/petition';
import type { CaseId, CustomerId, RestrictionId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { cleanText, resolveByDeed, takeFromCustomer } from '#cases';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { lift } from '../restrictions/restrict.ts';
import { findRestriction } from '../restrictions/store.ts';
import { insertAnswer, itemsOf, saveVerdict } from './answer-store.ts';
import { filesOf } from './file-store.ts';
import { type AskedItem, itemState, type Petition } from './petition.ts';
import { ATTEMPTS_MAX, ITEMS_RULE, liftsByItself } from './rules.ts';
import { type AnswerDeps, sealAnswer } from './sealed.ts';
import * as store from './store.ts';

type Giving = {
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  readonly item: PetitionItem;
  /** May be empty where files were sent. */
  readonly text: string;
  /** Of what the system sees for itself: whether it is done. */
  readonly isDone: boolean;
};
type GivingRefusal = Refusal<
  'not_found' | 'case_changed_meanwhile' | 'item_not_done' | 'message_empty' | 'message_too_long'
>;

/** The customer gives one of the things that are asked for. With the last one staff's clock begins, or a rule lifts. */
export async function giveItem(
  tx: Tx,
  deps: Pick<AnswerDeps, 'clock' | 'keys'>,
  { caseId, customer, item, text, isDone }: Giving,
): Promise<Result<void, GivingRefusal>> {
  const { clock } = deps;
  const petition = await store.lockPetition(tx, caseId);
  if (petition?.customer !== customer) return err({ code: 'not_found' });
  const asked = (await itemsOf(tx, caseId)).find((each) => each.item === item);
  if (!asked || petition.state !== 'asking' || !isWanted(asked))
    return err({ code: 'case_changed_meanwhile' });
  const attempt = asked.attempt + 1;
  const place = { caseId, item, attempt };
  const at = clock.now();
  if (SELF_CHECKED.includes(item)) {
    if (!isDone) return err({ code: 'item_not_done' });
    await insertAnswer(tx, place, { sealed: null, at });
    await saveVerdict(tx, caseId, { item, attempt, fault: null, by: ITEMS_RULE, at });
  } else {
    const hasFiles = (await filesOf(tx, caseId)).some(
      (file) => file.item === item && file.attempt === attempt,
    );
    const isWordless = hasFiles && text.trim() === '';
    const clean = isWordless ? ok(null) : cleanText(text);
    if (!clean.ok) return clean;
    const sealed = clean.value === null ? null : sealAnswer(deps, place, clean.value);
    await insertAnswer(tx, place, { sealed, at });
  }
  const items = await itemsOf(tx, caseId);
  if (!items.some(isWanted)) await submit(tx, clock, petition, items);
  return ok(undefined);
}

/** What was refused can be given once more, and what was never given can be given. */
export const isWanted = (asked: AskedItem): boolean =>
  asked.attempt < ATTEMPTS_MAX && (itemState(asked) === 'asked' || itemState(asked) === 'refused');

async function submit(tx: Tx, clock: Clock, petition: Petition, items: readonly AskedItem[]): Promise<void> {
  const { caseId, state: from, round, subject } = petition;
  await store.saveState(tx, caseId, { from, to: 'reviewing', round });
  invariant(await takeFromCustomer(tx, clock, caseId), `case ${caseId} waits for a decision`);
  const restriction =
    petition.kind === 'lift_request' ? await findRestriction(tx, subject as RestrictionId) : null;
  const asked = items.map(({ item }) => item);
  if (restriction && liftsByItself(petition.kind, restriction.imposedBy, asked))
    await liftByRule(tx, clock, petition);
}

async function liftByRule(tx: Tx, clock: Clock, { caseId, subject }: Petition): Promise<void> {
  const decided = { outcome: 'granted', ground: 'answers_accepted', by: null } as const;
  await store.saveDecision(tx, caseId, { ...decided, at: clock.now(), appealUntil: null });
  const lifted = await lift(tx, clock, subject as RestrictionId, { by: ITEMS_RULE, proposal: null });
  invariant(lifted.ok, `${subject} is in force while its request is open`);
  const { outcome, ground } = decided;
  await resolveByDeed(tx, clock, caseId, { by: 'decided', outcome, ground });
}
