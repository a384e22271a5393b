import type { CustomerId } from '#common/id';
import { KEPT_CARDS_MAX, textOfSource } from '#common/kept-card';
import { type Money, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { ChargeSource } from '#connectors';
import { consumeStepUp, holdsStrongFactor, sourceOfTopUp } from '#identity';
import { lockAccounts, openAccount } from '#ledger';
import { consumeQuote, findOperation, type QuoteRefusal, refusalOf, usableQuote } from '#operations';
import { sha256 } from '#platform/crypto';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import {
  blockOf,
  decideLimits,
  decideRelease,
  type LimitFacts,
  lockLimits,
  recordDecision,
  tellTopUpBlock,
  tellTopUpFactor,
  type TopUpFactor,
  type Verdict,
} from '#risk';
import { refusalOfBlock } from '../account/blocked.ts';
import type { WalletDeps } from '../deps.ts';
import { type Source, sourceOfCharge } from '../kept-card/charge-by.ts';
import type { SourceRefusal } from '../kept-card/kept-card.ts';
import { cardsInUse } from '../kept-card/store.ts';
import { peopleOf, verdictOf } from './assess-top-up.ts';
import { releaseFactsFor } from './quote-top-up.ts';
import { recordConfirmation } from './record-confirmation.ts';
import * as store from './store.ts';
import { type Terms, termsOf } from './terms.ts';
import { quoteKindOf, type RecordedRefusal, type TopUp, type TopUpRequest } from './top-up.ts';

/** `confirmed`: the acquirer or the e-wallet is to be asked now. `repeated`: it was confirmed before, and this is not the one to ask. */
export type Confirmation =
  /** A rule asks for the strong factor, and there is no proof of it yet. Nothing is recorded of the top-up. */
  | { readonly outcome: 'asks_for_factor'; readonly refusal: TopUpFactor }
  | {
      readonly outcome: 'confirmed';
      readonly total: Money;
      /** What the card is charged by; null where the e-wallet is asked. */
      readonly charged: ChargeSource | null;
      readonly keep: boolean;
    }
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'refused'; readonly refusal: RecordedRefusal };

type CardRefusal = SourceRefusal | Refusal<'kept_cards_too_many' | 'ewallet_unavailable'>;

type ConfirmDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits' | 'rules' | 'ewallet'>;
/** What it comes by: a card, as `charged`, or the e-wallet. */
type From = Omit<Source, 'charged'> & {
  readonly charged: ChargeSource | null;
  readonly ewallet: TopUp['ewallet'];
};

/**
 * Takes a customer's yes to a quote: the quote is used up, the intent is written, and a question about it is set for
 * the case that this process dies before it has charged. Nothing is charged in here.
 */
export async function confirmTopUp(
  tx: Tx,
  deps: ConfirmDeps,
  request: TopUpRequest,
): Promise<
  Result<Confirmation, QuoteRefusal | CardRefusal | Refusal<'operation_id_reused' | 'step_up_not_valid'>>
> {
  const { clock, signingKeys, limits } = deps;
  const { id, customer, quoteId } = request;
  // Under this lock one customer's requests come one after the other: of 50 equal ones the first is new and 49 are repeated.
  const limitFacts = await lockLimits(tx, clock, limits, { customer, capability: 'top_up' });
  const earlier = await store.findTopUp(tx, id);
  if (earlier) return repeated(tx, earlier, request);

  const kind = quoteKindOf(request.source);
  const source = await sourceFor(tx, deps, request);
  if (!source.ok) return source;
  const usable = await usableQuote(tx, clock, signingKeys, {
    id: quoteId,
    kind,
    owner: customer,
  });
  if (!usable.ok) return usable;
  const terms = termsOf(usable.value);
  const now = clock.now();
  const release = decideRelease(terms.atOnce, await releaseFactsFor(tx, customer, now, limitFacts.rates));
  // Another top-up has used what was to be spendable at once: the promise of this quote no longer holds.
  if (release.delayed.minor > 0n) return err({ code: 'quote_expired', expiredAt: now.toString() });

  const { verdict, proof } = await decideProof(tx, deps, request, { terms, limits: limitFacts });
  if (!proof.ok)
    return proof.error.code === 'step_up_not_valid'
      ? err(proof.error)
      : ok({ outcome: 'asks_for_factor', refusal: proof.error });

  const decided = await decideConfirmation(tx, clock, customer, { terms, limitFacts, verdict });
  const refusal = decided.ok ? null : decided.error;
  const counted = decided.ok ? decided.value : zero(limitFacts.used.day.currency);
  const { charged, keptCard, ewallet } = source.value;
  const isNew = await recordConfirmation(tx, clock, {
    request,
    keptCard,
    ewallet,
    terms,
    limitFacts,
    release,
    counted,
    refusal,
    verdict,
  });
  if (!isNew) return err({ code: 'operation_id_reused' }); // Somebody else's id: nothing is told of it.
  if (refusal) return ok({ outcome: 'refused', refusal });
  const consumed = await consumeQuote(tx, clock, signingKeys, {
    id: quoteId,
    kind,
    owner: customer,
    by: id,
  });
  invariant(consumed.ok, `quote ${quoteId} is still usable under its owner's lock`);
  const keep = request.keepsCard && charged !== null && keptCard === null;
  return ok({ outcome: 'confirmed', total: terms.total, charged, keep });
}

