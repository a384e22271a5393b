import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createZstdDecompress } from 'node:zlib';
import * as ledger from '#ledger';
import { copyRows, pourRows } from '#platform/backup/logical';
import { sql } from '#platform/db';
import { archiveWorld } from '#test/archive';
import { freshDb } from '#test/db';
import {
  capture,
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  newOperation,
  newTransfer,
  onAccount,
  one,
  openFilledWallet,
  openWallet,
  outcomeOf,
  outcomesOf,
  postAll,
  release,
  reverse,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const { folder, seal, closePart, archive, faults, signingKeys } = archiveWorld(world);
const poster = ledger.createLedger(world);
after(() => poster.close());

// Part 0: what people did long ago.
const [wallet, other, sleeper] = [
  await openFilledWallet(world, cny(1_000n)),
  await openWallet(world),
  await openFilledWallet(world, cny(7n)),
];
const began = clock.now();
const operation = newOperation();
const paid = {
  operationId: operation,
  legs: [move(wallet, other, cny(100n), { id: newTransfer() })],
} as const;
const moved = { operationId: newOperation(), legs: [move(wallet, other, cny(6n))] } as const;
const pair = chain(move(wallet, other, cny(10n)), move(other, wallet, cny(4n)));
const refused = one(move(other, wallet, cny(99_999n)));
const [held, kept] = [hold(wallet, other, cny(50n)), hold(wallet, other, cny(30n))];
const takenBack = reverse(paid.legs[0].id, cny(1n));
await postAll(world, [paid, moved, pair, refused, one(held), one(kept), one(takenBack)]);
clock.advance({ hours: 1 });
await postAll(world, [one(capture(held.id, cny(20n)))]);
await closePart();

test('a part stays while a hold in it is open, and while nothing was posted after it', async () => {
  assert.deepEqual(await archive(), { archived: [], stays: { why: 'open_hold', part: 0, hold: kept.id } });
  await postAll(world, [one(release('void', kept.id))]);
  await seal();
  assert.ok(!fs.existsSync(folder), 'nothing was written');
});

test('an old part leaves whole: its file holds what is gone, and every law goes on from it', async () => {
  const before = await Promise.all([wallet, other, sleeper].map((account) => onAccount(world, account)));
  const { rows: gone } = await sql<{ seq: bigint }>`select seq from ledger.journal_0 order by seq`.execute(db.read); // prettier-ignore
  const steps: string[] = [];
  const { archived, stays } = await archive({ tell: ({ done }) => void steps.push(done) });
  assert.deepEqual([archived, stays], [[0], { why: 'none_closed' }]);
  assert.deepEqual(steps, ['rows_written', 'rows_read_back', 'file_in_place', 'archived']);
  assert.deepEqual(fs.readdirSync(folder).sort(), ['journal-0.json', 'journal-0.tsv.zst']);
  const { rows } = await sql<{ part: string | null; ids: bigint; oldest: bigint }>`
    select to_regclass('ledger.journal_0')::text as part, (select count(*) from ledger.archived_id) as ids,
           (select min(seq) from ledger.journal) as oldest`.execute(db.read);
  assert.deepEqual(rows[0]?.part, null);
  assert.equal(rows[0]?.ids, BigInt(gone.length));
  assert.ok((rows[0]?.oldest ?? 0n) >= 1n << 44n);
  assert.deepEqual(await Promise.all([wallet, other, sleeper].map((account) => onAccount(world, account))), before); // prettier-ignore
  assert.deepEqual(await faults(), []);
  assert.deepEqual(await faults({ read: false }), []);
});

test('the file is text that anybody can read: a heading, and a line per row', async () => {
  const chunks: Buffer[] = [];
  for await (const chunk of fs
    .createReadStream(join(folder, 'journal-0.tsv.zst'))
    .pipe(createZstdDecompress()))
    chunks.push(chunk as Buffer);
  const [heading, ...lines] = Buffer.concat(chunks).toString().trimEnd().split('\n');
  assert.match(heading ?? '', /^seq\tid\toperation_kind\t/);
  assert.equal(lines.length, 11);
  assert.ok(lines.some((line) => line.split('\t')[1] === paid.legs[0].id));
});

test('an id that was answered long ago keeps its answer, by either door', async () => {
  for (const post of [
    (command: ledger.PostCommand) => poster.post(command),
    async (command: ledger.PostCommand) => (await postAll(world, [command]))[0],
  ]) {
    const again = await post(paid);
    assert.ok(again?.ok && again.value.status === 'archived');
    const [leg] = again.value.legs;
    assert.deepEqual([leg?.id, leg?.kind, leg?.amount, leg?.debit, leg?.credit], [paid.legs[0].id, 'single', cny(100n), wallet, other]); // prettier-ignore
    assert.ok((await post(pair))?.ok);
    const no = await post(refused);
    assert.ok(no && !no.ok && no.error.code === 'insufficient_funds' && no.error.replayed);
    assert.deepEqual([no.error.account, no.error.available], [other, cny(112n)]);
    const otherPayload = { ...paid, legs: [{ ...paid.legs[0], amount: cny(101n) }] } as const;
    assert.equal(outcomeOf((await post(otherPayload)) as ledger.PostResult), 'id_reused');
    const otherRefused = { ...refused, legs: [{ ...refused.legs[0], code: 'fee' }] } as ledger.PostCommand;
    assert.equal(outcomeOf((await post(otherRefused)) as ledger.PostResult), 'id_already_failed');
  }
});

test('what is archived can still be reversed, up to what it moved; a hold that ended there is over', async () => {
  const before = await onAccount(world, wallet);
  const outcomes = outcomesOf(
    await postAll(world, [
      one(reverse(paid.legs[0].id, cny(9n))),
      one(reverse(paid.legs[0].id, cny(91n))),
      one(capture(held.id, cny(1n))),
      one(reverse(held.id, cny(1n))),
      one(release('void', kept.id)),
    ]),
  );
  assert.deepEqual(outcomes, ['created', 'exceeds_original', 'hold_already_resolved', 'original_not_reversible', 'hold_already_resolved']); // prettier-ignore
  assert.equal((await onAccount(world, wallet)).posted, before.posted + 9n);
  const found = await ledger.findHold(db.read, held.id);
  assert.deepEqual([found?.state, found?.amount, found?.captured], ['captured', cny(50n), cny(20n)]);
  await seal();
  assert.deepEqual(await faults(), []);
});

test('a history that reaches the archive says so, and a balance of before it is not guessed', async () => {
  const page = await ledger.statementPage(db.read, wallet, { limit: 50 });
  assert.equal(page.before, null);
  assert.deepEqual(page.archived && [page.archived.lines, page.lines.at(-1)?.version], [9n, 10n]);
  assert.deepEqual(await ledger.statementPage(db.read, sleeper, { limit: 5 }), {
    lines: [],
    before: null,
    archived: { lines: 1n, since: page.archived?.since },
  });
  const at = async (moment: typeof began, account = wallet) => ledger.balanceAsOf(db.read, account, moment);
  const past = await at(began);
  assert.ok(!past.ok && past.error.code === 'history_archived');
  assert.deepEqual([past.error.since, past.error.from], [page.archived?.since, began.add({ hours: 1 })]);
  const boundary = await at(began.add({ hours: 1 }));
  assert.deepEqual(boundary.ok && [boundary.value.posted, boundary.value.version], [cny(869n), 9n]);
  const untouched = await at(clock.now(), sleeper);
  assert.deepEqual(untouched.ok && untouched.value, { posted: cny(7n), version: 1n });
  assert.ok((await at(clock.now())).ok);
});

test('an operation whose rows left says since when, instead of having none, and its receipt too', async () => {
  assert.deepEqual(await ledger.transfersOf(db.read, operation), []);
  const { rows } = await sql<{ since: typeof began }>`select archived_at as since from ledger.archived_part`.execute(db.read); // prettier-ignore
  const since = rows[0]?.since;
  const owner = 'cus_01J9ZZZZZZZZZZZZZZZZZZZZZZ';
  // Transfers of this file share their operation's first bytes.
  assert.deepEqual(await ledger.archivedRowsSince(db.read, operation), since);
  assert.deepEqual(await ledger.receiptOf(db.read, { operationId: operation, owner }, signingKeys), {
    state: 'archived',
    since,
  });
});

test('a movement names the archived one that it reverses', async () => {
  const back = { operationId: newOperation('cb'), legs: [reverse(moved.legs[0].id, cny(2n))] } as const;
  await postAll(world, [back]);
  const movements = await ledger.transfersOf(db.read, back.operationId);
  assert.equal(movements.find(({ transfer }) => transfer === back.legs[0].id)?.refersTo, moved.legs[0].id);
});

test('a second part goes on from the first, with accounts that slept in between', async () => {
  await postAll(world, [one(move(sleeper, other, cny(3n))), one(hold(other, wallet, cny(2n), { id: newTransfer() }))]); // prettier-ignore
  const late = hold(wallet, other, cny(5n));
  await postAll(world, [one(late)]);
  await postAll(world, [one(capture(late.id, cny(4n)))]);
  await closePart();
  assert.equal((await archive()).stays.why, 'open_hold');
  const { rows } = await sql<{ id: string }>`select t.id from ledger.hold h join ledger.transfer t on t.seq = h.seq where h.state = 0`.execute(db.read); // prettier-ignore
  await postAll(world, [one(release('void', rows[0]?.id ?? '')), one(move(sleeper, other, cny(1n)))]);
  await seal();
  assert.deepEqual((await archive()).archived, [1]);
  assert.deepEqual(await faults(), []);
  assert.deepEqual(await faults({ read: false }), []);
  assert.deepEqual(await onAccount(world, sleeper), { posted: 3n, available: 3n });
});

test('a copy by rows brings back what stays of archived parts, and the archive goes with it', async () => {
  const copy = fs.mkdtempSync(join(folder, '..', 'copy-'));
  const taken = await copyRows(world.urls, { folder: copy, sealed: { key: undefined }, atThatMoment: ledger.ledgerFacts }); // prettier-ignore
  const restored = await freshDb();
  await pourRows(restored.urls, {
    database: taken.database,
    folder: copy,
    parts: new Map(taken.parts.map((part) => [part.path, part])),
    sealed: { key: undefined },
    prepare: ledger.makeJournalParts,
  });
  assert.ok(await ledger.hasFacts(restored.db.pool, taken.facts));
  const there = { ...restored, clock };
  const chainThere = await ledger.verifySeals(restored.db, { keys: signingKeys.published, archive: folder });
  assert.deepEqual([...(await ledger.verify(restored.db)), ...chainThere.violations], []);
  assert.deepEqual(chainThere.archived, { parts: 2, rowsRead: 22n });
  assert.deepEqual(outcomesOf(await postAll(there, [paid, one(move(wallet, other, cny(1n)))])), [
    'archived',
    'created',
  ]);
  await sql`select ledger.rotate_journal(${clock.now().toString()})`.execute(restored.db.read);
  assert.deepEqual(outcomesOf(await postAll(there, [one(move(wallet, other, cny(1n)))])), ['created']);
});
