import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Receipt, verifyReceipt } from '#common/verify-receipt';
import * as ledger from '#ledger';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { chain, cny, hold, ledgerWorld, move, one, openRail, postAll } from '#test/ledger-world';
import { OPERATION_KINDS } from '../operation-ref.ts';
import { rootOf, pathOf } from './merkle.ts';
import { receiptOf, type ReceiptAnswer } from './receipt.ts';
import { sealWhatIsWritten } from './seal.ts';
import { sha256Of } from './leaf.ts';

const world = await ledgerWorld();
const { db, clock } = world;
const [oldKey, newKey] = [newSigningKey('k-1', clock.now()), newSigningKey('k-2', clock.now())];
const signingKeys = signingKeysOf([oldKey]);
const keys = signingKeys.published;
const [anna, ming] = [newId('cus'), newId('cus')];
const open = (owner: string) =>
  db.transaction((tx) => ledger.openAccount(tx, clock, { kind: 'wallet', owner, currency: 'CNY' }));
const [annas, mings, rail] = [await open(anna), await open(ming), await openRail(world)];
await postAll(world, [one(move(rail, annas, cny(1_234_567n)))]);
await postAll(world, [one(move(rail, mings, cny(7_654_321n)))]);
const paid = chain(move(annas, mings, cny(2_600n)), move(annas, rail, cny(40n)));
const held = one(hold(annas, mings, cny(5n)));
const refused = one(move(annas, mings, cny(99_999_999n)));

const receiptFor = (owner: string, operationId: string, by = signingKeys): Promise<ReceiptAnswer> =>
  receiptOf(db.read, { operationId, owner }, by);
async function sealed(owner: string, operationId: string, by = signingKeys): Promise<Receipt> {
  const answer = await receiptFor(owner, operationId, by);
  assert.ok(answer.state === 'sealed');
  return answer.receipt;
}
const faultOf = async (receipt: unknown, by = keys) => (await verifyReceipt(receipt as Receipt, by)).fault;

test('before it is sealed there is no receipt, and of what never moved money there is none ever', async () => {
  await postAll(world, [paid, held, refused]);
  assert.equal((await receiptFor(anna, paid.operationId)).state, 'waiting');
  assert.equal((await receiptFor(anna, newId('tr'))).state, 'nothing');
  await sealWhatIsWritten({ db, clock, signingKeys });
});

test('a stranger reads from it what moved, when, between which accounts', async () => {
  const { fault, transfers } = await verifyReceipt(await sealed(anna, paid.operationId), keys);
  assert.equal(fault, null);
  assert.deepEqual(
    transfers.map((transfer) => ({ ...transfer, seq: null })),
    [
      [mings, 2_600n],
      [rail, 40n],
    ].map(([to, amount]) => ({
      seq: null,
      kind: 0,
      amount,
      currency: 'CNY',
      debitAccount: BigInt(annas),
      creditAccount: BigInt(to ?? 0),
      postedAt: '2026-11-22T09:00:00.000Z',
      sealedAt: '2026-11-22T09:00:00.000Z',
    })),
  );
  const kinds = async (id: string) =>
    (await verifyReceipt(await sealed(anna, id), keys)).transfers.map(({ kind }) => kind);
  assert.deepEqual([await kinds(held.operationId), await kinds(refused.operationId)], [[1], [8]]);
});

test('each side reads its own balance in it, and nobody the other’s', async () => {
  const hexOf = (minor: bigint): string => minor.toString(16).padStart(16, '0');
  const [after, otherAfter] = [hexOf(1_234_567n - 2_600n), hexOf(7_654_321n + 2_600n)];
  const [annasText, mingsText] = [
    JSON.stringify(await sealed(anna, paid.operationId)),
    JSON.stringify(await sealed(ming, paid.operationId)),
  ];
  assert.deepEqual([annasText.includes(after), annasText.includes(otherAfter)], [true, false]);
  assert.deepEqual([mingsText.includes(after), mingsText.includes(otherAfter)], [false, true]);
  const { rows } = await sql<{ salt: Buffer }>`select salt from ledger.block`.execute(db.read);
  assert.ok(rows[0] && !annasText.includes(rows[0].salt.toString('hex')), 'nor what the salts are made from');
});

