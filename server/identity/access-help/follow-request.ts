import type { AccessState, Lost } from '#common/api/access-help';
import type { CaseId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { caseForStaff, resolveByDeed } from '#cases';
import type { Clock } from '#platform/clock';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { Db, Tx } from '#platform/db';
import { findAnswering } from '../security-questions/store.ts';
import { accessProposals, accessState, isWaiting } from './access-help.ts';
import { followLink } from './open-request.ts';
import * as store from './store.ts';

export type Followed = {
  readonly state: AccessState;
  readonly lost: Lost;
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly mayAnswer: boolean;
};

/** How a request stands, for who holds a link to it: by mail, or from the page where it was opened. Nothing of the account. */
export async function followRequest(
  { db, clock, securityQuestions }: { db: Db; clock: Clock; securityQuestions: boolean },
  token: string,
): Promise<Result<Followed, Refusal<'link_not_valid'>>> {
  const it = await requestBy(db, clock, token);
  if (!it) return err({ code: 'link_not_valid' });
  const standing = await caseForStaff(db.read, it.caseId);
  invariant(standing !== null, 'a request stands as a case');
  const proposals = await accessProposals(db.read, it.caseId);
  const checks = await store.checksOf(db.read, it.caseId);
  const state = accessState(standing.state, {
    isRestored: it.restoredAt !== null,
    isProposed: proposals.some((each) => isWaiting(each, clock.now())),
    isChecked: checks.length > 0,
  });
  const isOver = state === 'restored' || state === 'closed';
  return ok({
    state,
    lost: it.lost,
    openedAt: it.openedAt.toString(),
    dueAt: isOver || standing.nextActor !== 'okpay' ? null : (standing.dueAt?.toString() ?? null),
    mayAnswer:
      securityQuestions && !isOver && (await findAnswering(db.read, sha256(token), clock.now())) !== null,
  });
}

/** Stops a request. Whoever holds a link to it may: the one who asked, and every address of the account, which all were told. */
export async function withdrawRequest(
  { db, clock }: { db: Db; clock: Clock },
  token: string,
): Promise<Result<void, Refusal<'link_not_valid' | 'case_closed'>>> {
  const it = await requestBy(db, clock, token);
  if (!it) return err({ code: 'link_not_valid' });
  return db.transaction(async (tx) => {
    await store.lockRequest(tx, it.caseId);
    const resolved = await resolveByDeed(tx, clock, it.caseId, { by: 'withdrawn' });
    return resolved.ok ? ok(undefined) : err({ code: 'case_closed' as const });
  });
}

const requestBy = async ({ read }: Db, clock: Clock, token: string): Promise<store.AccessRequest | null> =>
  isTokenShaped(token) ? store.findFollowed(read, sha256(token), clock.now()) : null;

/** A link for a mail, made in the moment of sending, and whether access was given back; null when the case is about something else. */
export async function takeFollowLink(
  tx: Tx,
  clock: Clock,
  caseId: CaseId,
): Promise<{ token: string; isRestored: boolean } | null> {
  const it = await store.findRequest(tx, caseId);
  if (!it) return null;
  return {
    token: await followLink(tx, clock, caseId, { fromPage: false }),
    isRestored: it.restoredAt !== null,
  };
}
