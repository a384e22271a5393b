// (OPS-04) While a new version is rolled out its migrations are there, and servers of the version before still serve. The server here is the older
// one: a later version's migration is written by this test.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { migrate, refuseUnmigrated } from '#platform/migrate';
import { cny, walletWorld } from '#test/wallet';

const SHIPPED = join(import.meta.dirname, '../db/migrations');
const world = await walletWorld({ outside: false });
const { urls } = world;

/** What a next version may do beside this one: add columns that need not be named, tables, checks that hold, indexes, functions. */
const NEXT = `
alter table wallet.transfer add column channel text not null default 'app';
alter table operations.operation add column risk_note text;
alter table operations.participant add column is_starred boolean not null default false;
alter table ledger.account add column label text;
alter table risk.usage add column used_week_minor bigint not null default 0;
alter table identity.profile add column nickname text;
create table wallet.pocket (id text primary key, customer_id text not null);
create index transfer_by_channel on wallet.transfer (channel);
create function wallet.count_pockets(p_customer text) returns integer language sql as $$ select count(*)::integer from wallet.pocket where customer_id = p_customer $$;
`;

test('a server goes on beside the schema of the next version, without a failed request, and may start anew there', async () => {
  const [anna, ben] = [await world.funded(cny(9_000_00n)), await world.person()];
  let isOver = false;
  let paid = 0;
  const paying = (async () => {
    while (!isOver) {
      await world.pay(anna, ben, cny(1_00n));
      await ben.call(api.entries, { query: {} });
      paid += 1;
    }
  })();
  while (paid < 3) await new Promise((resolve) => setTimeout(resolve, 20));
  const before = paid;
  const dir = fs.mkdtempSync(join(tmpdir(), 'next-'));
  fs.cpSync(SHIPPED, dir, { recursive: true });
  fs.writeFileSync(join(dir, '9001_next.sql'), NEXT);
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox', dir }), ['9001_next.sql']);
  while (paid < before + 10) await new Promise((resolve) => setTimeout(resolve, 20));
  isOver = true;
  await paying;
  assert.equal(await world.available(ben), BigInt(paid) * 1_00n, 'each was paid once');
  assert.deepEqual(await world.violations(), []);

  // As it looks at the database when it starts: with the right to migrate, and without.
  assert.deepEqual(await migrate({ ...urls, mode: 'sandbox' }), []);
  await refuseUnmigrated({ appUrl: urls.appUrl, mode: 'sandbox' });
  const again = await world.pay(anna, ben, cny(1_00n));
  assert.equal(again.state, 'completed');
});
