// “I did not make this withdrawal”, of one that is still here and of one that the bank has.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { PetitionGround, PetitionOutcome } from '#common/api/petition';
import type { CaseId, WithdrawalId } from '#common/id';
import { money } from '#common/money';
import { newId } from '#platform/ids';
import {
  decidePetition,
  openAppeal,
  proposalsAbout,
  proposeDecision,
  recordPetitionLook,
  restrictionsInForce,
} from '#risk';
import { switchOff, switchOn } from '#test/rules';
import { bankTimes, IBANS, saver, withdraw } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { outcomesOfClaim, settleClaim } from './settle-claim.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
await bank.follow();
const { nextMorning, toTheEnd } = bankTimes(world);
const eur = (minor: bigint) => money(minor, 'EUR');
const payments: Parameters<typeof decidePetition>[1]['payments'] = {
  outcomes: (read, petition) => outcomesOfClaim(read, clock, petition),
  carryOut: (tx, petition, decided) => settleClaim(tx, clock, petition, decided),
};
const claim = (person: WalletPerson, withdrawal: WithdrawalId, id: CaseId = newId('case')) =>
  person.call(api.openWithdrawalClaim, {
    idempotencyKey: newId('evt'),
    body: { id, withdrawal, text: 'my phone is gone' },
  });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const entryOf = (person: WalletPerson, id: WithdrawalId) => person.call(api.entry, { params: { id } });

async function decided(caseId: CaseId, outcome: PetitionOutcome, ground: PetitionGround): Promise<string> {
  const [by, approver] = [newId('stf'), newId('stf')];
  for (const staff of [by, approver]) await recordPetitionLook({ db, clock }, { caseId, staff, file: null });
  const wanted = { caseId, by, note: 'looked at it', outcome, ground, keeps: [] };
  const proposed = await db.transaction((tx) => proposeDecision(tx, { clock, payments }, wanted));
  if (!proposed.ok) return proposed.error.code;
  const proposal = (await proposalsAbout(db.read, [caseId])).at(-1);
  assert.ok(proposal);
  const deciding = {
    caseId,
    proposalId: proposal.id,
    by: approver,
    decision: 'approve',
    note: null,
  } as const;
  const done = await db.transaction((tx) => decidePetition(tx, { clock, payments }, deciding));
  return done.ok ? 'done' : done.error.code;
}

beforeEach(nextMorning);
/** Somebody with €100.00, of which €40.00 are asked for. */
async function asked(iban?: string) {
  const { anna, to } = await saver(world, eur(100_00n), iban);
  const { id } = await withdraw(world, anna, { to, amount: eur(40_00n) });
  return { anna, id };
}

describe('a withdrawal that has not gone to the bank', () => {
  test('is taken back at once, the account is frozen, and a case begins', async () => {
    const { anna, id } = await asked();
    const { caseId, takenBack } = await claim(anna, id);
    assert.ok(takenBack);
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['cancelled', 'withdrawal_stopped']);
    assert.equal(await world.available(anna, 'EUR'), 100_00n);
    assert.deepEqual((await restrictionsInForce(db.read, anna.id)).map(({ kind }) => kind), ['self_frozen']);
    assert.equal(await decided(caseId, 'granted', 'not_made_by_owner'), 'done');
    assert.equal(await world.available(anna, 'EUR'), 100_00n, 'nothing is paid for what never left');
    await world.drain();
    assert.deepEqual(await world.violations(), []);
  });

  test('also while somebody looks at it', async () => {
    const rule = await switchOn(world, { name: 'All', operations: ['withdrawal'], outcome: 'hold', reason: 'review', conditions: [{ fact: 'amount', op: 'at_least', value: '1' }] });
    const { anna, id } = await asked();
    assert.equal((await entryOf(anna, id)).state, 'in_review');
    assert.ok((await claim(anna, id)).takenBack);
    assert.equal((await entryOf(anna, id)).state, 'cancelled');
    await switchOff(world, rule);
  });

  test('is claimed once, by its owner, and a retry answers the same', async () => {
    const { anna, id } = await asked();
    const stranger = await world.person();
    assert.equal(await codeOf(claim(stranger, id)), 'not_found');
    const caseId = newId('case');
    assert.equal((await claim(anna, id, caseId)).caseId, caseId);
    assert.equal((await claim(anna, id, caseId)).caseId, caseId);
    assert.equal(await codeOf(claim(anna, id)), 'petition_open');
    const other = await asked();
    await other.anna.call(api.cancelWithdrawal, { params: { id: other.id }, body: {} });
    assert.equal(await codeOf(claim(other.anna, other.id)), 'not_found', 'what is back is not claimed');
  });
}); // prettier-ignore

describe('a withdrawal that the bank has', () => {
  test('goes on; the operator bears what is gone, once, and the limit of the rule is its end', async () => {
    const { anna, id } = await asked();
    await toTheEnd();
    assert.equal((await entryOf(anna, id)).state, 'paid');
    const { caseId, takenBack } = await claim(anna, id);
    assert.ok(!takenBack);
    assert.equal((await entryOf(anna, id)).state, 'paid');
    assert.equal(await decided(caseId, 'granted', 'not_made_by_owner'), 'done');
    assert.equal(await world.available(anna, 'EUR'), 99_75n, 'what the account got; the fee stays');
    assert.equal(await decided(caseId, 'granted', 'not_made_by_owner'), 'case_changed_meanwhile');
    assert.deepEqual(await world.violations(), []);
  });

  test('refused it stays as it is', async () => {
    const { anna, id } = await asked();
    await toTheEnd();
    const { caseId } = await claim(anna, id);
    assert.equal(await decided(caseId, 'refused', 'made_with_own_factors'), 'done');
    assert.equal(await world.available(anna, 'EUR'), 59_75n);
    const appeal = newId('case');
    const contested = { id: appeal, customer: anna.id, of: caseId, text: 'it was not me' };
    const opened = await db.transaction((tx) => openAppeal(tx, world.deps, contested));
    assert.ok(opened.ok, 'it can be contested before others');
    assert.equal(await decided(appeal, 'granted', 'our_mistake'), 'done');
    assert.equal(await world.available(anna, 'EUR'), 99_75n);
  });

  test('what the bank sends back after it was borne is the operator’s: nobody has it twice', async () => {
    const { anna, id } = await asked(IBANS.sentBack);
    await toTheEnd();
    assert.equal((await entryOf(anna, id)).state, 'paid');
    const { caseId } = await claim(anna, id);
    assert.equal(await decided(caseId, 'granted', 'not_made_by_owner'), 'done');
    for (let day = 0; day < 4; day += 1) await bank.live({ hours: 24 });
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['returned', 'payout_borne']);
    assert.equal(await world.available(anna, 'EUR'), 99_75n);
    assert.deepEqual(await world.violations(), []);
  });

  test('sent back before anybody decided it is its owner’s, and nothing is borne', async () => {
    const { anna, id } = await asked(IBANS.sentBack);
    await toTheEnd();
    const { caseId } = await claim(anna, id);
    for (let day = 0; day < 4; day += 1) await bank.live({ hours: 24 });
    assert.equal((await entryOf(anna, id)).state, 'returned');
    assert.equal(await decided(caseId, 'granted', 'not_made_by_owner'), 'done');
    assert.equal(await world.available(anna, 'EUR'), 100_00n);
    assert.deepEqual(await world.violations(), []);
  });
});
