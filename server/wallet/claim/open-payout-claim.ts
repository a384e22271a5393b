import type { CaseId, CustomerId, SessionId, WithdrawalId } from '#common/id';
import { zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { cleanText, type Json } from '#cases';
import { type Client, circumstancesOf, freezeOwn } from '#identity';
import { continueStory, type Entry } from '#operations';
import type { Tx } from '#platform/db';
import { openPetition } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { lockWithCounters } from '../withdrawal/lock.ts';
import { stopped } from '../withdrawal/move.ts';
import { endLook, isHere } from '../withdrawal/stop-blocked.ts';
import type { StandingWithdrawal } from '../withdrawal/withdrawal.ts';
import { CLAIM_DAYS, type PayoutClaim } from './claim.ts';
import type { ClaimDeps } from './open-claim.ts';
import * as store from './store.ts';

type ToClaim = {
  readonly id: CaseId;
  readonly owner: { readonly id: CustomerId; readonly sessionId: SessionId };
  readonly withdrawal: WithdrawalId;
  /** The entry as its owner sees it, for the evidence. */
  readonly entry: Entry;
  readonly text: string;
};
type ClaimRefusal = Refusal<
  | 'not_found'
  | 'claim_too_late'
  | 'petition_open'
  | 'message_empty'
  | 'message_too_long'
  | 'idempotency_key_reused'
>;

/**
 * “I did not make this withdrawal”: freezes the account, signs everybody else out, takes back what has not gone to the bank, and opens a case that ends with a
 * decision. All of it, or nothing. What the bank has it has: the case says what it can still do.
 */
export async function openPayoutClaim(
  tx: Tx,
  deps: ClaimDeps & Pick<WalletDeps, 'limits'>,
  { id, owner, withdrawal, entry, text }: ToClaim,
  client: Client,
): Promise<Result<PayoutClaim, ClaimRefusal>> {
  const { clock } = deps;
  // Counter and row before the accounts that the freeze locks, as on every other road of a payout.
  const it = (await lockWithCounters(tx, deps, [withdrawal])).get(withdrawal);
  if (it?.customer !== owner.id) return err({ code: 'not_found' });
  const known = await store.findPayoutClaim(tx, withdrawal);
  if (known) return known.caseId === id ? ok(known) : err({ code: 'petition_open' });
  if (it.money !== 'held' && it.money !== 'paid') return err({ code: 'not_found' });
  if (clock.now().since(it.createdAt).total('hours') > CLAIM_DAYS * 24)
    return err({ code: 'claim_too_late', days: CLAIM_DAYS });
  const clean = text.trim() === '' ? null : cleanText(text);
  if (clean && !clean.ok) return clean;

  const circumstances = await circumstancesOf(tx, deps, owner.id, { amount: it.amount, at: it.createdAt });
  await freezeOwn(tx, deps, owner, client);
  const opened = await openPetition(tx, deps, {
    id,
    kind: 'payment_claim',
    topic: 'transfer',
    customer: owner.id,
    subject: withdrawal,
    caseSubject: { kind: 'operation', id: withdrawal },
    disclosure: 'full',
    items: [],
    evidence: { ...entry, challengeUrl: null } as unknown as Json,
    circumstances,
    text: clean?.value ?? null,
  });
  if (!opened.ok) return opened;
  const claim = { ...aboutNothingBorne(it), caseId: id, wasHere: isHere(it), claimedAt: clock.now() };
  invariant(await store.insertPayoutClaim(tx, claim), `${withdrawal} was claimed by nobody`);
  await continueStory(tx, clock, {
    id: withdrawal,
    steps: [{ kind: 'payment_contested', tone: 'wait', actor: { kind: 'customer', id: owner.id } }],
  });
  if (claim.wasHere) {
    await endLook(tx, clock, it);
    await stopped(tx, clock, it);
  }
  return ok(claim);
}

const aboutNothingBorne = ({ id: withdrawal, customer, amount }: StandingWithdrawal) => ({
  withdrawal,
  customer,
  borne: zero(amount.currency),
});
