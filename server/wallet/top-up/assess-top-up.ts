import type { CustomerId, QuoteId } from '#common/id';
import { isEqual, type Money } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { knownPeople, type KnownPeople } from '#identity';
import { type Quote, type QuoteRefusal, usableQuote } from '#operations';
import type { Reader } from '#platform/db';
import { isYes, type LimitFacts, readLimits, type Verdict } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideByRules } from '../rules/decide-by-rules.ts';
import * as store from './store.ts';
import { termsOf } from './terms.ts';

type Asked = {
  readonly customer: CustomerId;
  readonly quote: QuoteId;
  /** What the card is to be charged, as it was shown. */
  readonly total: Money;
  readonly device: Uint8Array | null;
};

/**
 * What the rules say of a top-up that is about to be confirmed. The sum must be that of the quote: a proof is good for what was shown, and
 * nothing else was. The top-up itself is decided anew, by the facts of its own moment.
 */
export async function assessTopUp(
  {
    db: { read },
    clock,
    limits: policy,
    rules,
    signingKeys,
  }: Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules' | 'signingKeys'>,
  { customer, quote: id, total, device }: Asked,
): Promise<Result<Verdict, QuoteRefusal>> {
  const quote = await quoteOfTopUp(read, { clock, signingKeys }, { id, owner: customer });
  if (!quote.ok) return quote;
  const terms = termsOf(quote.value);
  if (!isEqual(terms.total, total)) return err({ code: 'quote_not_found' });
  const limits = await readLimits(read, clock, policy, { customer, capability: 'top_up' });
  const people = await peopleOf(read, clock, { customer, device, stepUp: null });
  return ok(
    await verdictOf(read, { clock, rules }, { customer, amount: terms.credited, limits, people, device }),
  );
}

/** Whichever way it prices. */
async function quoteOfTopUp(
  read: Reader,
  { clock, signingKeys }: Pick<WalletDeps, 'clock' | 'signingKeys'>,
  of: { id: QuoteId; owner: CustomerId },
): Promise<Result<Quote, QuoteRefusal>> {
  const byCard = await usableQuote(read, clock, signingKeys, { ...of, kind: 'card_top_up' });
  if (byCard.ok || byCard.error.code !== 'quote_not_found') return byCard;
  return usableQuote(read, clock, signingKeys, { ...of, kind: 'ewallet_top_up' });
}

/** The customer, the browser, and whether a proof is good now. Read before the proof is used up. */
export const peopleOf = (
  read: Reader,
  clock: WalletDeps['clock'],
  { customer, device, stepUp }: { customer: CustomerId; device: Uint8Array | null; stepUp: string | null },
): Promise<KnownPeople> =>
  knownPeople(
    read,
    {
      people: [customer],
      stepUps: stepUp === null ? [] : [stepUp],
      devices: device ? [{ customer, tokenHash: device }] : [],
    },
    clock.now(),
  );

type Known = {
  readonly customer: CustomerId;
  readonly amount: Money;
  readonly limits: LimitFacts;
  readonly people: KnownPeople;
  readonly device: Uint8Array | null;
};

/** Decides by the rules about top-ups that are live now. */
export async function verdictOf(
  read: Reader,
  { clock, rules }: Pick<WalletDeps, 'clock' | 'rules'>,
  { customer, limits, ...known }: Known,
): Promise<Verdict> {
  const counting = { currency: limits.used.day.currency, rates: limits.rates };
  const set = await rules.live(read, counting);
  const first_top_up = isYes(!(await store.hasToppedUp(read, customer)));
  return decideByRules(
    { set, about: 'top_up', read },
    { ...known, payer: customer, payee: null, limits, at: clock.now() },
    { first_top_up },
  );
}
