// Rules about top-ups: asked for, held, blocked, and every end of a held one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { TopUpId } from '#common/id';
import { invariant } from '#common/result';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { DECIDE_REVIEW, insertLabel, openProposals, replay, type Rule } from '#risk';
import { createCardAcquirer } from '#connectors';
import { limited } from '#test/restrictions';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { decideReview, decideReviewProposal } from '#wallet';
import { refundTopUp } from './refund-top-up.ts';

const world = await walletWorld();
const { db, clock, outside } = world;
const [hannah, omar] = [newId('stf'), newId('stf')];

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
const refusal = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const problem = await call.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(problem instanceof ApiProblem, String(problem));
  return problem;
};
const decide = (id: TopUpId, decision: 'release' | 'refuse', by = hannah) =>
  db.transaction((tx) =>
    decideReview(tx, world.deps, {
      id,
      decision,
      ground: decision === 'release' ? 'payer_confirmed' : 'payer_denied',
      note: 'called back',
      by,
    }),
  );
const chargeOf = async (id: TopUpId) =>
  (await outside.charges()).find(({ reference }) => reference === id) ?? null;
const decisionsOf = async (person: WalletPerson): Promise<string[]> => {
  const { rows } = await sql<{ text: string }>`
    select about || ' ' || stage || ' ' || outcome as text from risk.decision where payer_id = ${person.id} order by id`.execute(
    db.read,
  );
  return rows.map(({ text }) => text);
};
const usedToday = async (person: WalletPerson): Promise<string | undefined> =>
  (await person.call(api.limits)).items.find((each) => each.capability === 'top_up' && each.window === 'day')
    ?.used.amount;

test('a rule that blocks refuses it before the card is asked, on record and with a reason', async () => {
  const rule = await switchOn(world, {
    name: 'Card after card',
    operations: ['top_up'],
    outcome: 'block',
    reason: 'too_many',
    conditions: [{ fact: 'top_ups_failed_day', op: 'at_least', value: '2' }],
  });
  const person = await world.person();
  for (let tries = 0; tries < 2; tries++) {
    clock.advance({ seconds: 1 });
    assert.equal((await outside.topUp(person, cny(100_00n), 'insufficient_funds')).entry.state, 'failed');
  }
  clock.advance({ seconds: 1 });
  const id = newId('tu');
  const problem = await refusal(outside.topUp(person, cny(100_00n), 'success', id));
  assert.deepEqual([problem.status, problem.code], [429, 'top_ups_too_many']);
  const entry = await entryOf(person, id);
  assert.deepEqual([entry.state, entry.reason?.code], ['failed', 'top_ups_too_many']);
  assert.equal(await chargeOf(id), null);
  assert.deepEqual(await decisionsOf(person), ['top_up payment block']);
  await switchOff(world, rule);
});

