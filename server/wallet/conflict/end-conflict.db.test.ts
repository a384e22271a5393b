// Conflicts about payouts, ended by two people: money moves once, our account stays as the bank says, and the bank may speak meanwhile.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { ConflictOutcome } from '#common/conflict';
import type { ProposalId, WithdrawalId } from '#common/id';
import { money, type Money } from '#common/money';
import { balancesOf } from '#ledger';
import { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { caller } from '#test/http';
import { bankTimes, IBANS, saver, until, withdraw } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { camt054 } from '../../../simulators/bank/reports.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-02T09:00:00+01:00')));
await bank.follow();
const { nextMorning, untilCutOff, toTheEnd } = bankTimes(world);
const eur = (minor: bigint): Money => money(minor, 'EUR');
const desk = (role: 'finance' | 'agent' = 'finance') =>
  caller(world.url, world.sessions.staff({ role }).cookie);
const [lin, fang] = [desk(), desk()];
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const entryOf = (person: WalletPerson, id: WithdrawalId) => person.call(api.entry, { params: { id } });
const standing = async (person: WalletPerson, id: WithdrawalId) => {
  const { state, reason } = await entryOf(person, id);
  return [state, reason?.code ?? null];
};
const free = (person: WalletPerson) => world.available(person, 'EUR');
const sumOn = async (kind: string): Promise<bigint> =>
  (await balancesOf(db.read, 'rail:bank')).find((each) => each.kind === kind && each.currency === 'EUR')
    ?.posted.minor ?? 0n;
/** What the bank would say of our account is told by what the tests had it book. */
const lawsHold = async () => assert.deepEqual(await world.violations(), []);

const look = (id: WithdrawalId, by = lin) => by(api.conflict, { params: { id } });
async function propose(id: WithdrawalId, outcome: ConflictOutcome, by = lin) {
  const words = (await look(id)).words.length;
  const body = { outcome, words, note: 'compared with the statement' };
  return (await by(api.proposeConflictEnd, { params: { id }, body })).proposalId;
}
const decide = (id: ProposalId, by = fang, decision: 'approve' | 'reject' | 'withdraw' = 'approve') =>
  by(api.decideConflictEnd, { params: { id }, body: { decision } });

let told = 0;
/** The bank says something of its own account to us, beside what it does. */
async function say(id: WithdrawalId, minor: bigint, direction: 'DBIT' | 'CRDT'): Promise<void> {
  told += 1;
  const booking = {
    reference: `ODD-${told}`,
    endToEndId: id,
    direction,
    minor: minor.toString(),
    currency: 'EUR',
    day: clock.now().toString().slice(0, 10),
    returnCode: direction === 'CRDT' ? 'AC04' : null,
  };
  await bank.say(camt054({ id: `ODD${told}`, at: clock.now().toString() }, IBANS.good, [booking]));
  await bank.hear();
}
type Payout = { anna: WalletPerson; id: WithdrawalId };
/** Sent, and the bank says nothing of it. */
async function sent(): Promise<Payout> {
  await nextMorning();
  const { anna, to } = await saver(world, eur(10_000n));
  const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
  await bank.turn({ reports: 'held' });
  await bank.live(untilCutOff());
  return { anna, id };
}
/** The bank booked another sum than we had asked for. */
async function heldByMore(): Promise<Payout> {
  await nextMorning();
  const { anna, to } = await saver(world, eur(10_000n));
  const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
  await bank.turn({ bookMore: 1 });
  await toTheEnd();
  await bank.turn({ bookMore: 0 });
  return { anna, id };
}
async function paid(): Promise<Payout> {
  await nextMorning();
  const { anna, to } = await saver(world, eur(10_000n));
  const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
  await toTheEnd();
  assert.deepEqual(await standing(anna, id), ['paid', null]);
  return { anna, id };
}
async function paidThen(minor: bigint, direction: 'DBIT' | 'CRDT'): Promise<Payout> {
  const it = await paid();
  await say(it.id, minor, direction);
  return it;
}
async function backAndBooked(): Promise<Payout> {
  await nextMorning();
  const { anna, to } = await saver(world, eur(10_000n), IBANS.closed);
  const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
  await toTheEnd();
  assert.equal((await standing(anna, id))[0], 'rejected');
  await say(id, 4_000n, 'DBIT');
  return { anna, id };
}

