import type { PetitionOutcome } from '#common/api/petition';
import { parseId, type TransferId } from '#common/id';
import { add, type Money, subtract, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { legId, postIn } from '#ledger';
import { continueStory } from '#operations';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import type { Petition, ToDecide } from '#risk';
import { bearLoss } from './bear-loss.ts';
import type { Claim } from './claim.ts';
import { decideReturn, possibleOutcomes } from './decide.ts';
import * as store from './store.ts';
import { outcomesOfPayoutClaim, settlePayoutClaim } from './settle-payout-claim.ts';
import { tellSettled } from './tell-recall.ts';

const transferOf = ({ subject }: Pick<Petition, 'subject'>): TransferId => {
  const id = parseId('tr', subject);
  invariant(id !== null, `${subject} is a payment`);
  return id;
};

/** What can be decided about a claimed payment or withdrawal, by what is held and what the operator bears. */
export async function outcomesOfClaim(
  read: Reader,
  clock: Clock,
  petition: Petition,
): Promise<PetitionOutcome[]> {
  const withdrawal = parseId('wd', petition.subject);
  if (withdrawal) return outcomesOfPayoutClaim(read, clock, withdrawal);
  const claim = await store.findClaim(read, transferOf(petition));
  invariant(claim !== null, `${petition.subject} was claimed`);
  return possibleOutcomes(claim, await store.claimRuleFor(read, claim.amount.currency, clock.now()));
}

/** Does what was decided: what is held goes back or is let go, and what the operator bears is paid from its losses. */
export async function settleClaim(
  tx: Tx,
  clock: Clock,
  petition: Petition,
  { outcome }: ToDecide,
): Promise<void> {
  const withdrawal = parseId('wd', petition.subject);
  if (withdrawal) return settlePayoutClaim(tx, clock, withdrawal, { outcome });
  const claim = await store.lockClaim(tx, transferOf(petition));
  invariant(claim !== null, `${petition.subject} was claimed`);
  const { fromHeld, fromOkpay } = decideReturn(claim, outcome);
  await settleHeld(tx, clock, claim, fromHeld);
  if (fromOkpay.minor > 0n)
    await bearLoss(tx, clock, { customer: claim.payer, about: claim.transfer, amount: fromOkpay });
  const back = add(fromHeld, fromOkpay);
  const returned = add(claim.returned, back);
  await store.saveReturn(tx, { transfer: claim.transfer, held: zero(back.currency), returned });
  const step =
    back.minor > 0n
      ? ({ kind: 'payment_given_back', tone: 'good', facts: { amount: toWire(back) } } as const)
      : ({ kind: 'payment_stands', tone: 'neutral' } as const);
  await continueStory(tx, clock, { id: claim.transfer, steps: [{ ...step, actor: { kind: 'staff' } }] });
}

/** What is held goes back as a whole, or is let go as a whole: what was held at once, and what staff had held besides. */
async function settleHeld(tx: Tx, clock: Clock, claim: Claim, fromHeld: Money): Promise<void> {
  const { recall, held } = claim;
  invariant(fromHeld.minor === 0n || subtract(held, fromHeld).minor === 0n, 'what is held goes as a whole');
  const isBack = fromHeld.minor > 0n;
  const more = await store.openHolds(tx, claim);
  const atOnce = more.reduce((left, { amount }) => subtract(left, amount), held);
  if (recall !== null && atOnce.minor > 0n)
    await settleRecall(tx, clock, claim, { recall, amount: atOnce, isBack });
  for (const each of more) {
    await settleRecall(tx, clock, claim, { ...each, isBack });
    await store.settleHold(tx, each.recall, clock.now());
  }
}

async function settleRecall(
  tx: Tx,
  clock: Clock,
  claim: Claim,
  { recall, amount, isBack }: store.MoreHeld & { readonly isBack: boolean },
): Promise<void> {
  const code = 'adjustment' as const;
  const hold = legId(recall, 'hold');
  const leg = isBack
    ? ({ kind: 'capture', id: legId(recall, 'give-back'), hold, code } as const)
    : ({ kind: 'void', id: legId(recall, 'let-go'), hold, code } as const);
  const [posted] = await postIn(tx, clock, [{ operationId: recall, legs: [leg] }]);
  invariant(posted?.ok === true && posted.value.status === 'created', `the hold of ${recall} is open`);
  await tellSettled(tx, clock, recall, { claim, amount, isBack });
}
