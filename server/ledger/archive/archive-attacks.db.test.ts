// What the database refuses to let go, and what `verify` says of archived parts that somebody with every password has changed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as ledger from '#ledger';
import { openClient, openDb, sql } from '#platform/db';
import { createSigningKey, openSigningKeys, revokeSigningKey } from '#platform/signing-keys';
import { archiveWorld, KEEP_DAYS } from '#test/archive';
import { cny, ledgerWorld, move, one, openFilledWallet, openWallet, postAll } from '#test/ledger-world';

const world = await ledgerWorld();
const { db, owner, clock, urls } = world;
const { folder, keys, signingKeys, seal, closePart, archive, faults } = archiveWorld(world);
const [wallet, other] = [await openFilledWallet(world, cny(1_000n)), await openWallet(world)];
const moves = [1n, 2n, 3n].map((amount) => move(wallet, other, cny(amount)));
await postAll(world, [...moves.map((leg) => one(leg)), one(move(other, wallet, cny(9_999n)))]);

/** Asks for a part as the archiver would, with figures that may be wrong. */
const letGo = (number: number, { rows = 5n, rowsHash = 'aa', keepDays = KEEP_DAYS } = {}) =>
  sql`select ledger.archive_part(${number}::integer, ${clock.now().toString()}::timestamptz, ${clock.now().subtract({ hours: 24 * keepDays }).toString()}::timestamptz,
    ${rows}::bigint, decode(${rowsHash}, 'hex'), ''::bytea, ''::bytea, '{}', 3)`; // prettier-ignore

describe('the database lets nothing go', () => {
  test('that is still written to, is young, or is not the oldest', async () => {
    await assert.rejects(letGo(0).execute(owner.read), /part 0 is not closed, or not for long enough/);
    await sql`select ledger.rotate_journal(${clock.now().toString()})`.execute(db.read);
    await assert.rejects(letGo(0).execute(owner.read), /part 0 is not closed, or not for long enough/);
    assert.equal((await archive()).stays.why, 'too_young');
    clock.advance({ hours: 24 * KEEP_DAYS + 1 });
    await assert.rejects(letGo(1).execute(owner.read), /part 1 is not the oldest that is here/);
  });
  test('that is not sealed, or holds the newest row', async () => {
    await assert.rejects(letGo(0).execute(owner.read), /part 0 is not sealed beyond 0/);
    assert.equal((await archive()).stays.why, 'newest_row');
    await postAll(world, [one(move(wallet, other, cny(4n)))]);
    assert.equal((await archive()).stays.why, 'not_sealed');
    await seal();
  });
  test('that the file does not hold, row by row', async () => {
    await assert.rejects(letGo(0).execute(owner.read), /the file of part 0 does not hold its 5 rows/);
    await assert.rejects(letGo(0, { rows: 4n }).execute(owner.read), /does not hold its 5 rows/);
  });
  test('to the running application', async () => {
    await assert.rejects(letGo(0).execute(db.read), /permission denied for function archive_part/);
    const asApp = openDb(urls.appUrl, { size: 1 });
    await assert.rejects(
      ledger.archiveParts(
        { owner: asApp, ownerUrl: urls.appUrl, clock, signingKeys },
        { folder: join(folder, 'app'), keepDays: KEEP_DAYS },
      ),
      /permission denied for function archive_part/,
    );
    await asApp.close();
    assert.deepEqual(await faults({ read: false }), []);
  });
  test('into a folder that tells of other rows, and then nothing was touched', async () => {
    fs.mkdirSync(folder, { recursive: true });
    const foreign = fs.readFileSync(join(folder, 'app', 'journal-0.json'), 'utf8').replace(/"rowsHash": "../, '"rowsHash": "00'); // prettier-ignore
    fs.writeFileSync(join(folder, 'journal-0.json'), foreign);
    await assert.rejects(archive(), /tells of other rows/);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['app', 'journal-0.json']);
    fs.rmSync(join(folder, 'journal-0.json'));
    assert.deepEqual(await faults({ read: false }), []);
  });
});

test('what stays of a part is not changed, by the owner of the tables either', async () => {
  assert.deepEqual((await archive()).archived, [0]);
  for (const name of ['archived_id', 'archived_part', 'carried']) {
    const table = sql.table(`ledger.${name}`);
    await assert.rejects(sql`delete from ${table}`.execute(owner.read), /append-only/);
    await assert.rejects(sql`truncate ${table} cascade`.execute(owner.read), /append-only/);
    await assert.rejects(sql`delete from ${table}`.execute(db.read), /permission denied/);
  }
  await assert.rejects(sql`update ledger.carried set version = 1`.execute(owner.read), /append-only/);
  await postAll(world, [one(move(wallet, other, cny(5n)))]);
  await closePart();
  await postAll(world, [one(move(wallet, other, cny(6n)))]);
  await seal();
  assert.deepEqual((await archive()).archived, [1]);
  assert.deepEqual(await faults(), []);
});

const admin = await openClient(urls.adminUrl);
after(() => admin.end());
const TABLES = ['archived_id', 'archived_part', 'carried', 'refusal', 'balance'];