/**
 * What the rules say of it, and whether the proof that they ask for is there: good for this sum, this quote and what it is paid by, once. The
 * question is kept as a hit; the answer to it is another request.
 */
async function decideProof(
  tx: Tx,
  { clock, rules }: ConfirmDeps,
  { customer, quoteId, source, stepUp, device }: TopUpRequest,
  { terms, limits }: { terms: Terms; limits: LimitFacts },
): Promise<{ verdict: Verdict; proof: Result<void, TopUpFactor | Refusal<'step_up_not_valid'>> }> {
  const people = await peopleOf(tx, clock, { customer, device, stepUp });
  const known = { customer, amount: terms.credited, limits, people, device };
  const verdict = await verdictOf(tx, { clock, rules }, known);
  if (!verdict.needsFactor) return { verdict, proof: ok(undefined) };
  const { total } = terms;
  if (stepUp === null) {
    const asked = { about: 'top_up', stage: 'proof', payer: customer, payee: null, operation: null } as const;
    await recordDecision(tx, clock, { ...asked, amount: terms.credited, verdict });
    const holdsOne = await holdsStrongFactor(tx, customer);
    return { verdict, proof: err(tellTopUpFactor(total, { holdsOne })) };
  }
  if (!people.proofs.get(stepUp)) return { verdict, proof: err({ code: 'step_up_not_valid' }) };
  const payee = sourceOfTopUp(quoteId, source);
  const proof = { id: stepUp, customer, action: 'top_up', amount: total, payee } as const;
  return { verdict, proof: await consumeStepUp(tx, clock, proof) };
}

/** What it is charged by; a card that is to be kept needs room. */
async function sourceFor(
  tx: Tx,
  { clock, ewallet }: ConfirmDeps,
  { customer, source: asked, keepsCard }: TopUpRequest,
): Promise<Result<From, CardRefusal>> {
  if (asked === null)
    return ewallet
      ? ok({ charged: null, keptCard: null, ewallet: { name: ewallet.name, account: null } })
      : err({ code: 'ewallet_unavailable' });
  const source = await sourceOfCharge(tx, clock, { customer, source: asked });
  if (!source.ok) return source;
  const from = ok({ ...source.value, ewallet: null });
  if (source.value.keptCard !== null || !keepsCard) return from;
  return (await cardsInUse(tx, customer)).length < KEPT_CARDS_MAX
    ? from
    : err({ code: 'kept_cards_too_many', max: KEPT_CARDS_MAX });
}

/** What has changed since the quote can still refuse: a block, or limits that other top-ups have used. */
async function decideConfirmation(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  { terms, limitFacts, verdict }: { terms: Terms; limitFacts: LimitFacts; verdict: Verdict },
): Promise<Result<Money, RecordedRefusal>> {
  const { currency } = terms.credited;
  // A freeze takes this lock too: what it forbids is not confirmed after it has committed.
  await lockAccounts(tx, [await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency })]);
  const block = await blockOf(tx, customer, 'top_up');
  if (block) return err(refusalOfBlock(block));
  const unsafe = tellTopUpBlock(verdict);
  if (unsafe) return err(unsafe);
  const limited = decideLimits(terms.credited, limitFacts);
  return limited.ok ? ok(limited.value.counted) : limited;
}

async function repeated(
  tx: Tx,
  earlier: TopUp,
  { id, customer, quoteId, source }: TopUpRequest,
): Promise<Result<Confirmation, Refusal<'operation_id_reused'>>> {
  const isSame =
    earlier.customer === customer &&
    earlier.quote === quoteId &&
    earlier.tokenDigest.equals(sha256(textOfSource(source)));
  if (!isSame) return err({ code: 'operation_id_reused' });
  if (earlier.isCharged) return ok({ outcome: 'repeated' });
  const operation = await findOperation(tx, id);
  invariant(operation?.reason != null, `${id} was refused for a reason`);
  return ok({ outcome: 'refused', refusal: refusalOf(operation.reason) as RecordedRefusal });
}
