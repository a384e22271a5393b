import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { receiptSchema } from '#common/api/receipt';
import { type Receipt, verifyReceipt } from '#common/verify-receipt';
import { legId, openAccount, postIn, sealWhatIsWritten } from '#ledger';
import { Temporal } from '#platform/clock';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { archiveWorld } from '#test/archive';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false });
const { db, clock } = world;
const { signingKeys } = world.deps;
const seal = () => sealWhatIsWritten({ db, clock, signingKeys });
const [anna, ming, stranger] = [
  await world.person('林知夏'),
  await world.person('王小明'),
  await world.person('周青'),
];
await db.transaction(async (tx) => {
  const operationId = newId('tu');
  const credit = await openAccount(tx, clock, { kind: 'wallet', owner: anna.id, currency: 'CNY' });
  const debit = await openAccount(tx, clock, {
    kind: 'rail_settlement',
    owner: 'rail:card',
    currency: 'CNY',
  });
  const id = legId(operationId, 'credit');
  await postIn(tx, clock, [
    { operationId, legs: [{ kind: 'single', id, code: 'top_up', debit, credit, amount: cny(100_00n) }] },
  ]);
});
const paid = (await world.pay(anna, ming, cny(26_00n))).id;
const ask = (person: WalletPerson) => person.call(api.entryReceipt, { params: { id: paid } });
const receiptOf = async (person: WalletPerson): Promise<Receipt> => {
  const answer = await ask(person);
  assert.ok(answer.state === 'sealed');
  return answer.receipt;
};

test('until the payment is sealed the answer says when to come back', async () => {
  const answer = await ask(anna);
  assert.ok(answer.state === 'waiting');
  assert.ok(answer.askAgainAt > clock.now().toString());
  await seal();
});

test('both who took part get a receipt that holds, and nobody else gets any', async () => {
  for (const person of [anna, ming]) {
    const { fault, transfers } = await verifyReceipt(await receiptOf(person), signingKeys.published);
    assert.deepEqual(
      [fault, transfers.map(({ amount, currency, kind }) => [amount, currency, kind])],
      [null, [[26_00n, 'CNY', 0]]],
    );
  }
  const outcome = await ask(stranger).catch((error: unknown) => error);
  assert.ok(outcome instanceof ApiProblem && outcome.code === 'not_found');
});

test('the server checks a receipt for whoever asks, and sees what was changed', async () => {
  const receipt = receiptSchema.parse(await receiptOf(anna));
  const good = await stranger.call(api.checkReceipt, { body: receipt });
  assert.deepEqual([good.fault, good.transfers[0]?.amount], [null, '2600']);
  const other = { ...receipt, entry: newId('tr') };
  assert.equal((await stranger.call(api.checkReceipt, { body: other })).fault, 'altered');
});

test('of an exchange the receipt names both currencies, each movement by itself', async () => {
  const now = clock.now();
  const day = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  const rates = { EUR: { mantissa: 1n, scale: 0 }, CNY: { mantissa: 8n, scale: 0 } };
  await db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: now, rates }));
  const amount = { amount: '1600', currency: 'CNY' } as const;
  const quote = await anna.call(api.createExchangeQuote, { body: { from: 'CNY', to: 'EUR', amount } });
  const id = newId('fx');
  await anna.call(api.createExchange, { idempotencyKey: id, body: { id, quoteId: quote.id } });
  await seal();
  const answer = await anna.call(api.entryReceipt, { params: { id } });
  assert.ok(answer.state === 'sealed');
  const { fault, transfers } = await stranger.call(api.checkReceipt, { body: answer.receipt });
  assert.equal(fault, null);
  assert.deepEqual([...new Set(transfers.map(({ currency }) => currency))].toSorted(), ['CNY', 'EUR']);
});

test('the tool checks it without OKPay, from two files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'okpay-receipt-'));
  after(() => rmSync(folder, { recursive: true }));
  const [file, keys] = [join(folder, 'receipt.json'), join(folder, 'keys.json')];
  const run = (): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, ['tools/verify-receipt.ts', file, keys], { encoding: 'utf8' });
  const receipt = await receiptOf(anna);
  writeFileSync(keys, JSON.stringify({ keys: signingKeys.published }));
  writeFileSync(file, JSON.stringify(receipt));
  const said = run();
  assert.match(
    said.stdout,
    /^Genuine\. tr_\w+ stands in the ledger with:\n {2}transfer \d+, kind 0: 2600 minor units of CNY/,
  );
  assert.equal(said.status, 0);
  const [first] = receipt.transfers;
  assert.ok(first);
  writeFileSync(
    file,
    JSON.stringify({ ...receipt, transfers: [{ ...first, leaf: first.leaf.replace(/0/, '1') }] }),
  );
  assert.match(run().stdout, /It was changed after it was issued/);
  assert.equal(run().status, 1);
});

test('once its ledger rows are archived, the entry and the receipt say since when, and the rest of the entry stays', async () => {
  const entryOf = () => anna.call(api.entry, { params: { id: paid } });
  const before = await entryOf();
  assert.deepEqual([before.movements.length, before.movementsArchivedSince], [1, null]);
  const { closePart, archive } = archiveWorld(world);
  await seal();
  await closePart();
  await world.pay(anna, ming, cny(1n));
  await seal();
  assert.deepEqual((await archive()).archived, [0]);
  const now = await entryOf();
  assert.equal(Temporal.Instant.compare(now.movementsArchivedSince ?? '', clock.now()), 0);
  assert.deepEqual(now, { ...before, movements: [], movementsArchivedSince: now.movementsArchivedSince });
  assert.deepEqual(await ask(anna), { state: 'archived', since: now.movementsArchivedSince });
});
