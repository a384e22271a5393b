import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { TransferId } from '#common/id';
import { invariant } from '#common/result';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { DECIDE_REVIEW, openProposals } from '#risk';
import { limited, unlimited } from '#test/restrictions';
import { switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { decideReview, decideReviewProposal } from '#wallet';

const world = await walletWorld({ outside: false });
const { db, clock } = world;
const [hannah, omar] = [newId('stf'), newId('stf')];

before(() =>
  switchOn(world, {
    name: 'Round sums are looked at',
    outcome: 'hold',
    reason: 'review',
    conditions: [
      { fact: 'amount', op: 'at_least', value: '50000' },
      { fact: 'first_payment', op: 'is', value: '1' },
    ],
  }),
);

async function held(minor = 500_00n) {
  const [payer, payee] = [await world.funded(cny(9_000_00n)), await world.person('王小明')];
  const id = newId('tr');
  const entry = await world.pay(payer, payee, cny(minor), { id });
  assert.equal(entry.state, 'in_review');
  return { payer, payee, id };
}
const entryOf = (person: WalletPerson, id: TransferId) => person.call(api.entry, { params: { id } });
const decide = (id: TransferId, decision: 'release' | 'refuse', by = hannah) =>
  db.transaction((tx) =>
    decideReview(tx, world.deps, {
      id,
      decision,
      ground: decision === 'release' ? 'payer_confirmed' : 'payer_denied',
      note: 'called back',
      by,
    }),
  );
const code = (result: Awaited<ReturnType<typeof decide>>): string =>
  result.ok ? result.value.outcome : result.error.code;
const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  const problem = await call.catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem, 'it was refused');
  return problem.code;
};
const usedToday = async (person: WalletPerson): Promise<string | undefined> =>
  (await person.call(api.limits)).items.find(
    (each) => each.capability === 'transfer' && each.window === 'day',
  )?.used.amount;