describe('each state a conflict can be in', () => {
  const cases: readonly (readonly [
    string,
    () => Promise<Payout>,
    readonly ConflictOutcome[],
    ConflictOutcome,
    readonly [string, string | null],
    bigint,
    readonly [settlement: bigint, suspense: bigint],
  ])[] = [
    [
      'another sum was booked, and it was this one',
      heldByMore,
      ['paid', 'not_paid'],
      'paid',
      ['paid', null],
      5_975n,
      [0n, 4_000n],
    ],
    [
      'another sum was booked, and it was none of ours',
      heldByMore,
      ['paid', 'not_paid'],
      'not_paid',
      ['rejected', 'payout_found_back'],
      10_000n,
      [0n, 0n],
    ],
    ['booked twice', () => paidThen(4_000n, 'DBIT'), ['paid'], 'paid', ['paid', null], 5_975n, [0n, 0n]],
    [
      'less came back than went',
      () => paidThen(3_990n, 'CRDT'),
      ['paid', 'came_back'],
      'came_back',
      ['returned', 'payout_found_back'],
      10_000n,
      [0n, -4_000n],
    ],
    [
      'less came back, and that belongs to another',
      () => paidThen(3_990n, 'CRDT'),
      ['paid', 'came_back'],
      'paid',
      ['paid', null],
      5_975n,
      [0n, 0n],
    ],
    [
      'booked after it was given back',
      backAndBooked,
      ['stays_back'],
      'stays_back',
      ['rejected', 'payout_found_back'],
      10_000n,
      [0n, 0n],
    ],
  ];
  for (const [name, make, outcomes, outcome, end, balance, [settlement, suspense]] of cases)
    test(`${name}: ${outcome}`, async () => {
      const { anna, id } = await make();
      assert.equal((await standing(anna, id))[0], 'conflict');
      assert.deepEqual((await look(id)).outcomes, outcomes);
      const before = [await sumOn('rail_settlement'), await sumOn('rail_suspense')] as const;
      assert.deepEqual(await decide(await propose(id, outcome)), { ended: true });
      assert.deepEqual([...(await standing(anna, id)), await free(anna)], [...end, balance]);
      assert.deepEqual(
        [(await sumOn('rail_settlement')) - before[0], (await sumOn('rail_suspense')) - before[1]],
        [settlement, suspense],
        'our account stays as the bank says; what does not fit stays in suspense',
      );
      assert.ok(!(await lin(api.conflicts)).items.some((each) => each.id === id));
      assert.ok((await entryOf(anna, id)).timeline.some(({ kind }) => kind.startsWith('withdrawal_found_')));
      assert.equal(await refused(propose(id, outcome)), 'conflict_changed', 'it is over');
      await lawsHold();
    });
});

describe('two people', () => {
  test('see what the bank said with time, file and line, and what our books moved; and it is on record who ended it', async () => {
    const { id } = await paidThen(3_990n, 'CRDT');
    const shown = await look(id);
    const odd = shown.words.find(({ kind }) => kind === 'returned');
    assert.deepEqual([odd?.amount?.amount, odd?.bankCode], ['3990', 'AC04']);
    assert.ok(odd && Number(odd.file) > 0 && odd.line !== null);
    assert.ok(shown.words.some(({ kind }) => kind === 'booked'));
    assert.deepEqual([shown.aside?.direction, shown.aside?.amount.amount], ['in', '3990']);
    assert.ok(shown.movements.some(({ kind, to }) => kind === 'moved' && to === 'our_account'));
    await decide(await propose(id, 'came_back'));
    const { rows } = await sql<{
      outcome: string;
      before: string;
      after: string;
      reason: string;
      two: boolean;
    }>`
      select e.outcome, e.money_before as before, e.money_after as after, p.reason, p.proposed_by <> p.decided_by as two
        from wallet.conflict_end e join risk.proposal p on p.id = e.proposal_id where e.operation_id = ${id}`.execute(
      db.read,
    );
    const row = {
      outcome: 'came_back',
      before: 'paid',
      after: 'back',
      reason: 'compared with the statement',
      two: true,
    };
    assert.deepEqual(rows, [row]);
  });

  test('are two: nobody approves the own proposal, and who is not in finance sees and ends nothing', async () => {
    const { anna, id } = await heldByMore();
    const agent = desk('agent');
    assert.equal(await refused(agent(api.conflicts)), 'forbidden');
    assert.equal(await refused(look(id, agent)), 'forbidden');
    const proposal = await propose(id, 'paid');
    assert.equal(await refused(decide(proposal, lin)), 'proposal_own');
    assert.equal(await refused(decide(proposal, agent)), 'forbidden');
    assert.equal(await refused(propose(id, 'not_paid', fang)), 'proposal_open');
    assert.deepEqual(await decide(proposal, lin, 'withdraw'), { ended: false });
    assert.equal(await refused(decide(proposal)), 'proposal_closed');
    assert.deepEqual(await decide(await propose(id, 'not_paid', fang), lin, 'reject'), { ended: false });
    assert.equal((await standing(anna, id))[0], 'conflict');
    assert.equal(await free(anna), 5_975n);
  });

  test('cannot find what the money does not allow', async () => {
    const { id } = await paidThen(4_000n, 'DBIT');
    for (const outcome of ['came_back', 'not_paid', 'stays_back'] as const)
      assert.equal(await refused(propose(id, outcome)), 'conflict_outcome_not_possible');
  });

  test('who approve at the same moment move it once', async () => {
    const { anna, id } = await heldByMore();
    const proposal = await propose(id, 'not_paid');
    const answers = await Promise.all(
      [fang, desk(), fang, desk()].map((by) => refused(decide(proposal, by))),
    );
    assert.deepEqual(answers.toSorted(), [
      'accepted',
      'proposal_closed',
      'proposal_closed',
      'proposal_closed',
    ]);
    assert.equal(await free(anna), 10_000n);
    await lawsHold();
  });

  test('have to look again when the bank has spoken meanwhile, whether it ended the conflict or not', async () => {
    const open = await paidThen(3_990n, 'CRDT');
    const first = await propose(open.id, 'came_back');
    await say(open.id, 7n, 'CRDT');
    assert.equal(await refused(decide(first)), 'conflict_changed');
    assert.deepEqual(await decide(first, lin, 'withdraw'), { ended: false });
    assert.deepEqual(await decide(await propose(open.id, 'came_back')), { ended: true });

    const over = await paidThen(3_990n, 'CRDT');
    const second = await propose(over.id, 'paid');
    await say(over.id, 4_000n, 'CRDT');
    assert.equal((await standing(over.anna, over.id))[0], 'returned');
    assert.equal(await refused(decide(second)), 'conflict_changed');
    assert.equal(await free(over.anna), 10_000n);
    await lawsHold();
  });

  test('and the bank at the same moment: one of them comes first, and the money is in one place', async () => {
    const { anna, id } = await paidThen(3_990n, 'CRDT');
    const proposal = await propose(id, 'came_back');
    const [answer] = await Promise.all([refused(decide(proposal)), say(id, 4_000n, 'CRDT')]);
    assert.ok(['accepted', 'conflict_changed'].includes(answer), answer);
    assert.equal(await free(anna), 10_000n);
    await lawsHold();
  });
});