describe('a rule that holds', () => {
  let rule: Rule;
  before(async () => {
    rule = await switchOn(world, {
      name: 'First top-ups are looked at',
      operations: ['top_up'],
      outcome: 'hold',
      reason: 'review',
      conditions: [{ fact: 'first_top_up', op: 'is', value: '1' }],
    });
  });
  after(() => switchOff(world, rule));

  async function held(minor = 300_00n, card = 'success') {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(minor), card);
    return { person, id, entry };
  }

  test('credits what the card was charged for, keeps it, and says who acts and by when', async () => {
    const { person, id, entry } = await held();
    assert.equal((await chargeOf(id))?.status, 'succeeded');
    assert.deepEqual(
      [entry.state, entry.family, entry.reason?.code, entry.nextActor, entry.reason?.money],
      ['in_review', 'held', 'top_up_in_review', 'okpay', 'held'],
    );
    assert.equal(entry.dueAt, clock.now().add({ hours: 24 }).round('millisecond').toString());
    assert.equal(await world.available(person), 0n);
    const [account] = (await person.call(api.accounts)).items;
    assert.deepEqual(
      account?.held.map(({ kind, amount }) => [kind, amount.amount]),
      [['top_up_review', '30000']],
    );
    assert.equal(account?.total.amount, '30000', 'it is there, and is not spendable');
    assert.deepEqual(entry.stations.map(({ place, status }) => `${place} ${status}`).slice(-2), [
      'delayed here',
      'your_balance ahead',
    ]);
    assert.deepEqual(await decisionsOf(person), ['top_up payment hold']);
  });

  test('makes it spendable when somebody has looked and lets it through', async () => {
    const { person, id } = await held();
    assert.ok((await decide(id, 'release')).ok);
    const entry = await entryOf(person, id);
    assert.deepEqual([entry.state, entry.reason, await world.available(person)], ['settled', null, 300_00n]);
    assert.deepEqual(
      entry.timeline.map(({ kind }) => kind),
      ['top_up_released', 'top_up_held', 'top_up_confirmed'],
    );
    const again = await decide(id, 'refuse');
    assert.equal(again.ok ? 'done' : again.error.code, 'review_over');
    const next = await outside.topUp(person, cny(300_00n));
    assert.equal(next.entry.state, 'settled', 'the next one is no first one');
  });

  test('keeps what the quote told to be delayed until its time, also when it was let through', async () => {
    const { person, id } = await held(3_000_00n);
    assert.ok((await decide(id, 'release')).ok);
    const entry = await entryOf(person, id);
    assert.deepEqual([entry.state, entry.reason?.code], ['settled', 'top_up_partly_delayed']);
    assert.equal(await world.available(person), 2_000_00n);
    await outside.advance({ days: 4 });
    assert.equal(await world.available(person), 3_000_00n);
  });

  test('sends it back to the card, with the fee, when it is refused or nobody decides in time', async () => {
    const [refused, late] = [await held(), await held()];
    assert.ok((await decide(refused.id, 'refuse')).ok);
    const going = await entryOf(refused.person, refused.id);
    assert.deepEqual(
      [going.state, going.reason?.code, going.nextActor, going.reason?.money],
      ['refunding', 'top_up_refused_after_review', 'okpay', 'moved'],
    );
    assert.ok(going.dueAt !== null);
    assert.deepEqual((await refused.person.call(api.accounts)).items[0]?.arriving, []);
    await outside.advance({ hours: 24, minutes: 1 });
    await outside.advance({ minutes: 1 });
    for (const [{ person, id }, why] of [
      [refused, 'top_up_refused_after_review'],
      [late, 'top_up_review_expired'],
    ] as const) {
      const entry = await entryOf(person, id);
      assert.deepEqual([entry.state, entry.reason?.code, entry.nextActor], ['refunded', why, null]);
      assert.equal(await world.available(person), 0n);
      assert.equal((await person.call(api.accounts)).items[0]?.total.amount, '0');
      assert.equal(await usedToday(person), '0', 'it counts towards no limit');
    }
    const again = await outside.topUp(refused.person, cny(300_00n));
    assert.equal(again.entry.state, 'in_review', 'what was refused makes nobody known');
  });

  test('tries again until the acquirer has taken it back, and refunds once', async () => {
    const { person, id } = await held();
    assert.ok((await decide(id, 'refuse')).ok);
    const nowhere = {
      url: 'http://127.0.0.1:9',
      publicUrl: 'http://127.0.0.1:9',
      key: 'k',
      callbackSecret: 's',
    };
    const unreachable = { ...world.deps, acquirer: createCardAcquirer(nowhere) };
    for (const tries of [0, 1, 2]) await refundTopUp(unreachable, { id, tries });
    assert.equal((await entryOf(person, id)).state, 'refunding');
    await outside.advance({ minutes: 10 });
    assert.equal((await entryOf(person, id)).state, 'refunded');
    await refundTopUp(world.deps, { id, tries: 0 });
    const charge = await chargeOf(id);
    assert.equal(charge?.refunded, '30180');
  });

  test('goes back also from an account that was frozen meanwhile', async () => {
    const { person, id } = await held();
    await db.transaction((tx) => limited(tx, clock, { customer: person.id, capability: 'transfer' }));
    assert.ok((await decide(id, 'refuse')).ok);
    await world.drain();
    assert.equal((await entryOf(person, id)).state, 'refunded');
  });

  test('is over when the bank takes the charge back, whole; of a part the rest is still looked at', async () => {
    const [whole, part] = [await held(), await held()];
    for (const [{ id }, minor] of [[whole, undefined], [part, 100_60n]] as const) {
      const charge = await chargeOf(id);
      assert.ok(charge);
      await outside.chargeBack(charge.id, minor);
    }
    await whole.person.call(api.checkTopUp, { params: { id: whole.id }, body: {} });
    await part.person.call(api.checkTopUp, { params: { id: part.id }, body: {} });
    assert.equal((await entryOf(whole.person, whole.id)).state, 'charged_back');
    const over = await decide(whole.id, 'release');
    assert.equal(over.ok ? 'done' : over.error.code, 'review_over');
    const rest = await entryOf(part.person, part.id);
    assert.deepEqual([rest.state, rest.reason?.code], ['in_review', 'top_up_in_review']);
    assert.equal((await part.person.call(api.accounts)).items[0]?.held[0]?.amount.amount, '20000');
    assert.ok((await decide(part.id, 'refuse')).ok);
    await world.drain();
    assert.equal((await entryOf(part.person, part.id)).state, 'refunded');
    assert.equal((await part.person.call(api.accounts)).items[0]?.total.amount, '0');
  }); // prettier-ignore

  test('is decided by two above the sum of the rule', async () => {
    const { person, id } = await held(5_000_01n);
    const first = await decide(id, 'release');
    assert.equal(first.ok && first.value.outcome, 'proposed');
    const open = await openProposals(db.read, clock, DECIDE_REVIEW, { limit: 100 });
    const proposal = open.find(({ subject }) => subject === id);
    invariant(proposal !== undefined, 'it was proposed');
    const second = await db.transaction((tx) =>
      decideReviewProposal(tx, world.deps, { id: proposal.id, by: omar, decision: 'approve' }),
    );
    assert.ok(second.ok);
    assert.equal((await entryOf(person, id)).state, 'settled');
  });

  test('ends once: of two of the staff and a bank at the same moment one decides', async () => {
    const { person, id } = await held();
    const charge = await chargeOf(id);
    assert.ok(charge);
    await outside.chargeBack(charge.id);
    const answers = await Promise.all([
      decide(id, 'release'),
      decide(id, 'refuse', omar),
      person.call(api.checkTopUp, { params: { id }, body: {} }),
    ]);
    await world.drain();
    const done = answers.filter((answer) => 'ok' in answer && answer.ok).length;
    assert.ok(done <= 1, 'never two of them');
    assert.equal((await person.call(api.accounts)).items[0]?.total.amount, '0');
  });
});

