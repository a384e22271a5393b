import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { OkOf } from '#common/api/route';
import type { PetitionGround, PetitionOutcome } from '#common/api/petition';
import type { CaseId, TransferId } from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import {
  decidePetition,
  openAppeal,
  proposalsAbout,
  proposeDecision,
  recordPetitionLook,
  restrictionsInForce,
} from '#risk';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { outcomesOfClaim, settleClaim } from './settle-claim.ts';
import { findClaim } from './store.ts';

const world = await walletWorld();
const { db, clock } = world;
const payments = {
  outcomes: (read: Parameters<typeof outcomesOfClaim>[0], petition: Parameters<typeof outcomesOfClaim>[2]) =>
    outcomesOfClaim(read, clock, petition),
  carryOut: (
    ...[tx, petition, decided]: Parameters<Parameters<typeof decidePetition>[1]['payments']['carryOut']>
  ) => settleClaim(tx, clock, petition, decided),
};

async function paid({ left = 26_00n }: { left?: bigint } = {}) {
  const [payer, payee, third] = [
    await world.funded(cny(100_00n), '林知夏'),
    await world.person('王小明'),
    await world.person('何雨'),
  ];
  const { id } = await world.pay(payer, payee, cny(26_00n));
  if (left < 26_00n) await world.pay(payee, third, cny(26_00n - left));
  return { payer, payee, transfer: id as TransferId };
}
const claim = (payer: WalletPerson, transfer: TransferId, id: CaseId = newId('case')) =>
  payer.call(api.openClaim, { idempotencyKey: newId('evt'), body: { id, transfer, text: '手机昨晚被偷了' } });
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof ApiProblem) return error.code;
      throw error;
    },
  );

async function decided(caseId: CaseId, outcome: PetitionOutcome, ground: PetitionGround): Promise<string> {
  const [by, approver] = [newId('stf'), newId('stf')];
  for (const staff of [by, approver]) await recordPetitionLook({ db, clock }, { caseId, staff, file: null });
  const proposed = await db.transaction((tx) =>
    proposeDecision(
      tx,
      { clock, payments },
      { caseId, by, note: 'looked at it', outcome, ground, keeps: [] },
    ),
  );
  if (!proposed.ok) return proposed.error.code;
  const proposal = (await proposalsAbout(db.read, [caseId])).at(-1);
  assert.ok(proposal);
  const done = await db.transaction((tx) =>
    decidePetition(
      tx,
      { clock, payments },
      { caseId, proposalId: proposal.id, by: approver, decision: 'approve', note: null },
    ),
  );
  return done.ok ? 'done' : done.error.code;
}

