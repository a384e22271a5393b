import type { ItemFault, PetitionItem } from '#common/api/petition';
import type { CaseId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { askCustomer } from '#cases';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { proposalsAbout } from '../approvals/decide-proposal.ts';
import { insertItems, itemsOf, saveVerdict } from './answer-store.ts';
import { hasRead, unopenedFiles } from './file-store.ts';
import { isWanted } from './give-item.ts';
import { DECIDE_PETITION, nextState, type Petition } from './petition.ts';
import { askableFor, ROUNDS_MAX } from './rules.ts';
import * as store from './store.ts';

type Judging = {
  readonly caseId: CaseId;
  readonly by: StaffId;
  readonly item: PetitionItem;
  readonly attempt: number;
  /** What is wrong with it; null where nothing is. */
  readonly fault: ItemFault | null;
};

/** One of the staff says whether what was given is enough. */
export async function judgeItem(
  tx: Tx,
  clock: Clock,
  { caseId, by, item, attempt, fault }: Judging,
): Promise<Result<void, Refusal<'not_found' | 'case_changed_meanwhile' | 'answer_not_opened'>>> {
  const petition = await store.lockPetition(tx, caseId);
  if (!petition) return err({ code: 'not_found' });
  if (petition.state !== 'reviewing' && petition.state !== 'asking')
    return err({ code: 'case_changed_meanwhile' });
  const unopened = (await unopenedFiles(tx, caseId, by)).some((file) => file.item === item);
  if (unopened || !(await hasRead(tx, caseId, by))) return err({ code: 'answer_not_opened' });
  const saved = await saveVerdict(tx, caseId, { item, attempt, fault, by, at: clock.now() });
  return saved ? ok(undefined) : err({ code: 'case_changed_meanwhile' });
}

type Asking = { readonly caseId: CaseId; readonly more: readonly PetitionItem[] };
type AskingRefusal = Refusal<'not_found' | 'case_changed_meanwhile' | 'rounds_used_up' | 'proposal_open'>;

/** Asks the customer again: for what was refused, and for more. A few times at most; then it is to be decided. */
export async function askAgain(
  tx: Tx,
  clock: Clock,
  { caseId, more }: Asking,
): Promise<Result<void, AskingRefusal>> {
  const petition = await store.lockPetition(tx, caseId);
  if (!petition) return err({ code: 'not_found' });
  if (nextState(petition.state, 'ask') === null) return err({ code: 'case_changed_meanwhile' });
  if (petition.round >= ROUNDS_MAX) return err({ code: 'rounds_used_up' });
  if (await isBeingDecided(tx, clock, petition)) return err({ code: 'proposal_open' });
  const allowed = more.filter((item) => askableFor(petition.disclosure).includes(item));
  await insertItems(tx, caseId, allowed, clock.now());
  const wanted = (await itemsOf(tx, caseId)).filter(isWanted);
  if (wanted.length === 0) return err({ code: 'case_changed_meanwhile' });
  await store.saveState(tx, caseId, { from: petition.state, to: 'asking', round: petition.round + 1 });
  invariant(
    await askCustomer(tx, clock, caseId, { count: wanted.length }),
    `case ${caseId} is being reviewed`,
  );
  return ok(undefined);
}

/** Whether a colleague has yet to say yes or no. */
export async function isBeingDecided(
  read: Reader,
  clock: Clock,
  { caseId }: Pick<Petition, 'caseId'>,
): Promise<boolean> {
  const now = clock.now().epochMilliseconds;
  return (await proposalsAbout(read, [caseId])).some(
    ({ action, decision, expiresAt }) =>
      action === DECIDE_PETITION.action && decision === null && expiresAt.epochMilliseconds > now,
  );
}
