import { lastDigits, schemeName } from '#common/card-scheme';
import type { CustomerId, KeptCardId } from '#common/id';
import { textOfSource } from '#common/kept-card';
import { type Money, subtract, toWire, zero } from '#common/money';
import { type Counterparty, type Line, openOperation, type Step } from '#operations';
import type { Clock } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import {
  addUsage,
  keepVerdict,
  keptLimitFacts,
  type LimitFacts,
  recordDecision,
  type Release,
  type Verdict,
} from '#risk';
import { deviceMark } from '../rules/device.ts';
import * as store from './store.ts';
import type { Terms } from './terms.ts';
import {
  ASK_AFTER_SECONDS,
  type ChargedCard,
  type RecordedRefusal,
  type TopUp,
  type TopUpRequest,
} from './top-up.ts';
import { ASK_JOB, askKey } from './work.ts';

type ToRecord = {
  readonly request: TopUpRequest;
  readonly keptCard: KeptCardId | null;
  readonly ewallet: TopUp['ewallet'];
  readonly terms: Terms;
  readonly limitFacts: LimitFacts;
  readonly release: Release;
  readonly counted: Money;
  /** Why it was refused after the customer's yes; null when it goes on. */
  readonly refusal: RecordedRefusal | null;
  /** What the rules say of it. */
  readonly verdict: Verdict;
};

/**
 * Writes a confirmed top-up, or one that was refused after the customer's yes, with all that goes with it: its operation, its row,
 * what it counts as, the first question about it. False, and nothing written, if the id is somebody else's.
 */
export async function recordConfirmation(tx: Tx, clock: Clock, confirmed: ToRecord): Promise<boolean> {
  const { request, limitFacts, counted, refusal } = confirmed;
  const { id, customer } = request;
  if (!(await open(tx, clock, confirmed))) return false;
  const usage = { customer, capability: 'top_up', day: limitFacts.day, counted } as const;
  await insertRow(tx, clock, confirmed, usage);
  await keepHit(tx, clock, confirmed);
  if (!refusal) {
    await addUsage(tx, usage);
    await schedule(tx, { at: firstAsk(clock), job: ASK_JOB, payload: { id }, key: askKey(id) });
  }
  const state = refusal ? 'failed' : 'created';
  await publish(tx, clock, { type: 'top_up.changed', topUpId: id, customerId: customer, state });
  return true;
}

/** What was not simply let through, for the pictures of rules and for who looks at it. */
async function keepHit(tx: Tx, clock: Clock, { request, terms, verdict }: ToRecord): Promise<void> {
  if (verdict.outcome === 'allow') return;
  await recordDecision(tx, clock, {
    about: 'top_up',
    stage: 'payment',
    payer: request.customer,
    payee: null,
    operation: request.id,
    amount: terms.credited,
    verdict,
  });
}

const firstAsk = (clock: Clock) => clock.now().add({ seconds: ASK_AFTER_SECONDS[0] });

function open(
  tx: Tx,
  clock: Clock,
  { request, terms, limitFacts, release, refusal, verdict, ewallet }: ToRecord,
): Promise<boolean> {
  const { id, customer, quoteId, device } = request;
  const common = {
    id,
    kind: 'top_up',
    owner: customer,
    amount: terms.credited,
    fee: terms.fee,
    lines: receiptLines(terms),
    decision: {
      quote: quoteId,
      limits: keptLimitFacts(limitFacts),
      atOnce: toWire(release.atOnce),
      outcome: refusal?.code ?? 'confirmed',
      rules: keepVerdict(verdict),
      device: deviceMark(device),
    },
    // Which card or account it is, is told when it is charged.
    participants: [{ customer, direction: 'in', counterparty: counterpartyOf(ewallet, null) }],
  } as const;
  if (refusal) {
    const steps: Step[] = [{ kind: 'top_up_refused', tone: 'bad', actor: { kind: 'okpay' } }];
    return openOperation(tx, clock, { ...common, event: 'refuse', reason: refusal, steps });
  }
  const waiting = { nextActor: 'okpay', dueAt: firstAsk(clock) } as const;
  return openOperation(tx, clock, {
    ...common,
    event: 'confirm',
    waiting,
    steps: [confirmedStep(customer, terms)],
  });
}

const confirmedStep = (customer: CustomerId, { credited, fee, total }: Terms): Step => ({
  kind: 'top_up_confirmed',
  tone: 'neutral',
  actor: { kind: 'customer', id: customer },
  facts: { amount: toWire(credited), fee: toWire(fee), total: toWire(total) },
});

function insertRow(
  tx: Tx,
  clock: Clock,
  { request, keptCard, ewallet, terms, release, refusal, verdict }: ToRecord,
  usage: Parameters<typeof addUsage>[1],
): Promise<boolean> {
  const nothing = zero(terms.credited.currency);
  return store.insertTopUp(tx, {
    id: request.id,
    customer: request.customer,
    quote: request.quoteId,
    tokenDigest: sha256(textOfSource(request.source)),
    keptCard,
    keepsCard: request.keepsCard && ewallet === null && keptCard === null,
    amount: terms.credited,
    fee: terms.fee,
    atOnce: terms.atOnce,
    delayedUntil: terms.delayedUntil,
    granted: release.counted,
    usage,
    isCharged: refusal === null,
    needsReview: refusal === null && verdict.outcome === 'hold',
    chargeId: null,
    card: null,
    ewallet,
    asks: 0,
    createdAt: clock.now(),
    held: nothing,
    holdNumber: 0,
    chargedBack: nothing,
    suspendedAt: null,
    returnedAt: null,
  });
}

/** Whom the money comes from, as the history names it. */
export const counterpartyOf = (ewallet: TopUp['ewallet'], card: ChargedCard | null): Counterparty =>
  ewallet
    ? { kind: 'ewallet', name: ewallet.name, detail: ewallet.account }
    : {
        kind: 'card',
        name: card ? schemeName(card.brand) : '',
        detail: card ? lastDigits(card.last4) : null,
      };

function receiptLines({ credited, fee, total, atOnce, delayed }: Terms): Line[] {
  const lines: Line[] = [
    { kind: 'amount', amount: credited },
    { kind: 'fee', amount: fee },
    { kind: 'total', amount: total },
  ];
  if (delayed.minor === 0n) return lines;
  return [
    ...lines,
    { kind: 'spendable_at_once', amount: atOnce },
    { kind: 'delayed', amount: subtract(credited, atOnce) },
  ];
}
