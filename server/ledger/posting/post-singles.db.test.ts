// The function of the fast road believes no poster: called by itself, with one thing wrong, it refuses.
import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { openDb, sql } from '#platform/db';
import * as ledger from '#ledger';
import {
  cny,
  ledgerWorld,
  move,
  onAccount,
  one,
  openFilledWallet,
  openRail,
  openWallet,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { clock } = world;
// One connection, so that "the call before" is known.
const db = openDb(world.urls.appUrl, { size: 1 });
after(() => db.close());
const rail = await openRail(world);
afterEach(async () => assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds'));

/** The columns as a poster would send them. */
type Columns = { follows: boolean; currency: number[]; flags: number[] } & Record<
  'account' | 'held' | 'net' | 'version' | 'last' | 'debits' | 'credits' | 'touches' | 'lastLeg',
  (bigint | number)[]
> &
  Record<
    | 'debit'
    | 'credit'
    | 'amount'
    | 'debitAfter'
    | 'creditAfter'
    | 'debitTouch'
    | 'creditTouch'
    | 'debitPrev'
    | 'creditPrev',
    (bigint | number)[]
  >;

const each = (columns: Columns, value: number) => columns.amount.map(() => value);
const call = (columns: Columns) =>
  sql`select ledger.post_singles(${clock.now().toString()}, '{CNY,USD}', ${columns.follows},
    ${columns.account}::bigint[], ${columns.currency}::smallint[], ${columns.flags}::int[], ${columns.held}::bigint[], ${columns.net}::bigint[],
    ${columns.version}::bigint[], ${columns.last}::bigint[], ${columns.debits}::bigint[], ${columns.credits}::bigint[], ${columns.touches}::int[],
    ${columns.lastLeg}::int[], ${columns.amount.map(() => move(rail, rail, cny(1n)).id)}::uuid[], ${each(columns, 1)}::bigint[],
    ${each(columns, 2)}::smallint[], ${each(columns, 7)}::int[], ${each(columns, 3)}::smallint[], ${each(columns, 1)}::smallint[],
    ${each(columns, 1)}::smallint[], ${columns.debit}::int[], ${columns.credit}::int[], ${columns.amount}::bigint[],
    ${columns.debitAfter}::bigint[], ${columns.creditAfter}::bigint[], ${columns.debitTouch}::int[], ${columns.creditTouch}::int[],
    ${columns.debitPrev}::int[], ${columns.creditPrev}::int[], '{}', '{}', '{}', '{}')`.execute(db.read);

/** A wallet with one yuan pays 5 and 7 fen to an empty one and gets 2 back. */
async function twoWallets(): Promise<{
  wallet: ledger.LedgerAccountId;
  other: ledger.LedgerAccountId;
  fine: Columns;
}> {
  const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
  const { rows } = await sql<{ last_seq: bigint }>`
    select last_seq from ledger.balance where account_id = ${wallet}`.execute(db.read);
  const accounts = { account: [wallet, other], currency: [1, 1], flags: [1, 1], held: [0, 0], net: [100, 0] };
  const before = { ...accounts, version: [1, 0], last: [rows[0]?.last_seq ?? 0n, 0], follows: false };
  const after = { debits: [12, 2], credits: [2, 12], touches: [3, 3], lastLeg: [3, 3] };
  const moved = { debit: [1, 1, 2], credit: [2, 2, 1], amount: [5, 7, 2] };
  const left = { debitAfter: [95, 88, 10], creditAfter: [5, 12, 90] };
  const links = {
    debitTouch: [1, 2, 3],
    creditTouch: [1, 2, 3],
    debitPrev: [0, 1, 2],
    creditPrev: [0, 1, 2],
  };
  return { wallet, other, fine: { ...before, ...after, ...moved, ...left, ...links } };
}
/** The first of the three alone. */
const alone = (fine: Columns): Columns => ({
  ...fine,
  debits: [5, 0],
  credits: [0, 5],
  touches: [1, 1],
  lastLeg: [1, 1],
  debit: [1],
  credit: [2],
  amount: [5],
  debitAfter: [95],
  creditAfter: [5],
  debitTouch: [1],
  creditTouch: [1],
  debitPrev: [0],
  creditPrev: [0],
});

test('what fits together is written', async () => {
  const { wallet, other, fine } = await twoWallets();
  await call(fine);
  assert.deepEqual(
    [(await onAccount(world, wallet)).posted, (await onAccount(world, other)).posted],
    [90n, 10n],
  );
});

test('a call may go on from the call before it on its connection, whose number nobody knew when it was sent', async () => {
  const { wallet, fine } = await twoWallets();
  await call(alone(fine));
  const found = { net: [95, 5], version: [2, 1], last: [-1, -1], follows: true };
  await call({ ...alone(fine), ...found, debitAfter: [90], creditAfter: [10] });
  assert.equal((await onAccount(world, wallet)).posted, 90n);
});

const changed = (columns: readonly (bigint | number)[], place: number, value: number) =>
  columns.with(place, value);
const refusals: [what: string, code: string, wrong: (fine: Columns) => Partial<Columns>][] = [
  ['no amount', '23514', (fine) => ({ ...alone(fine), debits: [0, 0], credits: [0, 0], amount: [0], debitAfter: [100], creditAfter: [0] })],
  ['an amount below zero', '23514', (fine) => ({ ...alone(fine), debits: [-5, 0], credits: [0, -5], amount: [-5], debitAfter: [105], creditAfter: [-5] })],
  ['more than there is', '23514', (fine) => ({ ...alone(fine), debits: [101, 0], credits: [0, 101], amount: [101], debitAfter: [-1], creditAfter: [101] })],
  ['a balance that the amounts do not make', 'XX001', ({ debitAfter }) => ({ debitAfter: changed(debitAfter, 0, 94) })],
  ['a last balance that the amounts do not make', 'XX001', ({ creditAfter }) => ({ creditAfter: changed(creditAfter, 2, 91) })],
  ['an amount that the balances do not show', 'XX001', ({ amount }) => ({ amount: changed(amount, 1, 8) })],
  ['a sum that its legs do not make', 'XX001', ({ debits }) => ({ debits: changed(debits, 0, 11) })],
  ['a turnover that its legs do not make', 'XX001', ({ debits, credits }) => ({ debits: changed(debits, 0, 13), credits: changed(credits, 0, 3) })],
  ['two legs that go on from the same one', 'XX001', (fine) => ({ debitPrev: [0, 0, 2], debitTouch: [1, 1, 3], debitAfter: [95, 93, 10], creditAfter: changed(fine.creditAfter, 2, 95) })],
  ['a leg that nobody goes on from', 'XX001', ({ touches, debits }) => ({ debitPrev: [0, 0, 2], debitTouch: [1, 1, 3], debitAfter: [95, 93, 10], creditTouch: [1, 2, 2], creditAfter: [5, 12, 95], touches: changed(touches, 0, 2), debits: changed(debits, 0, 7) })],
  ['a last leg that is another account’s', '40001', (fine) => ({ ...alone(fine), account: [...fine.account, rail], currency: [1, 1, 1], flags: [1, 1, 0], held: [0, 0, 0], net: [100, 0, 0], version: [1, 0, 0], last: [...fine.last, 0], debits: [5, 0, 0], credits: [0, 5, 0], touches: [1, 1, 0], lastLeg: [1, 1, 1] })],
  ['a link to a leg of another account', 'XX001', ({ creditPrev }) => ({ creditPrev: changed(creditPrev, 2, 3) })],
  ['a history that goes on from elsewhere', '40001', ({ last }) => ({ last: changed(last, 0, 5) })],
  ['a history that begins anew', '23514', ({ last }) => ({ last: changed(last, 0, 0) })],
  ['a history that goes on from a call that was not', '40001', ({ last }) => ({ follows: true, last: changed(last, 0, -1) })],
  ['what a hold has reserved', '40001', () => ({ held: [1, 0] })],
  ['a version that has passed', '40001', ({ version }) => ({ version: changed(version, 0, 2) })],
  ['a balance that is another', 'XX001', () => ({ net: [101, 0] })],
  ['another currency', '40001', () => ({ currency: [2, 2] })],
  ['two currencies', '23514', () => ({ currency: [1, 2] })],
  ['a frozen payer', '23514', () => ({ flags: [5, 1] })],
  ['a frozen payee', '23514', () => ({ flags: [1, 9] })],
  ['a closed account', '23514', () => ({ flags: [17, 1] })],
  ['money to oneself', '23514', (fine) => ({ ...alone(fine), credit: [1], debits: [5, 0], credits: [5, 0], touches: [2, 0], creditPrev: [1], creditTouch: [2], creditAfter: [100] })],
  ['an account that is not there', '40001', ({ account }) => ({ account: [account[0] ?? 0, 999_999_999n] })],
  ['an account that is named twice', '23514', ({ account, net, version, last }) => ({ account: [account[0] ?? 0, account[0] ?? 0], net: [net[0] ?? 0, 0], version: [version[0] ?? 0, 0], last: [last[0] ?? 0, 0] })],
]; // prettier-ignore

describe('it refuses', () => {
  for (const [what, code, wrong] of refusals)
    test(what, async () => {
      const { wallet, other, fine } = await twoWallets();
      const third = await openWallet(world);
      // So that this connection has made a call before.
      await db.transaction((tx) => ledger.postIn(tx, clock, [one(move(rail, third, cny(1n)))]));
      await assert.rejects(
        call({ ...fine, ...wrong(fine) }),
        (error: unknown) => error instanceof Error && 'code' in error && error.code === code,
      );
      assert.deepEqual(await onAccount(world, wallet), { posted: 100n, available: 100n });
      assert.equal((await onAccount(world, other)).posted, 0n);
    });
});
