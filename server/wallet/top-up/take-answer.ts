import type { TopUpState } from '#common/api/entry-kinds';
import type { TopUpId } from '#common/id';
import { add, toWire } from '#common/money';
import { invariant, unreachable } from '#common/result';
import { findOperation, nameCounterparty, retellOperation, type Step } from '#operations';
import { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { schedule, unschedule } from '#platform/timers';
import { releaseUsage } from '#risk';
import { takeChargeback } from '../chargeback/take-chargeback.ts';
import type { WalletDeps } from '../deps.ts';
import { keepWithTopUp } from '../kept-card/settle-keeping.ts';
import { type ChargeRefusal, decideOutcome, type Outcome } from './decide.ts';
import { counterpartyOf } from './record-confirmation.ts';
import { beginReturn } from './return-charge.ts';
import { holdForReview } from './review-top-up.ts';
import { isWalletClosed, settleMoney, WalletRefuses } from './settle.ts';
import { conflict, lockStanding, move } from './standing.ts';
import * as store from './store.ts';
import { tellingOf } from './telling.ts';
import {
  ASK_AFTER_SECONDS,
  type Charge,
  CHALLENGE_MINUTES,
  type StandingTopUp,
  type TopUpAnswer,
  WATCH_SECONDS,
} from './top-up.ts';
import { ASK_JOB, askKey, RELEASE_JOB, releaseKey } from './work.ts';

type AnswerDeps = Pick<WalletDeps, 'db' | 'clock' | 'log'>;
type Doing = Omit<AnswerDeps, 'db'>;
/** `scheduled`: an open answer sets the next question. Others, such as a customer who asks, leave the schedule alone. */
export type Asked = 'scheduled' | 'between';

/**
 * Reads an answer of the acquirer or the e-wallet into a top-up: the one road by which its state changes and its money moves, whoever asked.
 * Under the row's lock, so a callback, a timer and a customer who asks at once come one after the other, and the later ones find
 * it done. Answers what was decided, so that the caller can act on `cancel`.
 */
export async function takeAnswer(
  deps: AnswerDeps,
  id: TopUpId,
  answer: TopUpAnswer,
  asked: Asked,
): Promise<Outcome['do']> {
  try {
    return await deps.db.transaction(async (tx) => {
      const topUp = await lockStanding(tx, id);
      if (!topUp) return 'nothing';
      const outcome = decideOutcome(topUp, answer, { isOverdue: isOverdue(topUp, deps.clock.now()) });
      await applyOutcome(tx, deps, topUp, outcome, asked);
      return outcome.do;
    });
  } catch (error) {
    if (!(error instanceof WalletRefuses) || !('charge' in answer) || !answer.charge) throw error;
    const { charge } = answer;
    deps.log.error({ topUp: id, why: error.message }, 'somebody has paid into a wallet that takes no money');
    await deps.db.transaction(async (tx) => {
      const topUp = await lockStanding(tx, id);
      if (!topUp) return;
      await beginReturn(tx, deps, topUp, charge);
    });
    return 'mismatch';
  }
}

/** Stops a top-up whose charge is not what we asked for, until people have looked at it. False if it has come to an end already. */
export async function takeMismatch(
  tx: Tx,
  deps: Doing,
  topUp: StandingTopUp,
  charge: Pick<Charge, 'amount'>,
): Promise<boolean> {
  if (!isOpenState(topUp.state)) return false;
  const facts = { asked: toWire(add(topUp.amount, topUp.fee)), told: toWire(charge.amount) };
  await conflict(tx, deps, topUp, 'mismatch', { kind: 'amounts_differ', tone: 'bad', actor: okpay, facts });
  return true;
}

const isOpenState = (state: TopUpState): boolean =>
  state === 'created' || state === 'awaiting_challenge' || state === 'checking';
const isOverdue = ({ state, dueAt }: StandingTopUp, now: Temporal.Instant): boolean =>
  state === 'awaiting_challenge' && dueAt !== null && Temporal.Instant.compare(now, dueAt) >= 0;

/** Carries out what was decided. The caller holds the row's lock. */
export async function applyOutcome(
  tx: Tx,
  deps: Doing,
  topUp: StandingTopUp,
  outcome: Outcome,
  asked: Asked,
): Promise<void> {
  if ('charge' in outcome && outcome.charge && outcome.do !== 'mismatch')
    await noteCharge(tx, deps, topUp, outcome.charge);
  switch (outcome.do) {
    case 'nothing':
    case 'cancel':
      return;
    case 'watch':
      return asked === 'scheduled' ? watch(tx, deps, topUp) : undefined;
    case 'ask_later':
      return asked === 'scheduled' ? askLater(tx, deps, topUp) : undefined;
    case 'lose':
      return lose(tx, deps, topUp, outcome.charge);
    case 'challenge':
      return challenge(tx, deps, topUp, outcome.url);
    case 'settle':
      await settle(tx, deps, topUp);
      if (topUp.keepsCard && outcome.charge.card) await keepWithTopUp(tx, deps.clock, topUp, outcome.charge);
      if (outcome.chargedBack)
        await takeChargeback(
          tx,
          deps,
          {
            ...topUp,
            state: topUp.needsReview ? 'in_review' : 'settled',
            ...(await heldAfterSettling(tx, topUp)),
          },
          outcome.chargedBack,
        );
      return;
    case 'decline':
      return fail(tx, deps, topUp, outcome.reason, outcome.charge);
    case 'expire':
      return expire(tx, deps, topUp);
    case 'mismatch':
      return void (await takeMismatch(tx, deps, topUp, outcome.charge));
    case 'contradict':
      if (await isWalletClosed(tx, deps, topUp)) return beginReturn(tx, deps, topUp, outcome.charge);
      return conflict(tx, deps, topUp, 'contradict', {
        kind: 'charge_contradicted',
        tone: 'bad',
        actor: bank,
      });
    case 'charge_back':
      return takeChargeback(tx, deps, topUp, outcome.part);
    default:
      return unreachable(outcome);
  }
}

const okpay = { kind: 'okpay' } as const;
const bank = { kind: 'bank' } as const;

/** Keeps which charge it is, and which card or account, as soon as that is told. */
async function noteCharge(tx: Tx, { clock }: Doing, topUp: StandingTopUp, charge: Charge): Promise<void> {
  // The owner of an e-wallet chooses the account when the payment is known already.
  const account = charge.card ? null : charge.account;
  const isNews = account !== null && topUp.ewallet?.account === null;
  if (topUp.chargeId !== null && !isNews) return;
  await store.saveCharge(tx, topUp.id, charge, clock.now());
  const operation = await findOperation(tx, topUp.id);
  const party = counterpartyOf(topUp.ewallet && { ...topUp.ewallet, account }, charge.card);
  if (operation) await nameCounterparty(tx, operation, topUp.customer, party);
}

async function setAsk(tx: Tx, topUp: StandingTopUp, at: Temporal.Instant): Promise<void> {
  await schedule(tx, { at, job: ASK_JOB, payload: { id: topUp.id }, key: askKey(topUp.id) });
}

async function lose(tx: Tx, deps: Doing, topUp: StandingTopUp, charge: Charge | null): Promise<void> {
  const telling = tellingOf(topUp);
  const now = deps.clock.now();
  const dueAt = now.add({ seconds: ASK_AFTER_SECONDS[0] });
  await move(tx, deps, topUp, 'lose', 'checking', {
    reason: telling.checking(now.toString(), dueAt.toString()),
    waiting: { nextActor: 'okpay', dueAt },
    steps: [charge ? telling.processing : telling.unclear],
  });
  await setAsk(tx, topUp, dueAt);
}

/** Sets the next question of the schedule; after the last one people take over. */
async function askLater(tx: Tx, deps: Doing, topUp: StandingTopUp): Promise<void> {
  await store.countAsk(tx, topUp.id);
  const seconds = ASK_AFTER_SECONDS[topUp.asks + 1];
  if (seconds === undefined)
    return conflict(tx, deps, topUp, 'give_up', { kind: 'charge_unresolved', tone: 'bad', actor: okpay });
  const dueAt = deps.clock.now().add({ seconds });
  await setAsk(tx, topUp, dueAt);
  const reason = tellingOf(topUp).checking(topUp.since.toString(), dueAt.toString());
  await retellOperation(tx, deps.clock, {
    id: topUp.id,
    state: 'checking',
    reason,
    waiting: { nextActor: 'okpay', dueAt },
    steps: [],
  });
}

async function challenge(tx: Tx, deps: Doing, topUp: StandingTopUp, url: string): Promise<void> {
  const dueAt = deps.clock.now().add({ minutes: CHALLENGE_MINUTES });
  await move(tx, deps, topUp, 'challenge', 'awaiting_challenge', {
    reason: tellingOf(topUp).awaiting(dueAt.toString()),
    waiting: { nextActor: 'you', dueAt },
    actionUrl: url,
    steps: [tellingOf(topUp).asked(dueAt.toString())],
  });
  // A card's bank tells us; of an e-wallet nobody waits longer than a minute to know.
  return topUp.ewallet ? watch(tx, deps, { ...topUp, dueAt }) : setAsk(tx, topUp, dueAt);
}

/** Looks again in a while, and at the latest when the customer's time is over. */
async function watch(tx: Tx, { clock }: Doing, topUp: StandingTopUp): Promise<void> {
  const next = clock.now().add({ seconds: WATCH_SECONDS });
  const isLast = topUp.dueAt !== null && Temporal.Instant.compare(next, topUp.dueAt) > 0;
  await setAsk(tx, topUp, isLast && topUp.dueAt ? topUp.dueAt : next);
}

async function settle(tx: Tx, deps: Doing, topUp: StandingTopUp): Promise<void> {
  const { clock } = deps;
  if (topUp.needsReview) return hold(tx, deps, topUp);
  const held = await settleMoney(tx, clock, topUp);
  await store.markSettled(tx, topUp.id, held, clock.now());
  const steps: Step[] = [
    { kind: 'top_up_settled', tone: 'good', actor: bank, facts: { amount: toWire(topUp.amount) } },
  ];
  const until = topUp.delayedUntil?.toString();
  if (held.minor === 0n || topUp.delayedUntil === null || until === undefined) {
    await move(tx, deps, topUp, 'settle', 'settled', { steps });
  } else {
    steps.push({ kind: 'funds_delayed', tone: 'wait', actor: okpay, facts: { amount: toWire(held), until } });
    const reason = { code: 'top_up_partly_delayed', delayed: held, availableAt: until } as const;
    await move(tx, deps, topUp, 'settle', 'settled', {
      reason,
      waiting: { nextActor: 'okpay', dueAt: topUp.delayedUntil },
      steps,
    });
    await schedule(tx, {
      at: topUp.delayedUntil,
      job: RELEASE_JOB,
      payload: { id: topUp.id },
      key: releaseKey(topUp.id),
    });
  }
  await unschedule(tx, askKey(topUp.id));
}

/** It has come, and somebody looks at it before it can be spent. */
async function hold(tx: Tx, deps: Doing, topUp: StandingTopUp): Promise<void> {
  const { held, dueAt } = await holdForReview(tx, deps.clock, topUp);
  await store.markSettled(tx, topUp.id, held, deps.clock.now());
  await move(tx, deps, topUp, 'hold', 'in_review', {
    reason: { code: 'top_up_in_review', amount: held, dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [{ kind: 'top_up_held', tone: 'wait', actor: okpay, facts: { amount: toWire(held) } }],
  });
  await unschedule(tx, askKey(topUp.id));
}

async function heldAfterSettling(tx: Tx, { id }: StandingTopUp) {
  const now = await store.lockTopUp(tx, id);
  invariant(now !== null, `${id} was just settled`);
  return { held: now.held, holdNumber: now.holdNumber, card: now.card };
}

async function fail(
  tx: Tx,
  deps: Doing,
  topUp: StandingTopUp,
  reason: ChargeRefusal,
  charge: Charge | null,
): Promise<void> {
  const step: Step = charge
    ? tellingOf(topUp).declined(charge)
    : { kind: 'charge_not_made', tone: 'bad', actor: okpay };
  await move(tx, deps, topUp, 'decline', 'failed', { reason, steps: [step] });
  await giveBack(tx, deps, topUp);
}

async function expire(tx: Tx, deps: Doing, topUp: StandingTopUp): Promise<void> {
  const expiredAt = deps.clock.now().toString();
  await move(tx, deps, topUp, 'expire', 'expired', {
    reason: tellingOf(topUp).expired(expiredAt),
    steps: [tellingOf(topUp).outOfTime],
  });
  await giveBack(tx, deps, topUp);
}

/** What did not happen counts against no limit, and nobody needs to be asked about it any more. */
async function giveBack(tx: Tx, { clock }: Doing, topUp: StandingTopUp): Promise<void> {
  if (await store.markFailed(tx, topUp.id, clock.now())) await releaseUsage(tx, topUp.usage);
  await unschedule(tx, askKey(topUp.id));
}
