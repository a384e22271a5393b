import type { CustomerId, QuoteId } from '#common/id';
import { isEqual, type Money } from '#common/money';
import { err, ok, type Result } from '#common/result';
import type { KnownPeople } from '#identity';
import { balancesNamed } from '#ledger';
import { type QuoteRefusal, usableQuote } from '#operations';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import { isYes, type LimitFacts, type NamedFacts, readLimits, type Verdict } from '#risk';
import { findBeneficiary } from '../beneficiary/store.ts';
import type { WalletDeps } from '../deps.ts';
import { daysSince, decideByRules } from '../rules/decide-by-rules.ts';
import { peopleOf } from '../top-up/assess-top-up.ts';
import { QUOTE_KIND } from './cross-border.ts';
import * as store from './store.ts';
import { type Terms, termsOf } from './terms.ts';

type Asked = {
  readonly customer: CustomerId;
  readonly quote: QuoteId;
  /** What leaves the balance, as it was shown. */
  readonly total: Money;
  readonly device: Uint8Array | null;
};

/** What the rules say of a transfer abroad that is about to be confirmed. The sum must be that of the quote, as a proof is good for what was shown. */
export async function assessCrossBorder(
  deps: Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules' | 'signingKeys'>,
  { customer, quote: id, total, device }: Asked,
): Promise<Result<Verdict, QuoteRefusal>> {
  const { clock, limits: policy, rules, signingKeys } = deps;
  const { read } = deps.db;
  const quote = await usableQuote(read, clock, signingKeys, { id, kind: QUOTE_KIND, owner: customer });
  if (!quote.ok) return quote;
  const { terms } = termsOf(quote.value);
  if (!isEqual(terms.total, total)) return err({ code: 'quote_not_found' });
  const limits = await readLimits(read, clock, policy, { customer, capability: 'withdraw' });
  const people = await peopleOf(read, clock, { customer, device, stepUp: null });
  const [wallet] = await balancesNamed(read, 'wallet', [{ owner: customer, currency: total.currency }]);
  const available = wallet?.available ?? null;
  return ok(await verdictOf(read, { clock, rules }, { customer, terms, available, limits, people, device }));
}

type Known = {
  readonly customer: CustomerId;
  readonly terms: Terms;
  readonly available: Money | null;
  readonly limits: LimitFacts;
  readonly people: KnownPeople;
  readonly device: Uint8Array | null;
};

/** Decides by the rules about money that leaves for a bank: those about withdrawals count here too. Amounts are what is exchanged. */
export async function verdictOf(
  read: Reader,
  { clock, rules }: Pick<WalletDeps, 'clock' | 'rules'>,
  { customer, terms, available, ...known }: Known,
): Promise<Verdict> {
  const { limits } = known;
  const set = await rules.live(read, { currency: limits.used.day.currency, rates: limits.rates });
  const own = await factsOfCrossBorder(read, clock, { terms, available });
  return decideByRules(
    { set, about: 'withdrawal', read },
    { ...known, payer: customer, payee: null, amount: terms.converted, at: clock.now() },
    own,
  );
}

const PERCENT = 100n;

/** What a transfer abroad knows for the rules beside what every operation knows; null where nobody knows. */
async function factsOfCrossBorder(
  read: Reader,
  clock: Clock,
  { terms, available }: Pick<Known, 'terms' | 'available'>,
): Promise<NamedFacts> {
  const to = await findBeneficiary(read, terms.beneficiary);
  return {
    balance_share: available && available.minor > 0n ? (terms.total.minor * PERCENT) / available.minor : null,
    first_payout: isYes(!(await store.hasSentTo(read, terms.beneficiary))),
    bank_account_age: daysSince(to?.addedAt, clock.now()),
    // It is somebody else's account: a name of ours is not compared with it.
    bank_account_close_match: null,
  };
}
