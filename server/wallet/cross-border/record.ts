import { add, type Money, toWire } from '#common/money';
import { invariant } from '#common/result';
import { type Line, type OperationToOpen, openOperation } from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { keepVerdict, keptLimitFacts, type LimitFacts, recordDecision, type Verdict } from '#risk';
import { deviceMark } from '../rules/device.ts';
import { type CrossBorderRequest, promiseTold, type RecordedRefusal } from './cross-border.ts';
import type { Terms, WireTerms } from './terms.ts';

type ToRecord = {
  readonly request: CrossBorderRequest;
  readonly wire: WireTerms;
  readonly terms: Terms;
  readonly limits: LimitFacts;
  readonly available: Money;
  readonly verdict: Verdict;
  readonly refusal: RecordedRefusal | null;
  /** By when somebody has looked at it, of what is held until then. */
  readonly lookedAtBy: Temporal.Instant | null;
  readonly isListed: boolean;
  readonly uetr: string;
};

const linesOf = ({ converted, fee, correspondentFee, total, get }: Terms): Line[] => [
  { kind: 'total', amount: total },
  { kind: 'fee', amount: fee },
  { kind: 'correspondent_fee', amount: correspondentFee },
  { kind: 'converted', amount: converted },
  { kind: 'received', amount: get },
];

const common = (it: ToRecord) => {
  const { request, wire, terms, limits, available, verdict, refusal, lookedAtBy } = it;
  const { id, customer, quoteId, device } = request;
  return {
    id,
    kind: 'cross_border',
    owner: customer,
    amount: terms.converted,
    fee: add(terms.fee, terms.correspondentFee),
    lines: linesOf(terms),
    decision: {
      quote: quoteId,
      terms: wire,
      uetr: it.uetr,
      limits: keptLimitFacts(limits),
      available: toWire(available),
      outcome: refusal?.code ?? (lookedAtBy ? 'held' : 'requested'),
      rules: keepVerdict(verdict),
      device: deviceMark(device),
      isListed: it.isListed,
    },
    participants: [
      {
        customer,
        direction: 'out',
        counterparty: { kind: 'bank_account', name: wire.name, detail: wire.account },
      },
    ],
  } as const;
};

function operationOf(it: ToRecord): OperationToOpen<'cross_border'> {
  const { refusal, terms, request, lookedAtBy, wire } = it;
  if (refusal)
    return {
      ...common(it),
      event: 'refuse',
      reason: refusal,
      steps: [{ kind: 'cross_border_failed', tone: 'bad', actor: { kind: 'okpay' } }],
    };
  const asked = {
    kind: 'cross_border_requested',
    tone: 'neutral',
    actor: { kind: 'customer', id: request.customer },
    facts: {
      total: toWire(terms.total),
      rate: wire.rate,
      get: toWire(terms.get),
      ...promiseTold(terms),
    },
  } as const;
  if (lookedAtBy)
    return {
      ...common(it),
      event: 'hold',
      reason: { code: 'cross_border_in_review', total: terms.total, dueAt: lookedAtBy.toString() },
      waiting: { nextActor: 'okpay', dueAt: lookedAtBy },
      steps: [asked, { kind: 'cross_border_held', tone: 'wait', actor: { kind: 'okpay' } }],
    };
  return {
    ...common(it),
    event: 'request',
    reason: {
      code: 'cross_border_requested',
      goesAt: terms.goesAt.toString(),
      arrivesBy: terms.arrivesBy.toString(),
    },
    waiting: { nextActor: 'okpay', dueAt: terms.goesAt },
    steps: [asked],
  };
}

/** The operation with all that its decision was made on, what a rule found, and the news of it. */
export async function record(tx: Tx, clock: Clock, it: ToRecord): Promise<void> {
  const { id, customer } = it.request;
  invariant(await openOperation(tx, clock, operationOf(it)), `${id} is a new id`);
  const { verdict } = it;
  if (verdict.outcome !== 'allow') {
    const decided = {
      about: 'withdrawal',
      stage: 'payment',
      payer: customer,
      payee: null,
      operation: id,
    } as const;
    await recordDecision(tx, clock, { ...decided, amount: it.terms.converted, verdict });
  }
  const state = it.refusal ? 'failed' : it.lookedAtBy ? 'in_review' : 'processing';
  await publish(tx, clock, { type: 'cross_border.changed', crossBorderId: id, customerId: customer, state });
}
