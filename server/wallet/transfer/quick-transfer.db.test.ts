import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransferId } from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { cny, type WalletPerson, type WalletWorld, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false });

/** Whether a payment went together with others: then its key keeps the name of the operation instead of a text. */
async function wasQuick({ db }: WalletWorld, id: TransferId): Promise<boolean> {
  const { rows } = await sql<{ answer_of: string | null }>`
    select answer_of from platform.idempotency where key = ${id}`.execute(db.read);
  assert.equal(rows.length, 1, `the key ${id} is kept`);
  return rows[0]?.answer_of === id;
}

/** Two people with wallets. */
async function pair({ funded, person, pay }: WalletWorld): Promise<[WalletPerson, WalletPerson]> {
  const [payer, payee] = [await funded(cny(100_00n), '林知夏'), await person('王小明')];
  await pay(payer, payee, cny(1_00n));
  return [payer, payee];
}

const TABLES = [
  'ledger.journal',
  'ledger.balance',
  'ledger.refusal',
  'wallet.transfer',
  'operations.operation',
  'operations.participant',
  'operations.timeline',
  'risk.usage',
  'identity.step_up',
  'platform.idempotency',
  'platform.outbox',
];

/** All rows as text, with ids numbered by their first appearance and times told from another only by being there. */
async function rowsOf({ db }: WalletWorld): Promise<Record<string, string[]>> {
  const seen = new Map<string, string>();
  const numbered = (id: string): string => {
    const known = seen.get(id) ?? `${id.slice(0, id.indexOf('_'))}#${seen.size}`;
    seen.set(id, known);
    return known;
  };
  const tables: Record<string, string[]> = {};
  for (const table of TABLES) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t order by t.ctid`.execute(db.read);
    tables[table] = rows.map(({ row }) =>
      row
        .replaceAll(/[a-z]{2,4}_[0-7][0-9A-HJKMNP-TV-Z]{25}/gi, (id) => numbered(id.toLowerCase()))
        .replaceAll(/[a-z]{2}_[0-9a-hjkmnp-tv-z]{10}(?=\\n)/g, 'short')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.+Z]+/g, 'time'),
    );
  }
  return tables;
}

test('x', async () => {
  const slow = await walletWorld({ outside: false, quick: false });
  const all = [];
  for (const each of [world, slow]) {
    const [payer, payee] = await pair(each);
    const id = newId('tr');
    await each.pay(payer, payee, cny(30_00n), { id, note: 'Rent' });
    assert.equal(await wasQuick(each, id), each === world);
    all.push(await rowsOf(each));
  }
  assert.deepEqual(all[0], all[1]);
});