describe('what the bank says later', () => {
  /** Nobody has heard of it for more than a week. */
  async function silent(): Promise<Payout> {
    const it = await sent();
    await bank.live({ hours: 96 });
    for (let day = 0; day < 8; day++) await bank.live({ hours: 25 });
    assert.equal((await standing(it.anna, it.id))[0], 'conflict');
    return it;
  }

  test('of what people found to be paid is its booking, once; a second one is a conflict again', async () => {
    const { anna, id } = await silent();
    const at = await sumOn('rail_settlement');
    await decide(await propose(id, 'paid'));
    assert.equal(await free(anna), 5_975n);
    await bank.turn({ reports: 'sent' });
    await bank.live({ minutes: 10 });
    assert.deepEqual(await standing(anna, id), ['paid', null], 'the booking that was missing');
    assert.equal((await sumOn('rail_settlement')) - at, -4_000n);
    await say(id, 4_000n, 'DBIT');
    assert.equal((await standing(anna, id))[0], 'conflict');
    assert.equal((await sumOn('rail_settlement')) - at, -8_000n);
    await lawsHold();
  });

  test('of what people found to be unpaid is a conflict again: its owner keeps it, and the booking is put aside', async () => {
    const { anna, id } = await silent();
    await decide(await propose(id, 'not_paid'));
    assert.equal(await free(anna), 10_000n);
    await bank.turn({ reports: 'sent' });
    await bank.live({ minutes: 10 });
    assert.equal((await standing(anna, id))[0], 'conflict');
    const shown = await look(id);
    assert.deepEqual(
      [shown.outcomes, shown.aside?.direction, shown.ended.length],
      [['stays_back'], 'out', 1],
    );
    assert.equal(await free(anna), 10_000n);
    await lawsHold();
  });

  test('nothing is found unpaid while its file still goes to the bank by itself', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ upload: 'unavailable' });
    await bank.live(untilCutOff());
    for (let day = 0; day < 8; day++) await bank.live({ hours: 25 });
    await bank.turn({ upload: 'taken' });
    const shown = await look(id);
    assert.deepEqual([shown.outcomes, shown.isStillGoing], [['paid'], true]);
    assert.equal(await refused(propose(id, 'not_paid')), 'conflict_outcome_not_possible');
  });
});

test('the database takes no end of a conflict that two people have not approved', async () => {
  const { id } = await heldByMore();
  const proposal = await propose(id, 'paid');
  await assert.rejects(
    sql`insert into wallet.conflict_end (proposal_id, operation_id, outcome, money_before, money_after, ended_at)
        values (${proposal}, ${id}, 'paid', 'held', 'paid', ${clock.now().toString()})`.execute(db.read),
    /is not what .* approves/,
  );
});
