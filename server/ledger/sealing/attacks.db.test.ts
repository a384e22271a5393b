// What somebody with the database's own password and every trigger switched off can do to sealed rows, and what `verify` says of it.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type pg from 'pg';
import * as ledger from '#ledger';
import { openClient } from '#platform/db';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { cny, ledgerWorld, move, one, openFilledWallet, openWallet, postAll } from '#test/ledger-world';
import { exportAnchor, readAnchor } from './anchor.ts';
import { hashOf } from './block.ts';
import { verifySeals } from './check-chain.ts';
import { sealWhatIsWritten } from './seal.ts';
import { listBlocks } from './store.ts';

const world = await ledgerWorld();
const { db, clock, urls } = world;
const signingKeys = signingKeysOf([newSigningKey('k-1', clock.now())]);
const keys = signingKeys.published;
const seal = () => sealWhatIsWritten({ db, clock, signingKeys });
const [wallet, other] = [await openFilledWallet(world, cny(1_000n)), await openWallet(world)];
const moves = [1n, 2n, 3n, 4n].map((amount) => move(wallet, other, cny(amount)));
for (const moved of moves) {
  await postAll(world, [one(moved)]);
  await seal();
}
await postAll(world, [one(move(other, wallet, cny(9_999n)))]); // Refused, and sealed like the others.
await db.transaction((tx) =>
  ledger.setFlags(tx, clock, { account: other, set: ['frozenOut'], reason: 'a test', actor: 'rule:test' }),
);
await seal();
const anchored = await exportAnchor(db.read, { clock, signingKeys });
const anchor = readAnchor(anchored?.text ?? '');
assert.ok(anchor);

const admin: pg.Client = await openClient(urls.adminUrl);
after(() => admin.end());
await admin.query('set session_replication_role = replica'); // No trigger speaks.
const numberOf = async (id: string): Promise<bigint> =>
  (await admin.query<{ seq: bigint }>('select seq from ledger.journal where id = $1', [id])).rows[0]?.seq ??
  0n;
const seqs: bigint[] = [];
for (const { id } of moves) seqs.push(await numberOf(id));
const [, second = 0n, third = 0n, fourth = 0n] = seqs;

const TABLES = ['journal', 'account', 'account_flag_change', 'block'];
await admin.query(
  `create schema kept; ${TABLES.map((name) => `create table kept.${name} as table ledger.${name}`).join(';')}`,
);
async function putBack(): Promise<void> {
  for (const name of TABLES)
    await admin.query(
      `delete from ledger.${name}; insert into ledger.${name} ${name.startsWith('account') ? 'overriding system value' : ''} select * from kept.${name}`,
    );
}

const check = (withAnchor = true) => verifySeals(db, { keys, anchor: withAnchor ? anchor : null });
const said = async (withAnchor = true): Promise<string> =>
  (await check(withAnchor)).violations
    .map(({ law, subject, found }) => `${law.slice(0, 2)} ${subject}: ${found}`)
    .join('\n');

test('untouched, nothing is said, and all is sealed', async () => {
  const { violations, blocks, unsealed } = await check();
  assert.deepEqual([violations, blocks, unsealed], [[], 5, 0]);
});

const ROW = `select seq + 1, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
  debit_prev, credit_prev, ref_seq, posted_at, fingerprint, gen_random_uuid(), operation_tail, operation_kind, kind, code, leg, leg_count, currency from ledger.journal`;
