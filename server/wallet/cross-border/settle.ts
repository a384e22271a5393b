import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import { invariant } from '#common/result';
import { balanceOf, type Leg, legId, lockAccounts, openAccount, postIn } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { ratesAt } from '#risk';
import { pastAFreeze } from '../top-up/settle.ts';
import type { CrossBorder, Parts } from './cross-border.ts';
import { marketMove } from './price.ts';

/** The rail that transfers abroad leave by, and the kinds of fee that they earn. */
export const CORRESPONDENT_RAIL = 'rail:correspondent';
const FEE = 'fee:cross_border';
const CORRESPONDENT_FEE = 'fee:correspondent';
const SPREAD = 'fee:cross_border_spread';

export type CrossBorderAccounts = Awaited<ReturnType<typeof accountsFor>>;
/** The accounts that a transfer touches, opened where they were not there yet. */
export async function accountsFor(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  { from, to }: { from: Currency; to: Currency },
) {
  const open = (kind: Parameters<typeof openAccount>[2]['kind'], owner: string, currency: Currency) =>
    openAccount(tx, clock, { kind, owner, currency });
  return {
    wallet: await open('wallet', customer, from),
    positionFrom: await open('fx_position', 'system', from),
    positionTo: await open('fx_position', 'system', to),
    transit: await open('rail_in_transit', CORRESPONDENT_RAIL, to),
    settlement: await open('rail_settlement', CORRESPONDENT_RAIL, to),
    suspense: await open('rail_suspense', CORRESPONDENT_RAIL, to),
    fees: await open('revenue_fee', FEE, from),
    correspondentFees: await open('revenue_fee', CORRESPONDENT_FEE, from),
    spread: await open('revenue_fee', SPREAD, to),
    rounding: await open('rounding', 'system', to),
    result: await open('fx_result', 'system', from),
  };
}
const accountsOf = (tx: Tx, clock: Clock, { customer, converted, get }: Priced) =>
  accountsFor(tx, clock, customer, { from: converted.currency, to: get.currency });

type Priced = Parts & Pick<CrossBorder, 'id' | 'customer'>;
type HeldPart = 'converted' | 'fee' | 'correspondentFee';
const HELD_PARTS: readonly HeldPart[] = ['converted', 'fee', 'correspondentFee'];
/** What is exchanged and each fee are held, taken and given back together, each as a leg of its own. */
const heldParts = (it: Priced): readonly HeldPart[] => HELD_PARTS.filter((part) => it[part].minor > 0n);
const codeOf = (part: HeldPart) => (part === 'converted' ? ('remittance' as const) : ('fee' as const));

async function post(tx: Tx, clock: Clock, { id }: Pick<Priced, 'id'>, legs: readonly Leg[]): Promise<void> {
  const [first, ...rest] = legs;
  invariant(first !== undefined, 'something moves');
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [first, ...rest] }]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `the money of ${id} moves once: ${posted?.ok === false ? posted.error.code : 'again'}`,
  );
}

/** Reserves what is exchanged and the fees, under the locks of the accounts. */
export async function holdMoney(
  tx: Tx,
  clock: Clock,
  it: Priced,
  { wallet, positionFrom, fees, correspondentFees }: CrossBorderAccounts,
): Promise<void> {
  const credit = { converted: positionFrom, fee: fees, correspondentFee: correspondentFees };
  const legs = heldParts(it).map((part): Leg => ({
    kind: 'hold',
    id: legId(it.id, 'hold', part),
    code: codeOf(part),
    debit: wallet,
    credit: credit[part],
    amount: it[part],
    expiresAt: null,
  }));
  await post(tx, clock, it, legs);
}

/** A freeze keeps what is not gone; what banks have moved has moved. */
async function moved(
  tx: Tx,
  clock: Clock,
  it: Priced,
  legsOf: (accounts: CrossBorderAccounts) => readonly Leg[],
): Promise<void> {
  const accounts = await accountsOf(tx, clock, it);
  await lockAccounts(tx, Object.values(accounts));
  const pass = {
    account: accounts.wallet,
    reason: `${it.id} is told by the correspondent`,
    actor: 'rule:cross_border',
  };
  await pastAFreeze(tx, clock, pass, () => post(tx, clock, it, legsOf(accounts)));
}

/** Legs that a transfer of nothing else has: what leaves, what the mark-up earns, what rounding leaves over. */
const OUT_PARTS = ['get', 'spread', 'rounding'] as const;
const outParts = (it: Priced) => OUT_PARTS.filter((part) => it[part].minor > 0n);

/**
 * The correspondent has it: the held parts leave the wallet, and one chain exchanges them and hands them over. The position is the bridge; the
 * mark-up is a line of its own. Source: reference/wallet.md section 4.
 */
