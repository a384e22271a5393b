import type { CustomerId } from '#common/id';
import type { Money } from '#common/money';
import { knownPeople, maskedNameOf } from '#identity';
import { type Balance, balancesNamed } from '#ledger';
import { batched } from '#platform/batched';
import {
  historyFacts,
  type HistoryAsked,
  type LimitFacts,
  type NamedFacts,
  readLimitsOfMany,
  type Verdict,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import type { TransferFacts } from './decide.ts';
import { decideByRules } from '../rules/decide-by-rules.ts';
import { deviceMark } from '../rules/device.ts';
import { factsOfPayment } from './payment-facts.ts';
import type { NameOutcome } from '../payee/payee.ts';
import type { Parties } from './send-transfer.ts';

export type PaymentToCome = {
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly amount: Money;
  readonly stepUp: string;
  readonly device: Uint8Array | null;
  readonly isFirst: boolean;
  readonly nameMatch: NameOutcome | null;
};
type Deps = Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules'>;
export type Gathered = { readonly parties: Parties; readonly facts: TransferFacts };

/**
 * The facts of payments that arrive together, by one question per room. Null where something is missing that only the road of one
 * transaction can make or explain: a wallet, a proof, a person. Nothing is locked: what is decided by these facts is looked at again
 * when it is written, and the ledger has the last word about the money.
 */
export function factsTogether(deps: Deps): (payment: PaymentToCome) => Promise<Gathered | null> {
  const history = batched((asked: readonly HistoryAsked[]) => historyFacts(deps.db.read, asked));
  const facts = batched((payments: readonly PaymentToCome[]) => gather(deps, history, payments));
  return async (payment) => (await facts(payment))?.() ?? null;
}

/** Answers for each payment how its facts come: a rule that turns on histories asks once more, which must not hold the others up. */
async function gather(
  { db: { read }, clock, limits: policy, rules }: Deps,
  history: (asked: HistoryAsked) => Promise<NamedFacts>,
  payments: readonly PaymentToCome[],
): Promise<((() => Promise<Gathered>) | null)[]> {
  const at = clock.now();
  const payers = payments.map(({ payer }) => payer);
  const payees = payments.map(({ payee }) => payee);
  const stepUps = payments.map(({ stepUp }) => stepUp);
  const walletsOf = (owner: 'payer' | 'payee') =>
    payments.map(({ amount: { currency }, ...payment }) => ({ owner: payment[owner], currency }));
  const devices = payments.flatMap(({ payer, device }) =>
    device ? [{ customer: payer, tokenHash: device }] : [],
  );
  const [{ limits, restrictions, ruleSet }, people, wallets] = await Promise.all([
    readLimitsOfMany(read, clock, policy, { customers: payers, others: payees, capability: 'transfer' }),
    knownPeople(read, { people: [...payers, ...payees], stepUps, devices }, at),
    balancesNamed(read, 'wallet', [...walletsOf('payer'), ...walletsOf('payee')]),
  ]);
  const rates = limits[0]?.rates;
  const set = rates && (await rules.at(read, ruleSet, { currency: policy.baseCurrency, rates }));
  const forbidden = new Set(restrictions.map(({ customer, capability }) => `${customer} ${capability}`));
  return payments.map(({ payer, payee, stepUp, amount, isFirst, nameMatch, device }, index) => {
    const [from, to] = [wallets[index], wallets[payments.length + index]];
    const [payerKnown, payeeKnown, limit] = [
      people.people.get(payer),
      people.people.get(payee),
      limits[index],
    ];
    if (!set || !from || !to || !limit || !payerKnown || !payeeKnown || !people.proofs.has(stepUp))
      return null;
    const payeeName = maskedNameOf(payeeKnown.name);
    const known = { payer, payee, amount, at, limits: limit, people, device };
    const own = factsOfPayment(known, { available: from.available, isFirst, nameMatch });
    return async () => ({
      parties: {
        payer: { id: payer, maskedName: maskedNameOf(payerKnown.name), wallet: from.account },
        payee: { id: payee, maskedName: payeeName, wallet: to.account },
      },
      facts: factsOf({
        from,
        to,
        limit,
        payeeName,
        // Which it is, the other road tells.
        sendBlock: forbidden.has(`${payer} transfer`) ? 'other' : null,
        mayReceive: !forbidden.has(`${payee} receive`),
        verdict: await decideByRules({ set, about: 'transfer', read, history }, known, own),
        device: deviceMark(device),
      }),
    });
  });
}

type Parts = {
  readonly from: Balance;
  readonly to: Balance;
  readonly limit: LimitFacts;
  readonly payeeName: string;
  readonly sendBlock: TransferFacts['sendBlock'];
  readonly mayReceive: boolean;
  readonly verdict: Verdict;
  readonly device: string | null;
};

const factsOf = ({
  from,
  to,
  limit,
  payeeName,
  sendBlock,
  mayReceive,
  verdict,
  device,
}: Parts): TransferFacts & { available: Money } => ({
  sendBlock: sendBlock ?? (from.flags.frozenOut || from.flags.closed ? 'other' : null),
  mayReceive: mayReceive && !to.flags.frozenIn && !to.flags.closed,
  payeeName,
  limits: limit,
  available: from.available,
  debt: null,
  verdict,
  device,
});