describe('a replay', () => {
  const asked = { currency: 'CNY', base: 'CNY', days: 7, timeZone: 'Asia/Shanghai' } as const;
  const first = {
    name: 'First top-ups',
    operations: ['top_up' as const],
    outcome: 'hold' as const,
    reason: 'review' as const,
    conditions: [{ fact: 'first_top_up' as const, op: 'is' as const, value: '1' }],
  };

  test('decides every past top-up as it was decided, one by one, and finds what a new rule would have found', async () => {
    const tried = await replay(db.read, clock, { ...asked, form: first });
    assert.equal(tried.differences, 0);
    const { rows } = await sql<{ all: number; caught: number }>`
      select count(*)::int as all, (count(*) filter (where decision -> 'rules' ->> 'outcome' <> 'allow'))::int as caught
        from operations.operation where kind = 'top_up' and decision ? 'rules'`.execute(db.read);
    assert.equal(tried.payments, rows[0]?.all);
    assert.ok(
      tried.payments > 15 && tried.alreadyCaught > 5 && tried.alreadyCaught <= (rows[0]?.caught ?? 0),
    );
  });

  test('counts by what top-ups turned out to be, and makes from histories what nobody asked for then', async () => {
    const person = await world.person();
    const ids: TopUpId[] = [];
    for (let number = 0; number < 3; number++) {
      clock.advance({ minutes: 1 });
      ids.push((await outside.topUp(person, cny(70_00n))).id);
    }
    const [, , third] = ids;
    invariant(third !== undefined, 'there were three');
    const by = newId('stf');
    const form = {
      ...first,
      conditions: [{ fact: 'top_up_count_day' as const, op: 'at_least' as const, value: '2' }],
    };
    const before = await replay(db.read, clock, { ...asked, form });
    await db.transaction((tx) =>
      insertLabel(tx, { operation: third, label: 'fraud', note: 'looked at', by }, clock.now()),
    );
    const tried = await replay(db.read, clock, { ...asked, form });
    assert.ok(tried.shown.some(({ id }) => id === third));
    assert.ok(!tried.shown.some(({ id }) => id === ids[1]));
    assert.deepEqual([tried.fraud - before.fraud, tried.missedFraud - before.missedFraud], [1, 0]);
    assert.equal(tried.differences, 0);
  });

  test('leaves payments alone that a rule is not about', async () => {
    const form = { ...first, operations: ['transfer' as const], conditions: [{ fact: 'amount' as const, op: 'above' as const, value: '0' }] };
    assert.equal((await replay(db.read, clock, { ...asked, form })).payments, 0);
  }); // prettier-ignore
});

test('after all of this our books and those of the acquirer say the same', async () => {
  await world.drain();
  assert.equal(await world.settlement(), await outside.owedByAcquirer());
  assert.deepEqual(await world.violations(), []);
});