export const sendMoney = (tx: Tx, clock: Clock, it: Priced): Promise<void> =>
  moved(tx, clock, it, ({ positionTo, transit, spread, rounding }) => {
    const credit = { get: transit, spread, rounding };
    const code = { get: 'remittance', spread: 'fee', rounding: 'rounding' } as const;
    return [
      ...heldParts(it).map((part): Leg => ({
        kind: 'capture',
        id: legId(it.id, 'send', part),
        code: codeOf(part),
        hold: legId(it.id, 'hold', part),
      })),
      ...outParts(it).map((part): Leg => ({
        kind: 'single',
        id: legId(it.id, 'out', part),
        code: code[part],
        debit: positionTo,
        credit: credit[part],
        amount: it[part],
      })),
    ];
  });

/** It does not go: all of it is free again. */
export const freeMoney = (tx: Tx, clock: Clock, it: Priced): Promise<void> =>
  moved(tx, clock, it, () =>
    heldParts(it).map((part): Leg => ({
      kind: 'void',
      id: legId(it.id, 'void', part),
      code: codeOf(part),
      hold: legId(it.id, 'hold', part),
    })),
  );

/** It was credited there: it is no longer on the way. */
export const deliverMoney = (tx: Tx, clock: Clock, it: Priced): Promise<void> =>
  moved(tx, clock, it, ({ transit, settlement }) => [
    {
      kind: 'single',
      id: legId(it.id, 'deliver'),
      code: 'settlement',
      debit: transit,
      credit: settlement,
      amount: it.get,
    },
  ]);

type Back = { readonly wasDelivered: boolean };
/**
 * It came back: its owner gets all of it at the rate that it went with, fees too. What the market has done since is ours, as a line of its own.
 * Whoever has no account any more cannot be given it: it is put aside then, and false is answered.
 */
export async function returnMoney(
  tx: Tx,
  clock: Clock,
  it: Priced,
  { wasDelivered }: Back,
): Promise<boolean> {
  const accounts = await accountsOf(tx, clock, it);
  await lockAccounts(tx, Object.values(accounts));
  if ((await balanceOf(tx, accounts.wallet)).flags.closed) {
    await putAside(tx, clock, it, { wasDelivered });
    return false;
  }
  const { rates } = await ratesAt(tx, clock.now());
  const back = (step: string, part: string, code: 'refund' | 'fee' | 'rounding' | 'settlement'): Leg => ({
    kind: 'reversal',
    id: legId(it.id, 'back', step, part),
    code,
    original: part === '' ? legId(it.id, step) : legId(it.id, step, part),
  });
  await moved(tx, clock, it, ({ positionFrom, result }) => [
    ...(wasDelivered ? [back('deliver', '', 'settlement')] : []),
    ...outParts(it).map((part) =>
      back('out', part, part === 'get' ? 'refund' : part === 'spread' ? 'fee' : 'rounding'),
    ),
    ...heldParts(it).map((part) => back('send', part, part === 'converted' ? 'refund' : 'fee')),
    ...resultOf(it, marketMove(it, rates), { position: positionFrom, result }),
  ]);
  return true;
}

/** What a sum that came back has lost (or gained) against the rate that it went with. */
function resultOf(
  { id }: Priced,
  market: ReturnType<typeof marketMove>,
  { position, result }: { position: CrossBorderAccounts['result']; result: CrossBorderAccounts['result'] },
): Leg[] {
  if (!market) return [];
  const { isLoss, amount } = market;
  const [debit, credit] = isLoss ? [result, position] : [position, result];
  return [{ kind: 'single', id: legId(id, 'result'), code: 'adjustment', debit, credit, amount }];
}

/** It is with us again, and there is no wallet to give it to. */
async function putAside(tx: Tx, clock: Clock, it: Priced, { wasDelivered }: Back): Promise<void> {
  const { transit, settlement, suspense } = await accountsOf(tx, clock, it);
  const id = legId(it.id, 'aside');
  const debit = wasDelivered ? settlement : transit;
  await post(tx, clock, it, [
    { kind: 'single', id, code: 'suspense', debit, credit: suspense, amount: it.get },
  ]);
}

/** A bank sent back what we cannot place: our account with it is as it says, and people find out whose it is. */
export async function suspend(
  tx: Tx,
  clock: Clock,
  it: Priced,
  { reference, amount }: { reference: string; amount: Money },
): Promise<void> {
  const { currency } = amount;
  const settlement = await openAccount(tx, clock, {
    kind: 'rail_settlement',
    owner: CORRESPONDENT_RAIL,
    currency,
  });
  const suspense = await openAccount(tx, clock, {
    kind: 'rail_suspense',
    owner: CORRESPONDENT_RAIL,
    currency,
  });
  await lockAccounts(tx, [settlement, suspense]);
  const id = legId(it.id, 'suspense', reference);
  await post(tx, clock, it, [
    { kind: 'single', id, code: 'suspense', debit: settlement, credit: suspense, amount },
  ]);
}
