// For tests that move money: a ledger with people in it, and short words for what they do.
import { type Currency, type Money, money } from '#common/money';
import type { Clock, Temporal } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { idFromUuid, type OperationId } from '#common/id';
import { newId, newUuid } from '#platform/ids';
import { testClock, type TestClock } from './clock.ts';
import { freshDb, type FreshDb } from './db.ts';
import * as ledger from '#ledger';
import type { Leg, LedgerAccountId, MovementCode, PostCommand, PostResult } from '#ledger';

export type World = FreshDb & { clock: TestClock };

export async function ledgerWorld(): Promise<World> {
  return { ...(await freshDb()), clock: testClock() };
}

type At = { db: Db; clock: Clock };

export const openWallet = ({ db, clock }: At, currency: Currency = 'CNY'): Promise<LedgerAccountId> =>
  db.transaction((tx) => ledger.openAccount(tx, clock, { kind: 'wallet', owner: newId('cus'), currency }));

/** The account through which test money enters and leaves. */
export const openRail = ({ db, clock }: At, currency: Currency = 'CNY'): Promise<LedgerAccountId> =>
  db.transaction((tx) =>
    ledger.openAccount(tx, clock, { kind: 'rail_in_transit', owner: 'rail:card', currency }),
  );

/** A wallet with money on it. */
export async function openFilledWallet(at: At, amount: Money): Promise<LedgerAccountId> {
  const [wallet, rail] = [await openWallet(at, amount.currency), await openRail(at, amount.currency)];
  await postAll(at, [one(move(rail, wallet, amount, { code: 'top_up' }))]);
  return wallet;
}

export const postAll = ({ db, clock }: At, commands: readonly PostCommand[]): Promise<PostResult[]> =>
  db.transaction((tx: Tx) => ledger.postIn(tx, clock, commands));

export const cny = (minor: bigint): Money => money(minor, 'CNY');
/** The first twelve bytes that all operations of a test share with all of their transfers, so that any legs go together. */
const SHARED = newUuid().slice(0, 28);
let named = 0;
const nextTail = (): string => (named += 1).toString(16).padStart(8, '0');
/** An operation of its own, and a transfer of it. */
export const newOperation = (kind: 'tr' | 'tu' | 'cb' = 'tr'): OperationId =>
  idFromUuid(kind, SHARED + nextTail());
export const newTransfer = (): string => SHARED + nextTail();
/** A command of these legs for an operation of its own. */
export const chain = (...legs: [Leg, ...Leg[]]): PostCommand => ({ operationId: newOperation(), legs });
export const one = (leg: Leg): PostCommand => chain(leg);

type Options = { id?: string; code?: MovementCode };
export const move = (
  debit: LedgerAccountId,
  credit: LedgerAccountId,
  amount: Money,
  { id = newTransfer(), code = 'transfer' }: Options = {},
) => ({ kind: 'single', id, code, debit, credit, amount }) satisfies Leg;
export const hold = (
  debit: LedgerAccountId,
  credit: LedgerAccountId,
  amount: Money,
  {
    id = newTransfer(),
    code = 'transfer',
    expiresAt = null,
  }: Options & { expiresAt?: Temporal.Instant | null } = {},
) => ({ kind: 'hold', id, code, debit, credit, amount, expiresAt }) satisfies Leg;
export const capture = (
  held: string,
  amount?: Money,
  { id = newTransfer(), code = 'transfer' }: Options = {},
) => ({ kind: 'capture', id, code, hold: held, ...(amount && { amount }) }) satisfies Leg;
export const release = (
  kind: 'void' | 'expire',
  held: string,
  { id = newTransfer(), code = 'transfer' }: Options = {},
) => ({ kind, id, code, hold: held }) satisfies Leg;
export const reverse = (
  original: string,
  amount?: Money,
  { id = newTransfer(), code = 'adjustment' }: Options = {},
) => ({ kind: 'reversal', id, code, original, ...(amount && { amount }) }) satisfies Leg;

/** `created`, `exists`, or the code of the refusal. */
export const outcomeOf = (result: PostResult | undefined): string =>
  result === undefined ? 'no answer' : result.ok ? result.value.status : result.error.code;
export const outcomesOf = (results: readonly PostResult[]): string[] => results.map(outcomeOf);

/** Posted and available of an account, in minor units. */
export async function onAccount(
  { db }: { db: Db },
  account: LedgerAccountId,
): Promise<{ posted: bigint; available: bigint }> {
  const { posted, available } = await ledger.balanceOf(db.read, account);
  return { posted: posted.minor, available: available.minor };
}
