// An upgrade from every released schema with data in it: db/released/README.md. Restoring a backup by rows makes the schema of its day,
// pours the rows in and migrates forward, which is what an upgrade does to a database that was there all the time.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, mock, test } from 'node:test';
import { money } from '#common/money';
import { createLedger, legId, openAccount } from '#ledger';
import { systemClock } from '#platform/clock';
import { startEmbedded } from '#platform/embedded-postgres';
import { openDb, sql } from '#platform/db';
import { newId } from '#platform/ids';
import { migrate, migrationsIn } from '#platform/migrate';
import { backUp, restore } from '../server/wiring/backup-commands.ts';

const RELEASED = join(import.meta.dirname, '../db/released');
const root = fs.mkdtempSync(join(tmpdir(), 'upgrade-'));
fs.chmodSync(root, 0o755);
after(() => fs.rmSync(root, { recursive: true, force: true }));

/** Restores with the version of today; answers what it said. */
async function upgraded(from: string, data: string): Promise<string> {
  const said: string[] = [];
  const log = mock.method(console, 'log', (line: string) => said.push(line));
  try {
    await restore([from], { OKPAY_DATA: data });
  } finally {
    log.mock.restore();
  }
  return said.join('\n');
}

/** A service of an earlier day: without the last migration, and with transfers in its books. */
async function ofEarlierDay(): Promise<{ backup: string; last: string; legs: bigint }> {
  const data = join(root, 'earlier');
  const names = migrationsIn().map(({ name }) => name);
  const last = names.at(-1) ?? '';
  const cluster = await startEmbedded({ dir: data });
  try {
    const { ownerUrl, jobsUrl } = cluster;
    await migrate({ ownerUrl, jobsUrl, mode: 'sandbox', only: new Set(names.slice(0, -1)) });
    const db = openDb(cluster.appUrl);
    const legs = await pay(db);
    await db.close();
    const backup = join(root, 'backup');
    const log = mock.method(console, 'log', () => {});
    await backUp([backup, '--by-rows'], { OKPAY_DATA: data });
    log.mock.restore();
    return { backup, last, legs };
  } finally {
    await cluster.stop();
  }
}

async function pay(db: ReturnType<typeof openDb>): Promise<bigint> {
  const open = (kind: 'wallet' | 'rail_in_transit', owner: string) =>
    db.transaction((tx) => openAccount(tx, systemClock, { kind, owner, currency: 'CNY' }));
  const [rail, anna] = [await open('rail_in_transit', 'rail:card'), await open('wallet', newId('cus'))];
  const ledger = createLedger({ db, clock: systemClock });
  for (let paid = 0; paid < 10; paid += 1) {
    const operationId = newId('tr');
    const id = legId(operationId, 'upgrade');
    const result = await ledger.post({ operationId, legs: [{ kind: 'single', id, code: 'transfer', debit: rail, credit: anna, amount: money(100n, 'CNY') }] }); // prettier-ignore
    assert.ok(result.ok);
  }
  return countOf(db);
}

async function countOf(db: ReturnType<typeof openDb>): Promise<bigint> {
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from ledger.journal`.execute(
    db.read,
  );
  return rows[0]?.count ?? 0n;
}

test('a schema of an earlier day with data in it is brought to this version, and every law holds', async () => {
  const { backup, last, legs } = await ofEarlierDay();
  const data = join(root, 'now');
  const said = await upgraded(backup, data);
  assert.ok(said.includes(`Brought to this version: ${last}.`), said);
  assert.match(said, / 0 violations/);
  const cluster = await startEmbedded({ dir: data });
  const db = openDb(cluster.appUrl);
  assert.equal(await countOf(db), legs);
  await db.close();
  await cluster.stop();
});

test('every released schema with data in it is brought to this version, and every law holds', async () => {
  const releases = fs.readdirSync(RELEASED, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of releases) {
    const said = await upgraded(join(RELEASED, name), join(root, name));
    assert.match(said, / 0 violations/, name);
  }
});