/** What somebody could do to the rows that stay, and what is said of it. */
const CHANGES: readonly [what: string, statement: string, said: RegExp][] = [
  ['a used id forgotten', `delete from ledger.archived_id where id = '${moves[0]?.id}'`, /S5 archived part 0: of its 5 used ids 4 stand here/],
  ['an id given to another payload', `update ledger.archived_id set fingerprint = 7 where id = '${moves[0]?.id}'`, /S5 archived part 0: of its 5 used ids 5 stand here, or some were changed/],
  ['a larger original to reverse', `update ledger.archived_id set amount_minor = 500 where id = '${moves[0]?.id}'`, /S5 archived part 0: .* or some were changed/],
  ['money carried over from nowhere', `update ledger.carried set credits_posted_minor = credits_posted_minor + 5 where part = 0 and account_id = ${wallet}`, /S5 archived part 0: where it left the accounts was changed/],
  ['the same in the newest part, and on the balance', `update ledger.carried set credits_posted_minor = credits_posted_minor + 5 where part = 1 and account_id = ${wallet}; update ledger.balance set credits_posted_minor = credits_posted_minor + 5 where account_id = ${wallet}`, /I3 account \d+ version 7[^]*S5 archived part 1: where it left/],
  ['figures of a part', `update ledger.archived_part set row_count = 4 where number = 0`, /S5 archived part 0: it was entered with other figures/],
  ['a manifest', `update ledger.archived_part set manifest = replace(manifest, '"rows": "5"', '"rows": "4"') where number = 0`, /S5 archived part 0: its manifest proves nothing: it was changed after it was signed/],
  ['a manifest that is none', `update ledger.archived_part set manifest = '{}' where number = 1`, /S5 archived part 1: its manifest cannot be read/],
  ['a part forgotten', `delete from ledger.archived_part where number = 0`, /S5 archived part 1: is kept, but part 0 is not/],
  ['the reason of a refusal', 'delete from ledger.refusal', /S5 archived part 0: of the reasons of its 1 refusals 0 stand here/],
]; // prettier-ignore

describe('verify names what was changed in the database', () => {
  before(async () => {
    await admin.query('set session_replication_role = replica'); // No trigger speaks.
    await admin.query(`create schema kept; ${TABLES.map((name) => `create table kept.${name} as table ledger.${name}`).join(';')}`); // prettier-ignore
  });
  for (const [what, statement, said] of CHANGES)
    test(what, async () => {
      await admin.query(statement);
      assert.match((await faults({ read: false })).join('\n'), said);
      for (const name of TABLES)
        await admin.query(
          `delete from ledger.${name}; insert into ledger.${name} select * from kept.${name}`,
        );
      assert.deepEqual(await faults({ read: false }), [], 'put back');
    });
});

/** What somebody could do to the files. */
const FILES: readonly [what: string, change: () => void, said: RegExp][] = [
  ['one that is gone', () => fs.rmSync(join(folder, 'journal-0.tsv.zst')), /S5 archived part 0: journal-0.tsv.zst is missing/],
  ['one byte of it', () => spoil('journal-1.tsv.zst'), /S5 archived part 1: journal-1.tsv.zst was changed: its SHA-256/],
  ['a manifest that is gone', () => fs.rmSync(join(folder, 'journal-1.json')), /S5 archived part 1: journal-1.json is missing/],
  ['a manifest of another part', () => fs.copyFileSync(join(folder, 'journal-0.json'), join(folder, 'journal-1.json')), /S5 archived part 1: journal-1.json is another one than the database keeps/],
]; // prettier-ignore

function spoil(name: string): void {
  const bytes = fs.readFileSync(join(folder, name));
  bytes.writeUInt8((bytes.readUInt8(bytes.length - 9) ^ 1) & 255, bytes.length - 9);
  fs.writeFileSync(join(folder, name), bytes);
}

describe('verify names what was changed in the archive, and only that', () => {
  for (const [what, change, said] of FILES)
    test(what, async () => {
      const copy = `${folder}-copy`;
      fs.cpSync(folder, copy, { recursive: true });
      change();
      assert.equal((await faults()).length, 1);
      assert.match((await faults()).join('\n'), said);
      fs.rmSync(folder, { recursive: true });
      fs.renameSync(copy, folder);
      assert.deepEqual(await faults(), []);
    });
});

test('a manifest of a key that was stolen later proves nothing by itself; its rows do, by their blocks', async () => {
  createSigningKey(keys, 'k-2', clock.now());
  revokeSigningKey(keys, { id: 'k-1', reason: 'stolen', at: clock.now() });
  const now = openSigningKeys({
    folder: keys,
    createIfNone: false,
    newKeyId: () => 'none',
    now: clock.now(),
  });
  await postAll(world, [one(move(wallet, other, cny(7n)))]);
  await ledger.sealWhatIsWritten({ db, clock, signingKeys: now });
  const check = async (dir?: string) =>
    (await ledger.verifySeals(db, { keys: now.published, archive: dir })).violations.map(
      ({ found }) => found,
    );
  assert.equal((await check()).length, 2);
  assert.match(
    (await check()).join(),
    /was reported stolen; with --archive its rows are proved by their blocks/,
  );
  assert.deepEqual(await check(folder), []);
});
