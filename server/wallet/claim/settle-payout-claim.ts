import type { PetitionOutcome } from '#common/api/petition';
import type { WithdrawalId } from '#common/id';
import { type Money, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { continueStory } from '#operations';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { lockStanding } from '../withdrawal/lock.ts';
import { findWithdrawal } from '../withdrawal/store.ts';
import { bearLoss } from './bear-loss.ts';
import { bearable, possiblePayoutOutcomes } from './decide.ts';
import * as store from './store.ts';

/** What can be decided about a claimed withdrawal, by where its money is and what the operator bears. */
export async function outcomesOfPayoutClaim(
  read: Reader,
  clock: Clock,
  id: WithdrawalId,
): Promise<PetitionOutcome[]> {
  const it = await findWithdrawal(read, id);
  invariant(it !== null, `${id} was claimed`);
  return possiblePayoutOutcomes(it, await store.claimRuleFor(read, it.amount.currency, clock.now()));
}

/** Does what was decided: what is gone is paid from the operator's losses, once; what is back needs nothing. */
export async function settlePayoutClaim(
  tx: Tx,
  clock: Clock,
  id: WithdrawalId,
  { outcome }: { readonly outcome: PetitionOutcome },
): Promise<void> {
  // Under the row's lock: the bank may be sending it back at this moment.
  const it = (await lockStanding(tx, [id])).get(id);
  const claim = await store.findPayoutClaim(tx, id);
  invariant(it !== undefined && claim !== null, `${id} was claimed`);
  const rule = await store.claimRuleFor(tx, it.amount.currency, clock.now());
  // An appeal decides about the same again: what was borne once is borne.
  const isBorne = claim.borne.minor > 0n;
  const due = isBorne ? zero(it.amount.currency) : bearable(it, rule);
  const amount = outcome === 'granted' ? due : null;
  invariant(outcome !== 'granted' || amount !== null, `${id} can be decided so`);
  if (amount && amount.minor > 0n) await bear(tx, clock, claim, amount);
  const back = amount && amount.minor > 0n ? amount : null;
  const step = back
    ? ({ kind: 'payment_given_back', tone: 'good', facts: { amount: toWire(back) } } as const)
    : ({ kind: 'payment_stands', tone: 'neutral' } as const);
  if (back || outcome !== 'granted')
    await continueStory(tx, clock, { id, steps: [{ ...step, actor: { kind: 'staff' } }] });
}

async function bear(
  tx: Tx,
  clock: Clock,
  {
    withdrawal,
    customer,
  }: { withdrawal: WithdrawalId; customer: Parameters<typeof bearLoss>[2]['customer'] },
  amount: Money,
): Promise<void> {
  await store.saveBorne(tx, withdrawal, amount);
  await bearLoss(tx, clock, { customer, about: withdrawal, amount });
}