describe('“I did not make this payment”', () => {
  test('freezes the payer, holds what the payee still has, and opens a case with signed evidence: once', async () => {
    const { payer, payee, transfer } = await paid();
    const id = newId('case');
    const done = await claim(payer, transfer, id);
    assert.deepEqual([done.caseId, done.held.amount], [id, '2600']);
    assert.deepEqual(
      (await restrictionsInForce(db.read, payer.id)).map(({ kind }) => kind),
      ['self_frozen'],
    );
    assert.equal(await world.available(payee), 0n, 'it cannot be spent any more');
    const { items } = await payee.call(api.accounts);
    assert.deepEqual(
      items[0]?.held.map(({ kind, amount }) => [kind, amount.amount]),
      [['recall', '2600']],
    );
    const { rows } = await sql<{ circumstances: string; entry: string }>`
      select circumstances, entry from cases.evidence where case_id = ${id}`.execute(db.read);
    assert.match(rows[0]?.entry ?? '', new RegExp(transfer));
    assert.match(rows[0]?.circumstances ?? '', /"confirmedBy":\["payment_password","passkey"\]/);
    assert.deepEqual(await claim(payer, transfer, id), done, 'asked again with the same id');
    assert.equal(await codeOf(claim(payer, transfer)), 'petition_open');
    assert.equal(await codeOf(claim(payee, transfer)), 'not_found', 'a payee has paid nothing');
    assert.deepEqual(await world.violations(), []);
  });

  test('shows both sides what is held and why, and neither the other’s name in full', async () => {
    const { payer, payee, transfer } = await paid();
    await claim(payer, transfer);
    const { recall } = (await findClaim(db.read, transfer)) ?? {};
    assert.ok(recall);
    for (const [who, direction] of [
      [payer, 'in'],
      [payee, 'out'],
    ] as const) {
      const entry: OkOf<typeof api.entry> = await who.call(api.entry, { params: { id: recall } });
      assert.deepEqual(
        [entry.kind, entry.state, entry.direction, entry.reason?.code, entry.nextActor],
        ['recall', 'on_hold', direction, 'payment_contested', 'okpay'],
      );
      assert.doesNotMatch(JSON.stringify(entry), /林知夏|王小明/);
    }
    const { timeline } = await payee.call(api.entry, { params: { id: transfer } });
    assert.equal(timeline[0]?.kind, 'payment_contested');
  });

  test('upheld: what is held goes back, and the operator bears what is gone', async () => {
    const { payer, payee, transfer } = await paid({ left: 10_00n });
    const { caseId, held } = await claim(payer, transfer);
    assert.equal(held.amount, '1000');
    assert.equal(await decided(caseId, 'granted', 'not_made_by_owner'), 'done');
    assert.equal(await world.available(payer), 100_00n, 'the whole payment is back');
    assert.equal(await world.available(payee), 0n);
    const history = await payer.call(api.entries, { query: { kind: 'recall' } });
    assert.deepEqual(
      history.items
        .map(({ amount, state, counterparty }) => [amount.amount, state, counterparty.kind])
        .toSorted(),
      [
        ['1000', 'given_back', 'person'],
        ['1600', 'given_back', 'okpay'],
      ],
    );
    assert.equal((await payee.call(api.entries, { query: { kind: 'recall' } })).items.length, 1);
    assert.deepEqual(await world.violations(), []);
  });

  test('in part: what is held goes back, and no more', async () => {
    const { payer, transfer } = await paid({ left: 10_00n });
    const { caseId } = await claim(payer, transfer);
    assert.equal(await decided(caseId, 'partly', 'money_gone'), 'done');
    assert.equal(await world.available(payer), 84_00n);
  });

  test('refused: what was held is the payee’s again; an appeal that is granted is borne by the operator', async () => {
    const { payer, payee, transfer } = await paid();
    const { caseId } = await claim(payer, transfer);
    assert.equal(await decided(caseId, 'refused', 'made_with_own_factors'), 'done');
    assert.deepEqual([await world.available(payer), await world.available(payee)], [74_00n, 26_00n]);
    const appeal = newId('case');
    const signingKeys = world.deps.signingKeys;
    const opened = await db.transaction((tx) =>
      openAppeal(tx, { clock, signingKeys }, { id: appeal, customer: payer.id, of: caseId, text: '看录像' }),
    );
    assert.ok(opened.ok);
    assert.equal(
      await decided(appeal, 'partly', 'money_gone'),
      'petition_not_possible',
      'nothing is held any more',
    );
    assert.equal(await decided(appeal, 'granted', 'not_made_by_owner'), 'done');
    assert.deepEqual([await world.available(payer), await world.available(payee)], [100_00n, 26_00n]);
    assert.deepEqual(await world.violations(), []);
  });

  test('of an older payment holds nothing, and a very old one cannot be claimed', async () => {
    const { payer, payee, transfer } = await paid();
    clock.advance({ hours: 73 });
    assert.equal((await claim(payer, transfer)).held.amount, '0');
    assert.equal(await world.available(payee), 26_00n);
    const old = await paid();
    clock.advance({ hours: 24 * 397 });
    assert.equal(await codeOf(claim(old.payer, old.transfer)), 'claim_too_late');
    assert.deepEqual(await restrictionsInForce(db.read, old.payer.id), [], 'and nothing else was done');
  });

  test('against the payee’s own spending at the same moment: what is held was not spent, what was spent is not held', async () => {
    for (let round = 0; round < 5; round++) {
      const { payer, payee, transfer } = await paid();
      const third = await world.person('方远');
      const [spent, claimed] = await Promise.all([
        codeOf(world.pay(payee, third, cny(20_00n))),
        claim(payer, transfer),
      ]);
      const held = BigInt(claimed.held.amount);
      assert.equal(held, spent === 'done' ? 6_00n : 26_00n);
      assert.equal(await world.available(payee), 0n);
    }
    assert.deepEqual(await world.violations(), []);
  });
});