describe('a held payment', () => {
  test('sets the sum aside, tells the payer until when, and the payee nothing', async () => {
    const { payer, payee, id } = await held();
    const entry = await entryOf(payer, id);
    assert.deepEqual(
      [entry.family, entry.reason?.code, entry.nextActor, entry.reason?.money],
      ['held', 'payment_in_review', 'okpay', 'held'],
    );
    assert.equal(entry.dueAt, clock.now().add({ hours: 24 }).round('millisecond').toString());
    assert.equal(await world.available(payer), 8_500_00n);
    const [account] = (await payer.call(api.accounts)).items;
    assert.deepEqual([account?.held[0]?.kind, account?.held[0]?.amount.amount], ['payment_review', '50000']);
    assert.equal(account?.total.amount, '900000');
    assert.equal(await usedToday(payer), '50000');
    assert.deepEqual((await payee.call(api.entries, { query: {} })).items, []);
    assert.equal(await refusalOf(entryOf(payee, id)), 'not_found');
    assert.equal(await world.available(payee), 0n);
  });

  test('goes to the payee when it is released, who is not told that it was held', async () => {
    const { payer, payee, id } = await held();
    assert.equal(code(await decide(id, 'release')), 'done');
    assert.deepEqual([await world.available(payer), await world.available(payee)], [8_500_00n, 500_00n]);
    assert.equal((await entryOf(payer, id)).state, 'completed');
    const seen = await entryOf(payee, id);
    assert.deepEqual([seen.state, seen.direction], ['completed', 'in']);
    assert.ok(!JSON.stringify([seen.timeline, seen.movements]).includes('hold'));
    assert.deepEqual(seen.timeline.map(({ kind }) => kind), ['transfer_released']);
    assert.equal(code(await decide(id, 'refuse')), 'review_over');
    const again = await world.pay(payer, payee, cny(600_00n));
    assert.equal(again.state, 'completed', 'they have paid them before now');
  }); // prettier-ignore

  test('is free again with the payer when it is refused, taken back, or nobody decides in time', async () => {
    const refused = await held();
    assert.equal(code(await decide(refused.id, 'refuse')), 'done');
    const taken = await held();
    const entry = await taken.payer.call(api.cancelTransfer, { params: { id: taken.id }, body: {} });
    assert.deepEqual([entry.state, entry.reason?.code], ['cancelled', 'payment_cancelled']);
    const late = await held();
    clock.advance({ hours: 24, minutes: 1 });
    await world.drain();
    for (const [{ payer, payee, id }, state, why] of [
      [refused, 'failed', 'payment_refused_after_review'],
      [taken, 'cancelled', 'payment_cancelled'],
      [late, 'expired', 'payment_review_expired'],
    ] as const) {
      const { state: stands, reason } = await entryOf(payer, id);
      assert.deepEqual([stands, reason?.code], [state, why]);
      assert.deepEqual([await world.available(payer), await world.available(payee)], [9_000_00n, 0n]);
      assert.equal(await usedToday(payer), '0', 'it counts towards no limit');
      assert.deepEqual((await payee.call(api.entries, { query: {} })).items, []);
    }
    const back = taken.payer.call(api.cancelTransfer, { params: { id: taken.id }, body: {} });
    assert.equal(await refusalOf(back), 'review_over');
  });

  test('is taken back by its payer alone', async () => {
    const { payee, id } = await held();
    assert.equal(await refusalOf(payee.call(api.cancelTransfer, { params: { id }, body: {} })), 'not_found');
  });

  test('ends once: of staff, payer and clock at the same moment one decides', async () => {
    const { payer, payee, id } = await held();
    const answers = await Promise.all([
      decide(id, 'release').then(code),
      decide(id, 'refuse').then(code),
      decide(id, 'release', omar).then(code),
      payer.call(api.cancelTransfer, { params: { id }, body: {} }).then(
        () => 'done',
        () => 'review_over',
      ),
    ]);
    assert.deepEqual(answers.toSorted(), ['done', 'review_over', 'review_over', 'review_over']);
    assert.equal((await world.available(payer)) + (await world.available(payee)), 9_000_00n);
  });

  test('is not released past a freeze that came meanwhile', async () => {
    const { payer, payee, id } = await held();
    const restriction = await db.transaction((tx) =>
      limited(tx, clock, { customer: payer.id, capability: 'transfer' }),
    );
    assert.equal(code(await decide(id, 'release')), 'review_blocked');
    assert.equal(await world.available(payee), 0n);
    await unlimited(world, restriction);
    assert.equal(code(await decide(id, 'release')), 'done');
  });

  test('answers the same request again with the entry, whatever became of it', async () => {
    const { payer, payee, id } = await held();
    const reference = await world.find(payer, payee);
    const again = async () => {
      const stepUpId = await world.stepUp(payer, cny(500_00n), reference);
      const body = { id, payee: reference, amount: { amount: '50000', currency: 'CNY' as const }, stepUpId };
      return payer.call(api.createTransfer, { body, idempotencyKey: newId('evt') });
    };
    assert.equal((await again()).state, 'in_review');
    await decide(id, 'refuse');
    assert.equal((await again()).state, 'failed');
    assert.equal(await world.available(payer), 9_000_00n);
  });
});

describe('a held payment above the sum of the rule', () => {
  const proposalOf = async (id: TransferId) => {
    const open = await openProposals(db.read, clock, DECIDE_REVIEW, { limit: 100 });
    const found = open.find(({ subject }) => subject === id);
    invariant(found !== undefined, 'it was proposed');
    return found.id;
  };
  const second = (proposal: Awaited<ReturnType<typeof proposalOf>>, by: typeof hannah) =>
    db.transaction((tx) => decideReviewProposal(tx, world.deps, { id: proposal, by, decision: 'approve' }));

  test('is decided by two: the first proposes, the second approves exactly that', async () => {
    const { payee, id } = await held(5_000_01n);
    assert.equal(code(await decide(id, 'release')), 'proposed');
    assert.equal(await world.available(payee), 0n);
    const proposal = await proposalOf(id);
    const own = await second(proposal, hannah);
    assert.equal(own.ok ? 'ok' : own.error.code, 'proposal_own');
    assert.ok((await second(proposal, omar)).ok);
    assert.equal(await world.available(payee), 5_000_01n);
  });

  test('cannot be decided by one in the database either', async () => {
    const { id } = await held(5_000_01n);
    const alone = sql`
      update risk.review set state = 'released', decided_at = since, decided_by = ${hannah}, ground = 'payer_confirmed', note = 'x'
       where operation_id = ${id}`.execute(world.owner.read);
    await assert.rejects(alone, /large_ones_take_two/);
  });
});

test('after all of this every law of the ledger holds', async () => {
  assert.deepEqual(await world.violations(), []);
});
