import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withClient } from '#platform/database-roles';
import * as ledger from '#ledger';
import {
  capture,
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  one,
  openFilledWallet,
  openWallet,
  postAll,
  release,
  reverse,
} from '#test/ledger-world';

// Each law is shown a ledger that breaks it: a check that never speaks proves nothing.
const world = await ledgerWorld();
const { db, clock, urls } = world;
const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
const [captured, voided, expired, open, moved] = [
  hold(wallet, other, cny(10n), { expiresAt: clock.now().add({ hours: 1 }) }),
  hold(wallet, other, cny(11n)),
  hold(wallet, other, cny(12n), { expiresAt: clock.now().add({ minutes: 1 }) }),
  hold(wallet, other, cny(13n)),
  move(wallet, other, cny(14n)),
];
await postAll(world, [
  chain(captured, voided),
  one(expired),
  one(open),
  one(moved),
  one(capture(captured.id, cny(9n))),
  one(release('void', voided.id)),
]);
await postAll(world, [one(reverse(moved.id, cny(5n))), one(move(wallet, other, cny(1_000n)))]);
clock.advance({ minutes: 1 });
await postAll(world, [one(release('expire', expired.id))]);

const seqOf = (id: string) => `(select seq from ledger.journal where id = '${id}')`;
/** What somebody with the server's password and every guard switched off could do, and the laws that notice. */
const TAMPERING: readonly [what: string, statement: string, ...laws: string[]][] = [
  [
    'money out of nothing',
    `update ledger.balance set credits_posted_minor = credits_posted_minor + 1 where account_id = ${wallet}`,
    'I1',
    'I2',
  ],
  [
    'a pending sum without its hold',
    `update ledger.balance set debits_pending_minor = debits_pending_minor + 1 where account_id = ${wallet}`,
    'I1',
    'I2',
    'I2',
  ],
  [
    'a transfer made bigger',
    `update ledger.transfer set amount_minor = amount_minor + 1 where seq = ${seqOf(moved.id)}`,
    'I2',
    'I3',
  ],
  ['a transfer taken away', `delete from ledger.journal where seq = ${seqOf(moved.id)}`, 'I2', 'I3'],
  [
    'a forged balance after',
    `update ledger.transfer set debit_after_minor = debit_after_minor + 1 where seq = ${seqOf(moved.id)}`,
    'I3',
  ],
  [
    'a version skipped',
    `update ledger.transfer set debit_version = debit_version + 1 where seq = ${seqOf(moved.id)}`,
    'I3',
  ],
  [
    'a forged last version',
    `update ledger.balance set version = version + 1 where account_id = ${other}`,
    'I3',
  ],
  [
    'a top-up that came after it was spent',
    `update ledger.transfer set amount_minor = 20 where credit_account = ${wallet} and code = 1`,
    'I2',
    'I3',
    'I4',
  ],
  [
    'a hold opened again',
    `update ledger.hold set state = 0, resolved_by = null, captured_minor = 0 where seq = ${seqOf(captured.id)}`,
    'I2',
    'I5',
  ],
  [
    'a void said to be an expiry',
    `update ledger.hold set state = 3, expires_at = '2026-01-01Z' where seq = ${seqOf(voided.id)}`,
    'I5',
  ],
  [
    'a capture after its time',
    `update ledger.hold set expires_at = '2026-01-01Z' where seq = ${seqOf(captured.id)}`,
    'I5',
  ],
  [
    'an expiry before its time',
    `update ledger.hold set expires_at = '2030-01-01Z' where seq = ${seqOf(expired.id)}`,
    'I5',
  ],
  ['a hold forgotten', `delete from ledger.hold where seq = ${seqOf(open.id)}`, 'I2', 'I5'],
  ['a reversal remembered as smaller', `update ledger.reversal_total set reversed_minor = 4`, 'I5'],
  [
    'an id answered in the archive too',
    `insert into ledger.archived_id (id, seq, fingerprint, kind) values ('${moved.id}', 1, 1, 0)`,
    'I7',
  ],
  [
    'a history that leaves out a row',
    `update ledger.balance set last_seq = ${seqOf(moved.id)} where account_id = ${wallet}`,
    'I3 the links',
  ],
  ['a refusal forgotten', `delete from ledger.refusal`, 'I7'],
  [
    'half of a chain',
    `update ledger.transfer set leg_count = 3 where command_seq = ${seqOf(captured.id)} and leg = 1`,
    'I8',
  ],
  [
    'a leg in another chain',
    `update ledger.journal set leg = 3, leg_count = 3 where seq = ${seqOf(voided.id)}`,
    'I8',
  ],
  [
    'another currency',
    `update ledger.transfer set currency = 'USD' where seq = ${seqOf(moved.id)}`,
    'both sides',
  ],
  [
    'an account without its balance',
    `delete from ledger.balance where account_id = ${other}`,
    'I1',
    'I2',
    'both sides',
  ],
];

test('an untouched ledger has no violation, and every law was asked', async () => {
  assert.deepEqual(await ledger.verify(db), []);
  assert.equal(ledger.LAW_COUNT, 11);
});

const broken = new Set<string>();
for (const [what, statement, ...laws] of TAMPERING) {
  test(`${what} is noticed`, async () => {
    await withClient(urls.adminUrl, async (admin) => {
      await admin.query(`set session_replication_role = replica`); // No trigger speaks.
      await admin.query(
        'create schema kept; create table kept.t as table ledger.journal; create table kept.b as table ledger.balance; create table kept.h as table ledger.hold; create table kept.i as table ledger.archived_id; create table kept.r as table ledger.refusal; create table kept.v as table ledger.reversal_total',
      );
      const changed = await admin.query(statement);
      assert.ok(changed.rowCount, 'there was something to tamper with');
      const violations = await ledger.verify(db);
      const found = new Set(violations.map(({ law }) => law));
      for (const law of found) broken.add(law);
      for (const law of laws)
        assert.ok(
          [...found].some((name) => name.startsWith(law)),
          `${law} in ${JSON.stringify(violations)}`,
        );
      for (const [table, copy] of [
        ['journal', 't'],
        ['balance', 'b'],
        ['hold', 'h'],
        ['archived_id', 'i'],
        ['refusal', 'r'],
        ['reversal_total', 'v'],
      ]) {
        await admin.query(
          `delete from ledger.${table}; insert into ledger.${table} select * from kept.${copy}`,
        );
      }
      await admin.query('drop schema kept cascade');
    });
    assert.deepEqual(await ledger.verify(db), [], 'put back');
  });
}

test('every law has spoken', () => {
  assert.equal(broken.size, ledger.LAW_COUNT, [...broken].join('; '));
});
