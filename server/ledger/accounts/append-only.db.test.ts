import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '#platform/db';
import {
  capture,
  cny,
  hold,
  ledgerWorld,
  move,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  postAll,
  reverse,
} from '#test/ledger-world';

// What a person with the database's password cannot do either.
const world = await ledgerWorld();
const { db, owner } = world;
const rail = await openRail(world);
const wallet = await openFilledWallet(world, cny(100n));
const other = await openWallet(world);
const [held, moved] = [hold(wallet, other, cny(10n)), move(wallet, other, cny(5n))];
await postAll(world, [
  one(held),
  one(moved),
  one(capture(held.id)),
  one(reverse(moved.id)),
  one(move(other, rail, cny(9_999n))),
]);

const { rows: tables } = await sql<{ name: string }>`
  select c.relname as name from pg_class c where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') order by 1`.execute(
  owner.read,
);
const names = tables.map(({ name }) => name);
const code = (expected: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === expected;
const [DENIED, RESTRICTED, CHECKED] = ['42501', '23001', '23514'].map(code) as [
  ReturnType<typeof code>,
  ReturnType<typeof code>,
  ReturnType<typeof code>,
];

describe('the running application writes no ledger row by itself', () => {
  test('there are tables to try', () => assert.ok(names.length >= 12));
  for (const name of names) {
    test(name, async () => {
      const { rows } = await sql<{ column: string }>`
        select attname as column from pg_attribute where attrelid = ${`ledger.${name}`}::regclass and attnum > 0 and attidentity = '' limit 1`.execute(
        owner.read,
      );
      const column = sql.ref(rows[0]?.column ?? '');
      const table = sql.table(`ledger.${name}`);
      await assert.rejects(sql`insert into ${table} default values`.execute(db.read), DENIED);
      await assert.rejects(sql`update ${table} set ${column} = ${column}`.execute(db.read), DENIED);
      await assert.rejects(sql`delete from ${table}`.execute(db.read), DENIED);
      await assert.rejects(sql`truncate ${table}`.execute(db.read), DENIED);
      await assert.rejects(sql`alter table ${table} disable trigger all`.execute(db.read), DENIED);
    });
  }

  test('and calls only the functions that are meant for it', async () => {
    const { rows } = await sql<{ name: string }>`
      select p.proname as name from pg_proc p where p.pronamespace = 'ledger'::regnamespace and has_function_privilege('okpay_app', p.oid, 'execute') order by 1`.execute(
      owner.read,
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      [
        'accept_database',
        'append_block',
        'archived_below',
        'archived_hashes',
        // Only reads, as its caller.
        'balances_named',
        // A window is begun and ended by the room that counts in it; no money moves.
        'begin_window',
        'end_window',
        'lock_accounts',
        'open_account',
        'post_batch',
        'post_singles',
        // As servers of before 0262 call it.
        'post_singles',
        'rotate_journal',
        'sealing_mark',
        'sequence_writers',
        'set_flags',
        // Only reads.
        'windows',
      ],
    );
    const { rows: loose } = await sql<{ name: string }>`
      select p.proname as name from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prosecdef
      and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)`.execute(owner.read);
    assert.deepEqual(loose, [], 'each with a fixed search path');
  });
});

describe('what was written stays, even for the owner of the tables', () => {
  for (const name of [
    'journal',
    'journal_0',
    'archived_id',
    'archived_part',
    'carried',
    'refusal',
    'account',
    'account_flag_change',
    'balance',
    'hold',
    'reversal_total',
  ]) {
    test(name, async () => {
      const table = sql.table(`ledger.${name}`);
      await assert.rejects(sql`truncate ${table} cascade`.execute(owner.read), RESTRICTED);
      if (name === 'account_flag_change') return; // Empty here; its triggers are those of the others.
      if (name.startsWith('archived_') || name === 'carried') return; // archive.attacks.db.test.ts tries them when they are filled.
      await assert.rejects(sql`delete from ${table}`.execute(owner.read), RESTRICTED);
    });
  }
  test('a transfer is not corrected in place', async () => {
    await assert.rejects(sql`update ledger.transfer set amount_minor = 1`.execute(owner.read), RESTRICTED);
    await assert.rejects(sql`update ledger.journal_0 set fingerprint = 1`.execute(owner.read), RESTRICTED);
    await assert.rejects(sql`update ledger.refusal set code = 'fine'`.execute(owner.read), RESTRICTED);
    await assert.rejects(sql`update ledger.account set owner = 'system'`.execute(owner.read), RESTRICTED);
  });
  test('a hold that was resolved is not opened again', async () => {
    await assert.rejects(
      sql`update ledger.hold set state = 0, resolved_by = null, captured_minor = 0`.execute(owner.read),
      CHECKED,
    );
    await assert.rejects(sql`update ledger.hold set amount_minor = 11`.execute(owner.read), CHECKED);
  });
});

describe('the database has the last word, past every function', () => {
  test('a wallet is not overdrawn by a direct update', async () => {
    await assert.rejects(
      sql`update ledger.balance set debits_posted_minor = credits_posted_minor + 1 where account_id = ${wallet}`.execute(
        owner.read,
      ),
      CHECKED,
    );
    await assert.rejects(
      sql`update ledger.balance set debits_pending_minor = credits_posted_minor where account_id = ${wallet}`.execute(
        owner.read,
      ),
      CHECKED,
    );
    await assert.rejects(
      sql`update ledger.balance set flags = 17 where account_id = ${wallet}`.execute(owner.read),
      CHECKED,
    );
    await assert.rejects(
      sql`update ledger.balance set debits_posted_minor = -1`.execute(owner.read),
      CHECKED,
    );
  });
  test('nothing is reversed beyond what it moved', async () => {
    await assert.rejects(
      sql`update ledger.reversal_total set reversed_minor = amount_minor + 1`.execute(owner.read),
      CHECKED,
    );
  });
  test('an entry with one side has no shape', async () => {
    const insert = (debit: bigint | null, credit: bigint | null, amount: bigint) =>
      sql`insert into ledger.journal (seq, id, fingerprint, operation_kind, operation_tail, leg, leg_count, kind, code, currency, debit_account, credit_account,
            amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version, posted_at)
          values (999999, gen_random_uuid(), 1, 1, 1, 1, 1, 0, 1, 'CNY', ${debit}, ${credit}, ${amount}, 0, 0, 1, 1, '2026-01-01Z')`.execute(
        owner.read,
      );
    await assert.rejects(insert(wallet, null, 1n), CHECKED);
    await assert.rejects(insert(wallet, wallet, 1n), CHECKED);
    await assert.rejects(insert(wallet, other, 0n), CHECKED);
    await assert.rejects(insert(wallet, other, 1_000_000_000_000_001n), CHECKED);
  });
});