const ATTACKS: readonly [what: string, statement: string, ...expected: RegExp[]][] = [
  [
    'an amount changed',
    `update ledger.journal set amount_minor = 999 where seq = ${second}`,
    new RegExp(
      `^S3 transfer ${second}: was changed after block 2 sealed it; now it reads ${moves[1]?.id}: 999 CNY`,
    ),
  ],
  ...[
    `posted_at = posted_at + interval '1 microsecond'`,
    'code = 1',
    'operation_tail = operation_tail + 1',
    'leg_count = 2',
    'fingerprint = fingerprint + 1',
    `id = gen_random_uuid()`,
    `currency = 'USD'`,
    'debit_prev = debit_prev - 1',
    'credit_after_minor = credit_after_minor + 1',
  ].map((change): [string, string, RegExp] => [
    `a transfer with ${change}`,
    `update ledger.journal set ${change} where seq = ${third}`,
    new RegExp(`^S3 transfer ${third}: was changed after block 3 sealed it`),
  ]),
  [
    'a row removed',
    `delete from ledger.journal where seq = ${second}`,
    new RegExp(`^S3 transfer ${second}: was removed after block 2 sealed it$`),
  ],
  [
    'a row inserted',
    `insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
       debit_prev, credit_prev, ref_seq, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency) ${ROW} where seq = ${second}`,
    new RegExp(
      `^S3 transfer ${second + 1n}: was inserted after block \\d had sealed its range; now it reads`,
    ),
  ],
  [
    'a row inserted below all numbers',
    `insert into ledger.journal (seq, debit_account, credit_account, amount_minor, debit_after_minor, credit_after_minor, debit_version, credit_version,
       debit_prev, credit_prev, ref_seq, posted_at, fingerprint, id, operation_tail, operation_kind, kind, code, leg, leg_count, currency)
     ${ROW.replace('seq + 1', '0').replace('debit_version, credit_version,', '1, 1,').replace('debit_prev, credit_prev', 'null, null')} where seq = ${second}`,
    /^S3 transfer 0: was inserted below the first number/,
  ],
  [
    'two rows that changed places',
    `update ledger.journal set debit_prev = 4097, credit_prev = 4097, seq = case seq when ${second} then ${third} + 1 else ${second} + 1 end where seq in (${second}, ${third});
     update ledger.journal set seq = seq - 1 where seq in (${second} + 1, ${third} + 1)`,
    new RegExp(`transfer ${second}: was changed after block 2.*${moves[2]?.id}`),
    new RegExp(`transfer ${third}: was changed after block 3.*${moves[1]?.id}`),
  ],
  [
    'a refusal made a transfer',
    `update ledger.journal set code = 2 where kind >= 8`,
    /^S3 transfer \d+: was changed after block 5/,
  ],
  [
    'an account of another owner',
    `update ledger.account set owner = 'cus_00000000000000000000000000' where id = ${wallet}`,
    new RegExp(`^S3 account ${wallet}: was changed after block 1 sealed it$`),
  ],
  [
    'a freeze under another name',
    `update ledger.account_flag_change set actor = 'rule:other'`,
    /^S3 flag change \d+: was changed after block 5 sealed it$/,
  ],
  [
    'a freeze that never was',
    `delete from ledger.account_flag_change`,
    /^S3 flag change \d+: was removed after block 5/,
  ],
  [
    'a block changed',
    `update ledger.block set journal_count = 2 where number = 2`,
    /S1 block 2: its own fields were changed/,
  ],
  [
    'a block taken out',
    `delete from ledger.block where number = 3`,
    /^S1 block 4: blocks 3 to 3 before it are gone/,
    /S1 block 4: it names another block before it/,
  ],
  [
    'the list of a block changed with the row',
    `update ledger.journal set amount_minor = 999 where seq = ${second}; update ledger.block set leaves = '\\x00' where number = 2`,
    /S1 block 2: its own fields were changed/,
    /S3 block 2: the list of what it sealed cannot be read/,
  ],
  [
    'another signature',
    `update ledger.block set signature = (select signature from ledger.block where number = 1) where number = 2`,
    /^S2 block 2: key k-1 did not sign this hash$/,
  ],
  [
    'a key that nobody has',
    `update ledger.block set key_id = 'k-9' where number = 2`,
    /^S2 block 2: its key k-9 is not among/,
  ],
];
describe('each attack on what was sealed is named', () => {
  for (const [what, statement, ...expected] of ATTACKS)
    test(what, async () => {
      try {
        await admin.query(statement);
        const spoken = await said();
        for (const each of expected) assert.match(spoken, each);
      } finally {
        await putBack();
      }
      assert.equal(await said(), '', 'put back');
    });
});

describe('whoever rewrites rows, blocks and all hashes after them', () => {
  /** As far as it goes without the key: row, list, root, and every hash from there on. */
  async function rewrite(): Promise<void> {
    let before: Buffer | null = null;
    for (const block of await listBlocks(db.read, { after: 0n, limit: 100 })) {
      const changed =
        block.number < 2n
          ? block
          : { ...block, merkleRoot: Buffer.alloc(32, 7), previousHash: before ?? block.previousHash };
      before = hashOf(changed);
      await admin.query(
        'update ledger.block set merkle_root = $2, previous_hash = $3, hash = $4 where number = $1',
        [block.number, changed.merkleRoot, changed.previousHash, before],
      );
    }
  }
  test('is found by the signatures, which need a key that is not in the database', async () => {
    await rewrite();
    const spoken = await said();
    for (const number of [2, 3, 4, 5])
      assert.match(spoken, new RegExp(`S2 block ${number}: key k-1 did not sign`));
    assert.match(spoken, /S4 block 5: is another one than was anchored/);
    await putBack();
  });
});

describe('an end that was cut off', () => {
  const cut = (): Promise<unknown> =>
    admin.query(
      `delete from ledger.block where number >= 4; delete from ledger.journal where seq >= ${fourth}`,
    );
  test('cannot be seen from within, and is seen with an anchor that was kept elsewhere', async () => {
    await cut();
    assert.equal(await said(false), '');
    assert.match(
      await said(),
      new RegExp(
        `^S4 blocks 4 to 5: were cut off, with transfers \\d+ to ${anchor.last.transfer}, flag changes 1 to 1 as they were sealed`,
      ),
    );
    await putBack();
  });
  test('an anchor that was changed, or signed by nobody, or by a stolen key, proves nothing', async () => {
    const changed = readAnchor((anchored?.text ?? '').replace(`"block": "${anchor.number}"`, '"block": "4"'));
    const { violations } = await verifySeals(db, { keys, anchor: changed });
    assert.match(violations[0]?.found ?? '', /changed after it was signed/);
    const none = await verifySeals(db, { keys: [], anchor });
    assert.match(none.violations.at(-1)?.found ?? '', /not among the keys/);
    assert.equal(readAnchor('{}'), null);
    assert.equal(readAnchor('no JSON'), null);
  });
});

test('blocks of a key that was reported stolen hold as soon as a block of another key stands on them', async () => {
  const [old, young] = [newSigningKey('k-1', clock.now()), newSigningKey('k-2', clock.now())];
  const stolen = keys.map((key) => ({ ...key, revokedAt: clock.now().toString() }));
  const after = signingKeysOf([{ ...old, revokedAt: clock.now().toString() }, young]);
  const [youngKey] = after.published.filter(({ id }) => id === 'k-2');
  assert.ok(youngKey);
  const now = () => verifySeals(db, { keys: [...stolen, youngKey] });
  assert.deepEqual(
    (await now()).violations.map(({ subject }) => subject),
    ['block 1', 'block 2', 'block 3', 'block 4', 'block 5'],
  );
  await postAll(world, [one(move(wallet, other, cny(1n)))]);
  await sealWhatIsWritten({ db, clock, signingKeys: after });
  assert.deepEqual((await now()).violations, []);
});
