// An upgrade from every released schema with data in it: db/released/README.md. Restoring a backup by rows makes the schema of its day,
// pours the rows in and migrates forward, which is what an upgrade does to a database that was there all the time.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, mock, test } from 'node:test';
import { money } from '#common/money';
import { brokenStaffRecord } from '#identity';
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

/** Rows that stood in the tables before what was proposed moved into the one table of proposals, and before records of staff were chained. */
async function requestsOfThatDay(db: ReturnType<typeof openDb>) {
  const ids = { customer: newId('cus'), one: newId('stf'), two: newId('stf') };
  const at = '2026-10-01T09:00:00Z';
  await sql`insert into identity.customer (id, locale, time_zone, created_at) values (${ids.customer}, 'en', 'UTC', ${at})`.execute(db.read); // prettier-ignore
  for (const staff of [ids.one, ids.two]) {
    await sql`insert into identity.staff_invitation (id, staff_id, email, email_key, name, role, token_hash, totp_box, invited_by, created_at, expires_at, accepted_at)
      values (${newId('inv')}, ${staff}, ${`${staff}@okpay.test`}, ${`${staff.toLowerCase()}@okpay.test`}, 'Lin Dan', 'supervisor', sha256(${staff}::bytea), 'v1.k', 'cli', ${at}, ${'2026-10-01T19:00:00Z'}, ${at})`.execute(db.read); // prettier-ignore
    await sql`insert into identity.staff (id, email, email_key, name, role, locale, password_box, password_parameters, totp_box, totp_last_step, created_at)
      values (${staff}, ${`${staff}@okpay.test`}, ${`${staff.toLowerCase()}@okpay.test`}, 'Lin Dan', 'supervisor', 'en', 'v1.k', 'argon2id m=1', 'v1.k', 1, ${at})`.execute(db.read); // prettier-ignore
    await sql`insert into identity.staff_audit (at, actor, action, subject, facts) values (${at}, 'cli', 'invited', ${staff}, '{"role": "supervisor"}')`.execute(db.read); // prettier-ignore
  }
  const decisions = ['approved', 'refused', 'lapsed', null] as const;
  const cases = [];
  for (const decision of decisions) {
    const id = newId('case');
    await sql`insert into identity.access_request (case_id, customer_id, lost, proven_by, by_former, pause_keys, opened_at)
      values (${id}, ${ids.customer}, 'phone', 'email', false, '{}', ${at})`.execute(db.read);
    const { rows } = await sql<{
      id: bigint;
    }>`insert into identity.access_check (case_id, staff_id, method, passed, note, checked_at)
      values (${id}, ${ids.one}, 'document_by_video', true, 'saw the passport', ${at}) returning id`.execute(
      db.read,
    );
    const decidedAt = decision === null ? null : '2026-10-01T10:00:00Z';
    await sql`insert into identity.access_proposal (case_id, check_id, resets_second_factors, lifts_pauses, restores_addresses, proposed_by, proposed_at, decision, decided_by, decided_at, decision_note)
      values (${id}, ${rows[0]?.id ?? 0n}, true, false, true, ${ids.one}, ${at}, ${decision}, ${decision === 'approved' || decision === 'refused' ? ids.two : null}, ${decidedAt}, ${decision === 'refused' ? 'the voice was another one' : ''})`.execute(db.read); // prettier-ignore
    cases.push({ id, decision });
  }
  return { ...ids, cases };
}

test('what staff had proposed before proposals had one table survives: each with its people, its once and what came of it', async () => {
  const cluster = await startEmbedded({ dir: join(root, 'proposals') });
  try {
    const { ownerUrl, jobsUrl } = cluster;
    const names = migrationsIn().map(({ name }) => name);
    const before = names.filter((name) => name < '0103');
    assert.ok(before.length > 40 && before.length < names.length, 'the names tell the order');
    await migrate({ ownerUrl, jobsUrl, mode: 'sandbox', only: new Set(before) });
    const owner = openDb(ownerUrl);
    const { cases, one, two } = await requestsOfThatDay(owner);
    await migrate({ ownerUrl, jobsUrl, mode: 'sandbox' });
    for (const { id, decision } of cases) {
      const { rows } = await sql<Record<string, unknown>>`
        select action, proposed_by, decision, decided_by, decision_reason, parameters, expires_at - proposed_at = interval '24 hours' as a_day
          from risk.proposal where subject = ${id}`.execute(owner.read);
      const told = { approved: 'approved', refused: 'rejected', lapsed: 'expired' };
      assert.deepEqual(
        rows.map(({ parameters, ...row }) => [row, { ...(parameters as object), check: 'as text' }]),
        [
          [
            {
              action: 'restore_access',
              proposed_by: one,
              decision: decision && told[decision],
              decided_by: decision === 'approved' || decision === 'refused' ? two : null,
              decision_reason: decision === 'refused' ? 'the voice was another one' : null,
              a_day: true,
            },
            { check: 'as text', resetsSecondFactors: true, liftsPauses: false, restoresAddresses: true },
          ],
        ],
      );
      const restored = await sql<{ restored: boolean }>`
        select restored_at is not null as restored from identity.access_request where case_id = ${id}`.execute(
        owner.read,
      );
      assert.deepEqual(restored.rows, [{ restored: decision === 'approved' }]);
    }
    const again = sql`update risk.proposal set decision = 'approved' where decision = 'rejected'`.execute(
      owner.read,
    );
    await assert.rejects(again, /was decided already/);
    assert.deepEqual(await brokenStaffRecord(owner.read), [], 'records of that day stand in the chain');
    const chained = await sql<{
      count: number;
    }>`select count(*)::integer as count from identity.staff_audit`.execute(owner.read);
    assert.deepEqual(chained.rows, [{ count: 2 }]);
    await owner.close();
  } finally {
    await cluster.stop();
  }
});
