import { randomUUID } from 'node:crypto';
import { PURPOSE_CODES } from '#common/beneficiary';
import { type Money, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { consumeStepUp, markOfCrossBorder } from '#identity';
import { consumeQuote, findOperation, type QuoteRefusal, refusalOf, usableQuote } from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import {
  addUsage,
  type LimitFacts,
  type ListedPayee,
  lockLimits,
  tellPayoutBlock,
  type Verdict,
} from '#risk';
import { findListed } from '../beneficiary/add-beneficiary.ts';
import type { Beneficiary } from '../beneficiary/beneficiary.ts';
import { openDetails } from '../beneficiary/sealed.ts';
import type { WalletDeps } from '../deps.ts';
import { peopleOf } from '../top-up/assess-top-up.ts';
import { verdictOf } from './assess-cross-border.ts';
import {
  type CrossBorder,
  type CrossBorderRequest,
  QUOTE_KIND,
  type RecordedRefusal,
} from './cross-border.ts';
import { decideStanding, type Standing } from './decide.ts';
import { ownBeneficiary } from './quote-cross-border.ts';
import { record } from './record.ts';
import { holdForReview, waitToGo } from './review-cross-border.ts';
import { holdMoney } from './settle.ts';
import { lockedStanding } from './standing-of.ts';
import * as store from './store.ts';
import { goingFrom, type Terms, termsOf } from './terms.ts';

/** `refused`: after the customer's yes; it stands in the history with its reason. */
export type Confirmed =
  | { readonly outcome: 'requested' | 'held' }
  | { readonly outcome: 'refused'; readonly refusal: RecordedRefusal };
type ConfirmRefusal = QuoteRefusal | Refusal<'not_found' | 'operation_id_reused' | 'step_up_not_valid'>;
type ConfirmDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits' | 'rules' | 'keys'>;

/**
 * Takes a customer's yes to a quote, all of it in the caller's transaction: the proof for this sum, quote and payee is used up, all that leaves is
 * held, limits are counted, rules and lists are asked, and its hour is set, or somebody is to look at it first. Nothing is sent in here.
 */
export async function confirmCrossBorder(
  tx: Tx,
  { clock, signingKeys, limits: policy, rules, keys }: ConfirmDeps,
  request: CrossBorderRequest,
): Promise<Result<Confirmed, ConfirmRefusal>> {
  const { id, customer, quoteId, stepUp, device } = request;
  // Under this lock one customer's requests come one after the other: of fifty equal ones the first is new.
  const limits = await lockLimits(tx, clock, policy, { customer, capability: 'withdraw' });
  const earlier = await store.findCrossBorder(tx, id);
  if (earlier) return repeated(tx, earlier, request);
  const wanted = { id: quoteId, kind: QUOTE_KIND, owner: customer };
  const usable = await usableQuote(tx, clock, signingKeys, wanted);
  if (!usable.ok) return usable;
  const { wire, terms: quoted } = termsOf(usable.value);
  const terms = goingFrom(quoted, clock.now());
  const { beneficiary, total, get } = terms;
  const to = await ownBeneficiary(tx, customer, beneficiary);
  if (!to) return err({ code: 'not_found' });
  // Read before the proof is used up: a used one is not good any more.
  const people = await peopleOf(tx, clock, { customer, device, stepUp });
  const payee = markOfCrossBorder({ beneficiaryId: beneficiary, quoteId });
  const proof = { id: stepUp, customer, action: 'cross_border', amount: total, payee } as const;
  const proven = await consumeStepUp(tx, clock, proof);
  if (!proven.ok) return proven;

  const asked = { customer, beneficiary, from: total.currency, to: get.currency };
  const { standing, accounts } = await lockedStanding(tx, clock, asked, limits);
  const { available } = standing;
  const known = { customer, terms, available, limits, people, device };
  const verdict = await verdictOf(tx, { clock, rules }, known);
  // The rules ask for more than the proof was made with: one went live meanwhile, or a fact has changed. It is confirmed anew.
  if (verdict.needsFactor && !people.proofs.get(stepUp)) return err({ code: 'step_up_not_valid' });
  const listed = await listedAs(tx, { clock, keys }, to);
  const decided = decideByAll(terms, standing, verdict);
  const refusal = decided.ok ? null : decided.error;
  const counted = decided.ok ? decided.value.counted : zero(limits.used.day.currency);
  const isHeld = decided.ok && (verdict.outcome === 'hold' || listed !== null);
  const kept = rowOf(request, terms, { limits, counted, isTaken: decided.ok, isHeld, clock });
  if (!(await store.insertCrossBorder(tx, kept))) return err({ code: 'operation_id_reused' });
  if (!refusal) {
    await holdMoney(tx, clock, kept, accounts);
    await addUsage(tx, kept.usage);
    const consumed = await consumeQuote(tx, clock, signingKeys, { ...wanted, by: id });
    invariant(consumed.ok, `quote ${quoteId} is still usable under its owner's lock`);
  }
  const lookedAtBy = isHeld ? await holdForReview(tx, clock, { ...kept, listed }, limits) : null;
  if (!refusal && !lookedAtBy) await waitToGo(tx, kept);
  const told = { request, wire, terms, limits, available, verdict, refusal, lookedAtBy };
  await record(tx, clock, { ...told, isListed: listed !== null, uetr: kept.uetr });
  return ok(refusal ? { outcome: 'refused', refusal } : { outcome: lookedAtBy ? 'held' : 'requested' });
}

/** Lists change: who was on none when the payee was added may be on one now. Once found, always looked at. Null: on none. */
async function listedAs(
  tx: Tx,
  { clock, keys }: Pick<WalletDeps, 'clock' | 'keys'>,
  to: Beneficiary,
): Promise<readonly ListedPayee[] | null> {
  const found = await findListed(tx, clock, { name: openDetails(keys, to).name, country: to.country });
  return to.isListed || found.length > 0 ? found : null;
}

/** What stands in the way by itself is told before what a rule sees in it. */
function decideByAll(
  terms: Terms,
  standing: Standing,
  verdict: Verdict,
): Result<{ counted: Money }, RecordedRefusal> {
  const decided = decideStanding(terms, standing);
  const unsafe = tellPayoutBlock(verdict);
  if (!decided.ok || !unsafe) return decided;
  return err({
    code: unsafe.code === 'withdrawals_too_many' ? 'cross_border_too_many' : 'cross_border_unsafe',
  });
}

type Moment = {
  readonly limits: LimitFacts;
  readonly counted: Money;
  readonly isTaken: boolean;
  readonly isHeld: boolean;
  readonly clock: Clock;
};
function rowOf(
  { id, customer, quoteId }: CrossBorderRequest,
  terms: Terms,
  { limits, counted, isTaken, isHeld, clock }: Moment,
): store.NewCrossBorder {
  return {
    ...terms,
    id,
    customer,
    quote: quoteId,
    purpose: PURPOSE_CODES[terms.purpose],
    uetr: randomUUID(),
    usage: { customer, capability: 'withdraw', day: limits.day, counted },
    inReview: isHeld,
    money: isTaken ? 'held' : 'none',
    createdAt: clock.now(),
  };
}

async function repeated(
  tx: Tx,
  earlier: CrossBorder,
  { id, customer, quoteId }: CrossBorderRequest,
): Promise<Result<Confirmed, Refusal<'operation_id_reused'>>> {
  if (earlier.customer !== customer || earlier.quote !== quoteId) return err({ code: 'operation_id_reused' });
  // It was taken, whatever became of it since: the entry tells.
  if (earlier.money !== 'none') return ok({ outcome: 'requested' });
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  return ok({ outcome: 'refused', refusal: refusalOf(operation.reason) as RecordedRefusal });
}
