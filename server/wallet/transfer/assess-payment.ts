import { type CustomerId, parseId } from '#common/id';
import type { Money } from '#common/money';
import { invariant } from '#common/result';
import { knownPeopleOfText } from '#identity';
import { balanceOfText } from '#ledger';
import { dayOf, limitsOfStanding, standingOfText, type Verdict } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideByRules } from '../rules/decide-by-rules.ts';
import { factsOfPayment } from './payment-facts.ts';
import { readToAssess } from './store.ts';

type Asked = {
  readonly payer: CustomerId;
  /** The payer's reference; whom it does not mean is nobody, and such a payment is refused anyway. */
  readonly payee: string;
  readonly amount: Money;
  readonly device: Uint8Array | null;
};

/**
 * What the rules say of a payment that is about to be confirmed: whether the proof asks for the strong factor. The payment itself is
 * decided anew, by the facts of its own moment.
 */
export async function assessPayment(
  { db: { read }, clock, limits: policy, rules }: Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules'>,
  { payer, payee, amount, device }: Asked,
): Promise<{ verdict: Verdict; payee: CustomerId | null }> {
  const at = clock.now();
  const { baseCurrency } = policy;
  const { day } = dayOf(at, policy.timeZone);
  const { currency } = amount;
  const reference = parseId('pay', payee);
  const told = await readToAssess(read, { payer, reference, currency, device, at, day, baseCurrency });
  const asked = { customers: [payer], capability: 'transfer', at } as const;
  const {
    limits: [limits],
    ruleSet,
  } = limitsOfStanding(standingOfText(told), policy, asked);
  invariant(limits !== undefined, 'each who is asked about has limits');
  const set = await rules.at(read, ruleSet, { currency: baseCurrency, rates: limits.rates });
  const people = knownPeopleOfText(told.people ?? []);
  const available = told.wallet ? balanceOfText(told.wallet).available : null;
  const known = { payer, payee: told.payee, amount, at, limits, people, device };
  const own = factsOfPayment(known, {
    available,
    isFirst: told.payee || told.is_addressed ? told.is_first : null,
    nameMatch: told.name_match,
  });
  return { verdict: await decideByRules({ set, about: 'transfer', read }, known, own), payee: told.payee };
}
