import { type CustomerId, idFromUuid, parseId } from '#common/id';
import type { Money } from '#common/money';
import { invariant } from '#common/result';
import { knownPeople } from '#identity';
import { balancesNamed } from '#ledger';
import { readLimitsOfMany, type Verdict } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideByRules } from '../rules/decide-by-rules.ts';
import { factsOfPayment } from './payment-facts.ts';
import { readAsked } from './store.ts';

type Asked = {
  readonly payer: CustomerId;
  /** The payer's reference; whom it does not mean is nobody, and such a payment is refused anyway. */
  readonly payee: string;
  readonly amount: Money;
  readonly device: Uint8Array | null;
};

/** A payment that is about to be confirmed has no id yet; none is looked up by this one. */
const NO_ID = idFromUuid('tr', '00000000-0000-0000-0000-000000000000');

/**
 * What the rules say of a payment that is about to be confirmed: whether the proof asks for the strong factor. The payment itself is
 * decided anew, by the facts of its own moment.
 */
export async function assessPayment(
  { db: { read }, clock, limits: policy, rules }: Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules'>,
  { payer, payee, amount, device }: Asked,
): Promise<{ verdict: Verdict; payee: CustomerId | null }> {
  const at = clock.now();
  const reference = parseId('pay', payee);
  const [whom] = reference ? await readAsked(read, [{ id: NO_ID, payer, reference, amount }], at) : [];
  const to = whom?.payee ?? null;
  const devices = device ? [{ customer: payer, tokenHash: device }] : [];
  const asked = { people: to ? [payer, to] : [payer], stepUps: [], devices };
  const [
    {
      limits: [limits],
      ruleSet,
    },
    [wallet],
    people,
  ] = await Promise.all([
    readLimitsOfMany(read, clock, policy, { customers: [payer], others: [], capability: 'transfer' }),
    balancesNamed(read, 'wallet', [{ owner: payer, currency: amount.currency }]),
    knownPeople(read, asked, at),
  ]);
  invariant(limits !== undefined, 'each who is asked about has limits');
  const set = await rules.at(read, ruleSet, { currency: policy.baseCurrency, rates: limits.rates });
  const available = wallet?.available ?? null;
  const known = { payer, payee: to, amount, at, limits, people, device };
  const own = factsOfPayment(known, {
    available,
    isFirst: whom && (to || whom.isAddressed) ? whom.isFirst : null,
    nameMatch: whom?.nameMatch ?? null,
  });
  return { verdict: await decideByRules({ set, about: 'transfer', read }, known, own), payee: to };
}