describe('a receipt that was changed is refused', () => {
  test('wherever a letter of it is changed', async () => {
    const receipt = await sealed(anna, paid.operationId);
    const text = JSON.stringify(receipt);
    let tried = 0;
    for (const found of text.matchAll(/"[0-9a-f]{20,}"/g)) {
      for (const offset of [1, Math.floor(found[0].length / 2), found[0].length - 2]) {
        const at = found.index + offset;
        const other = text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
        assert.notEqual(await faultOf(JSON.parse(other)), null, `${found[0].slice(0, 12)} at ${offset}`);
        tried += 1;
      }
    }
    assert.ok(tried > 20, `${tried} places`);
  });

  const CHANGES: readonly [what: string, change: (receipt: Receipt) => unknown, fault: string][] = [
    ['another entry', (receipt) => ({ ...receipt, entry: newId('tr') }), 'altered'],
    [
      'another place in the tree',
      ({ transfers, ...rest }) => ({
        ...rest,
        transfers: transfers.map((each) => ({ ...each, place: each.place + 1 })),
      }),
      'altered',
    ],
    [
      'a transfer twice',
      ({ transfers, ...rest }) => ({ ...rest, transfers: [...transfers, ...transfers] }),
      'altered',
    ],
    ['no transfer at all', (receipt) => ({ ...receipt, transfers: [] }), 'malformed'],
    ['no block', (receipt) => ({ ...receipt, blocks: [] }), 'malformed'],
    [
      'a node of the tree shown as a leaf',
      ({ transfers, ...rest }) => ({
        ...rest,
        transfers: transfers.map((each) => ({ ...each, path: each.path.slice(1) })),
      }),
      'altered',
    ],
    [
      'the signature of something else',
      ({ blocks, ...rest }) => ({
        ...rest,
        blocks: blocks.map((each) => ({ ...each, ...signingKeys.sign('another purpose', 'x') })),
      }),
      'not_signed',
    ],
    ['a key of somebody else under the same name', (receipt) => receipt, 'not_signed'],
    ['nothing', () => null, 'malformed'],
    ['a number', () => 3, 'malformed'],
  ];
  for (const [what, change, expected] of CHANGES)
    test(what, async () => {
      const changed = change(await sealed(anna, paid.operationId));
      const stranger = signingKeysOf([newSigningKey('k-1', clock.now())]).published;
      assert.equal(await faultOf(changed, what.startsWith('a key of') ? stranger : keys), expected);
    });
});

test('a receipt of a stolen key proves nothing, and a new one is signed by the new key', async () => {
  const receipt = await sealed(anna, paid.operationId);
  const after = signingKeysOf([
    { ...oldKey, revokedAt: clock.now().toString(), revocationReason: 'a laptop was lost' },
    newKey,
  ]);
  assert.equal(await faultOf(receipt, after.published), 'key_revoked');
  assert.equal(await faultOf(receipt, []), 'key_unknown');
  const again = await sealed(anna, paid.operationId, after);
  assert.deepEqual(
    again.blocks.map(({ keyId }) => keyId),
    ['k-2'],
  );
  assert.equal(await faultOf(again, after.published), null);
});

test('the kinds of operation that a receipt names are those of the ledger', () => {
  assert.deepEqual(
    { ...OPERATION_KINDS },
    { tu: 1, tr: 2, cb: 3, rc: 4, fx: 5, wd: 6, bt: 7, xb: 9, bk: 12 },
    'common/verify-receipt.ts and common/api/receipt.ts know these',
  );
});

test('a tree of any size leads from each leaf to its root', () => {
  const climb = (hash: Buffer, at: number, count: number, path: Buffer[]): Buffer => {
    const rest = [...path];
    let now = hash;
    for (let [place, size] = [at, count]; size > 1; place >>= 1, size = (size + 1) >> 1) {
      const neighbour = place % 2 === 1 || place + 1 < size ? rest.shift() : undefined;
      if (neighbour)
        now =
          place % 2 === 1 ? sha256Of(Buffer.of(1), neighbour, now) : sha256Of(Buffer.of(1), now, neighbour);
    }
    assert.equal(rest.length, 0);
    return now;
  };
  for (let count = 1; count <= 33; count += 1) {
    const leaves = Array.from({ length: count }, (_, at) => sha256Of(Buffer.of(0, at)));
    for (const [at, leaf] of leaves.entries())
      assert.deepEqual(climb(leaf, at, count, pathOf(leaves, at)), rootOf(leaves), `${at} of ${count}`);
  }
});
