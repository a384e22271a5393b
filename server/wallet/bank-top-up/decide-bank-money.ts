import { bankMoneyParameters } from '#common/api/console-finance';
import type { BankTopUpId, CustomerId, ProposalId, StaffId } from '#common/id';
import { zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { z } from 'zod';
import { customerById } from '#identity';
import { balanceOf, lockAccounts } from '#ledger';
import { type Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import {
  addUsage,
  convertUp,
  decideAndCarryOut,
  type Deciding,
  type DecisionRefusal,
  lockLimits,
  type Proposal,
  proposalKind,
  propose,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import type { BankTopUp } from './bank-top-up.ts';
import { canGoBack, openReturn, type ReturnRefusal } from './open-return.ts';
import { recordCredited, recordMove } from './record.ts';
import { creditMoney, ownAccounts, railAccounts } from './settle.ts';
import { bankTopUpTariffs, findTopUp, lockTopUp, saveTopUp } from './store.ts';

export type BankMoney = z.output<typeof bankMoneyParameters>;
/** What becomes of money that came in, decided by two people: what is approved is what was proposed, read back under its lock. */
export const BANK_MONEY = proposalKind('decide_bank_money', bankMoneyParameters);

export type DecideDeps = Pick<WalletDeps, 'clock' | 'keys' | 'bank' | 'limits'>;
export type CarryRefusal =
  | ReturnRefusal
  | Refusal<'not_found' | 'suspense_owner_closed' | 'suspense_owner_known'>;

type Proposing = {
  readonly id: BankTopUpId;
  readonly parameters: BankMoney;
  readonly note: string;
  readonly by: StaffId;
};

export async function proposeBankMoney(
  tx: Tx,
  deps: DecideDeps,
  { id, parameters, note, by }: Proposing,
): Promise<Result<{ proposalId: ProposalId }, CarryRefusal | Refusal<'proposal_open'>>> {
  const topUp = await findTopUp(tx, id);
  if (!topUp) return err({ code: 'not_found' });
  const possible = await isPossible(tx, deps, topUp, parameters);
  if (!possible.ok) return possible;
  const proposed = await propose(tx, deps.clock, BANK_MONEY, { subject: id, parameters, reason: note, by });
  return proposed.ok ? ok({ proposalId: proposed.value.id }) : proposed;
}

async function isPossible(
  tx: Tx,
  deps: DecideDeps,
  topUp: BankTopUp,
  parameters: BankMoney,
): Promise<Result<void, CarryRefusal>> {
  if (topUp.state !== 'put_aside') return err({ code: 'suspense_changed' });
  if (parameters.do === 'send_back')
    return canGoBack(deps, topUp) ? ok(undefined) : err({ code: 'suspense_payer_unknown' });
  if (topUp.customer !== null && topUp.customer !== parameters.customer)
    return err({ code: 'suspense_owner_known' });
  if (!(await customerById(tx, parameters.customer))) return err({ code: 'not_found' });
  const { wallet } = await ownAccounts(tx, deps.clock, parameters.customer, topUp.amount.currency);
  return (await balanceOf(tx, wallet)).flags.closed ? err({ code: 'suspense_owner_closed' }) : ok(undefined);
}

/** The second pair of eyes. */
export async function decideBankMoney(
  deps: DecideDeps & Pick<WalletDeps, 'db'>,
  deciding: Deciding,
): Promise<Result<{ ended: boolean }, CarryRefusal | DecisionRefusal>> {
  const ended = await decideAndCarryOut(deps, BANK_MONEY, deciding, (tx, proposal) =>
    carryOut(tx, deps, proposal),
  );
  return ended.ok ? ok({ ended: ended.value }) : ended;
}

async function carryOut(
  tx: Tx,
  deps: DecideDeps,
  { id, subject, parameters }: Proposal<BankMoney>,
): Promise<Result<void, CarryRefusal>> {
  const topUp = await lockTopUp(tx, subject as BankTopUpId);
  if (!topUp) return err({ code: 'not_found' });
  const possible = await isPossible(tx, deps, topUp, parameters);
  if (!possible.ok) return possible;
  if (parameters.do === 'send_back') {
    const opened = await openReturn(tx, deps, topUp, id);
    return opened.ok ? ok(undefined) : opened;
  }
  return assign(tx, deps, topUp, { customer: parameters.customer, proposal: id });
}

/** Credits what was put aside. It counts against the limits, which two people have looked at and do not stop it. */
async function assign(
  tx: Tx,
  { clock, limits: policy }: DecideDeps,
  topUp: BankTopUp,
  { customer, proposal }: { readonly customer: CustomerId; readonly proposal: ProposalId },
): Promise<Result<void, CarryRefusal>> {
  const { id, amount } = topUp;
  const limits = await lockLimits(tx, clock, policy, { customer, capability: 'top_up' });
  const rail = await railAccounts(tx, clock, amount.currency, topUp.rail);
  const own = await ownAccounts(tx, clock, customer, amount.currency);
  await lockAccounts(tx, [...Object.values(rail), ...Object.values(own)]);
  // It may have been closed while the proposal waited.
  if ((await balanceOf(tx, own.wallet)).flags.closed) return err({ code: 'suspense_owner_closed' });
  const tariff = (await bankTopUpTariffs(tx, clock.now())).find(
    ({ fee }) => fee.currency === amount.currency,
  );
  const fee = tariff && tariff.fee.minor < amount.minor ? tariff.fee : zero(amount.currency);
  await creditMoney(tx, clock, { id, amount, fee, from: rail.suspense }, own);
  const counted = convertUp(amount, limits.used.day.currency, limits.rates);
  await addUsage(tx, { customer, capability: 'top_up', day: limits.day, counted });
  const settled: BankTopUp = {
    ...topUp,
    customer,
    state: 'settled',
    fee,
    tariff: tariff?.rule ?? null,
    goesBackAt: null,
    settledAt: clock.now(),
  };
  await saveTopUp(tx, id, settled);
  await tellAssigned(tx, clock, { ...settled, customer }, { isKnown: topUp.customer !== null, proposal });
  return ok(undefined);
}

/** In the history of whom it came for the story goes on; in that of somebody new it begins. */
async function tellAssigned(
  tx: Tx,
  clock: Clock,
  it: BankTopUp & { readonly customer: CustomerId },
  { isKnown, proposal }: { readonly isKnown: boolean; readonly proposal: ProposalId },
): Promise<void> {
  if (isKnown) return recordMove(tx, clock, it, { from: 'put_aside', event: 'credit' });
  await recordCredited(tx, clock, it, { tariff: it.tariff, outcome: 'assigned', proposal });
}
