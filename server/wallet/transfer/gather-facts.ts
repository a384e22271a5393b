import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import { maskedNamesAndProofs } from '#identity';
import { type Balance, balancesNamed } from '#ledger';
import { batched } from '#platform/batched';
import { type LimitFacts, readLimitsOfMany } from '#risk';
import type { WalletDeps } from '../deps.ts';
import type { TransferFacts } from './decide.ts';
import type { Parties } from './send-transfer.ts';

export type PaymentToCome = {
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly currency: Currency;
  readonly stepUp: string;
};
export type Gathered = { readonly parties: Parties; readonly facts: TransferFacts };

/**
 * The facts of payments that arrive together, by one question per room. Null where something is missing that only the road of one
 * transaction can make or explain: a wallet, a proof, a person. Nothing is locked: what is decided by these facts is looked at again
 * when it is written, and the ledger has the last word about the money.
 */
export function factsTogether(
  deps: Pick<WalletDeps, 'db' | 'clock' | 'limits'>,
): (payment: PaymentToCome) => Promise<Gathered | null> {
  return batched((payments) => gather(deps, payments));
}

async function gather(
  { db: { read }, clock, limits: policy }: Pick<WalletDeps, 'db' | 'clock' | 'limits'>,
  payments: readonly PaymentToCome[],
): Promise<(Gathered | null)[]> {
  const payers = payments.map(({ payer }) => payer);
  const payees = payments.map(({ payee }) => payee);
  const stepUps = payments.map(({ stepUp }) => stepUp);
  const walletsOf = (owner: 'payer' | 'payee') =>
    payments.map(({ currency, ...payment }) => ({ owner: payment[owner], currency }));
  const [{ limits, restrictions }, { names, proofs }, wallets] = await Promise.all([
    readLimitsOfMany(read, clock, policy, { customers: payers, others: payees, capability: 'transfer' }),
    maskedNamesAndProofs(read, { people: [...payers, ...payees], stepUps }, clock.now()),
    balancesNamed(read, 'wallet', [...walletsOf('payer'), ...walletsOf('payee')]),
  ]);
  const forbidden = new Set(restrictions.map(({ customer, capability }) => `${customer} ${capability}`));
  return payments.map(({ payer, payee, stepUp }, index) => {
    const [from, to] = [wallets[index], wallets[payments.length + index]];
    const [payerName, payeeName, limit] = [names.get(payer), names.get(payee), limits[index]];
    if (!from || !to || !limit || payerName === undefined || payeeName === undefined || !proofs.has(stepUp))
      return null;
    return {
      parties: {
        payer: { id: payer, maskedName: payerName, wallet: from.account },
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
      }),
    };
  });
}

type Parts = {
  readonly from: Balance;
  readonly to: Balance;
  readonly limit: LimitFacts;
  readonly payeeName: string;
  readonly sendBlock: TransferFacts['sendBlock'];
  readonly mayReceive: boolean;
};

const factsOf = ({
  from,
  to,
  limit,
  payeeName,
  sendBlock,
  mayReceive,
}: Parts): TransferFacts & { available: Money } => ({
  sendBlock: sendBlock ?? (from.flags.frozenOut || from.flags.closed ? 'other' : null),
  mayReceive: mayReceive && !to.flags.frozenIn && !to.flags.closed,
  payeeName,
  limits: limit,
  available: from.available,
  debt: null,
});
