// Rules about withdrawals: asked for a factor, held until somebody has looked, blocked; and what a release means for the file to the bank.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { WithdrawalId } from '#common/id';
import { money } from '#common/money';
import { type RiskFact, RISK_FACT_NAMES, type RuleForm } from '#common/risk-rule';
import { invariant } from '#common/result';
import type { ReviewDecision } from '#common/payment-review';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { DECIDE_REVIEW, openProposals, replay, restrict, type Rule } from '#risk';
import { switchOff, switchOn } from '#test/rules';
import { bankTimes, preparedWithdrawal, saver, withdraw } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { decideReview, decideReviewProposal } from '#wallet';
import { assessWithdrawal } from './assess-withdrawal.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
await bank.follow();
const { nextMorning, untilCutOff, toTheEnd } = bankTimes(world);
const [hannah, omar] = [newId('stf'), newId('stf')];
const eur = (minor: bigint) => money(minor, 'EUR');
const entryOf = (person: WalletPerson, id: WithdrawalId) => person.call(api.entry, { params: { id } });
const files = async () => (await bank.books()).files.length;
const refused = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );

const about = (form: Partial<RuleForm> & Pick<RuleForm, 'conditions'>) =>
  switchOn(world, {
    name: 'a rule about withdrawals',
    operations: ['withdrawal'],
    outcome: 'hold',
    reason: 'review',
    ...form,
  });
const decide = (id: WithdrawalId, decision: ReviewDecision, by = hannah) =>
  db.transaction((tx) =>
    decideReview(tx, world.deps, {
      id,
      decision,
      ground: decision === 'release' ? 'payer_confirmed' : 'theft_likely',
      note: 'asked on the phone',
      by,
    }),
  );

describe('a withdrawal that a rule holds', () => {
  let rule: Rule;
  before(async () => {
    rule = await about({ conditions: [{ fact: 'amount', op: 'at_least', value: '10000' }] });
  });
  after(() => switchOff(world, rule));
  // What is asked for here is asked in the morning of a bank day.
  beforeEach(nextMorning);

  /** Somebody with €900.00 who has asked for €40.00, which is more than a hundred yuan. */
  async function held(minor = 40_00n) {
    const { anna, to } = await saver(world, eur(900_00n));
    const { id, entry, quote } = await withdraw(world, anna, { to, amount: eur(minor) });
    assert.deepEqual([entry.state, entry.reason?.code], ['in_review', 'withdrawal_in_review']);
    return { anna, id, quote };
  }

  test('tells why, who acts next and by when, holds amount and fee, and goes with no file', async () => {
    const { anna, id } = await held();
    const before = await files();
    const entry = await entryOf(anna, id);
    assert.equal(entry.nextActor, 'okpay');
    assert.ok(entry.dueAt);
    assert.deepEqual(entry.reason?.facts['total'], { amount: '4025', currency: 'EUR' });
    const account = (await anna.call(api.accounts)).items.find(({ currency }) => currency === 'EUR');
    assert.deepEqual(
      account?.held.map(({ kind, amount }) => [kind, amount.amount]),
      [['withdrawal_review', '4025']],
    );
    await bank.live(untilCutOff());
    assert.equal(await files(), before);
    assert.equal((await entryOf(anna, id)).state, 'in_review');
    assert.ok((await decide(id, 'refuse')).ok);
  });

  test('goes with the file of its cut-off once it is released', async () => {
    const { anna, id, quote } = await held();
    assert.ok((await decide(id, 'release')).ok);
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['requested', 'withdrawal_requested']);
    assert.equal(reason?.facts['cutOff'], quote.cutOffAt);
    await toTheEnd();
    assert.equal((await entryOf(anna, id)).state, 'paid');
  });

  test('released after its cut-off it gets the next one, and its owner another promise', async () => {
    const { anna, id, quote } = await held();
    await bank.live(untilCutOff());
    await bank.live({ minutes: 5 });
    assert.ok((await decide(id, 'release')).ok);
    const { state, reason } = await entryOf(anna, id);
    assert.equal(state, 'requested');
    const { cutOff, arrivesBy } = reason?.facts ?? {};
    assert.ok(typeof cutOff === 'string' && cutOff > quote.cutOffAt);
    assert.ok(typeof arrivesBy === 'string' && arrivesBy > quote.arrivesBy);
    await nextMorning();
    await toTheEnd();
    assert.equal((await entryOf(anna, id)).state, 'paid');
  });

  test('refused it is whole again, with a reason, and the bank was told nothing', async () => {
    const { anna, id } = await held();
    const before = await files();
    assert.ok((await decide(id, 'refuse')).ok);
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['failed', 'withdrawal_refused_after_review']);
    assert.equal(await world.available(anna, 'EUR'), 900_00n);
    await bank.live(untilCutOff());
    assert.equal(await files(), before);
  });

  test('nobody decided: the clock gives it back', async () => {
    const { anna, id } = await held();
    await bank.live({ hours: 24, seconds: 1 });
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['expired', 'withdrawal_review_expired']);
    assert.equal(await world.available(anna, 'EUR'), 900_00n);
  });

  test('its owner takes it back, once, and then nobody decides about it any more', async () => {
    const { anna, id } = await held();
    const cancel = () => anna.call(api.cancelWithdrawal, { params: { id }, body: {} });
    assert.equal((await cancel()).state, 'cancelled');
    assert.equal((await cancel()).state, 'cancelled');
    assert.equal(await world.available(anna, 'EUR'), 900_00n);
    const late = await decide(id, 'release');
    assert.equal(late.ok ? 'done' : late.error.code, 'review_over');
    const other = await held();
    assert.ok((await decide(other.id, 'refuse')).ok);
    const again = other.anna.call(api.cancelWithdrawal, { params: { id: other.id }, body: {} });
    assert.equal(await refused(again), 'review_over');
  });

  test('of owner and staff at the same moment one has it', async () => {
    const { anna, id } = await held();
    const [cancelled, released] = await Promise.all([
      refused(anna.call(api.cancelWithdrawal, { params: { id }, body: {} })),
      decide(id, 'release'),
    ]);
    const { state } = await entryOf(anna, id);
    // Released and then taken back is fine; taken back and then released is not.
    assert.ok(state === 'cancelled' || released.ok, `${cancelled} ${state}`);
    assert.equal(await world.available(anna, 'EUR'), state === 'cancelled' ? 900_00n : 859_75n);
    if (state === 'requested') await anna.call(api.cancelWithdrawal, { params: { id }, body: {} });
  });

  test('a freeze takes it back and ends the review', async () => {
    const { anna, id } = await held();
    await db.transaction((tx) =>
      restrict(tx, clock, {
        customer: anna.id,
        kind: 'self_frozen',
        reason: 'owner_asked',
        by: anna.id,
      }),
    );
    await world.drain();
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['cancelled', 'withdrawal_stopped']);
    const late = await decide(id, 'release');
    assert.equal(late.ok ? 'done' : late.error.code, 'review_over');
  });

  test('is not released past a block that nobody has heard of yet', async () => {
    const { anna, id } = await held();
    await db.transaction((tx) =>
      restrict(tx, clock, {
        customer: anna.id,
        kind: 'legal_hold',
        reason: 'legal_order',
        by: newId('stf'),
      }),
    );
    const released = await decide(id, 'release');
    assert.equal(released.ok ? 'done' : released.error.code, 'review_blocked');
    assert.ok((await decide(id, 'refuse')).ok);
  });

  test('a large one is decided by two', async () => {
    const { anna, id } = await held(700_00n);
    const first = await decide(id, 'release');
    assert.equal(first.ok && first.value.outcome, 'proposed');
    const open = await openProposals(db.read, clock, DECIDE_REVIEW, { limit: 100 });
    const proposal = open.find(({ subject }) => subject === id);
    invariant(proposal !== undefined, 'it was proposed');
    const by = (who: typeof hannah) =>
      db.transaction((tx) =>
        decideReviewProposal(tx, world.deps, { id: proposal.id, by: who, decision: 'approve' }),
      );
    const own = await by(hannah);
    assert.equal(own.ok ? 'done' : own.error.code, 'proposal_own');
    assert.ok((await by(omar)).ok);
    assert.equal((await entryOf(anna, id)).state, 'requested');
    await anna.call(api.cancelWithdrawal, { params: { id }, body: {} });
  });

  test('a repeated request answers the same, and holds once', async () => {
    const { anna, to } = await saver(world, eur(900_00n));
    const { body } = await preparedWithdrawal(world, anna, { to, amount: eur(40_00n) });
    const ask = (key: string) => anna.call(api.createWithdrawal, { body, idempotencyKey: key });
    const [first, ...more] = [await ask('a1234567'), await ask('a1234567'), await ask('b1234567')];
    assert.deepEqual(
      more.map(({ id, state }) => [id, state]),
      [
        [first.id, 'in_review'],
        [first.id, 'in_review'],
      ],
    );
    assert.equal(await world.available(anna, 'EUR'), 859_75n);
    await anna.call(api.cancelWithdrawal, { params: { id: body.id }, body: {} });
  });

  test('the database lets nothing into a file that is being looked at', async () => {
    const { anna, id } = await held();
    const put = sql`update wallet.withdrawal set file_id = 'pb_00000000000000000000000000' where id = ${id}`;
    await assert.rejects(put.execute(world.owner.read), /looked_at_before_it_goes|foreign key/);
    await anna.call(api.cancelWithdrawal, { params: { id }, body: {} });
  });
});

describe('a withdrawal that a rule says no to', () => {
  before(nextMorning);
  const table = [
    ['blocks', { outcome: 'block', reason: 'unsafe_pattern' }, 'withdrawal_unsafe'],
    ['blocks what is too often', { outcome: 'block', reason: 'too_many' }, 'withdrawals_too_many'],
    ['asks for a factor that the proof was made without', { outcome: 'step_up', reason: 'unusual' }, 'step_up_not_valid'],
  ] as const; // prettier-ignore
  for (const [what, form, code] of table)
    test(`${what}: ${code}`, async () => {
      const { anna, to } = await saver(world, eur(100_00n));
      const rule = await about({ ...form, conditions: [{ fact: 'amount', op: 'at_least', value: '1' }] });
      const asked = withdraw(world, anna, { to, amount: eur(40_00n), factor: null });
      assert.equal(await refused(asked), code);
      assert.equal(await world.available(anna, 'EUR'), 100_00n);
      await switchOff(world, rule);
    });
});

describe('of a withdrawal it is known', () => {
  before(nextMorning);
  async function factOf(fact: RiskFact, person: WalletPerson, to: Parameters<typeof withdraw>[2]['to']) {
    const rule = await about({ conditions: [{ fact, op: fact.startsWith('first') ? 'is' : 'at_least', value: '1' }] });
    const { quote } = await preparedWithdrawal(world, person, { to, amount: eur(10_00n) });
    const total = money(BigInt(quote.total.amount), 'EUR');
    const verdict = await assessWithdrawal(world.deps, { customer: person.id, quote: quote.id, total, device: null });
    await switchOff(world, rule);
    return verdict.ok ? verdict.value.facts[RISK_FACT_NAMES.indexOf(fact)] : verdict.error.code;
  } // prettier-ignore

  test('how many there were lately and of how much, also those that have not left yet', async () => {
    const { anna, to } = await saver(world, eur(100_00n));
    assert.equal(await factOf('payout_count_day', anna, to), 0n);
    await withdraw(world, anna, { to, amount: eur(20_00n) });
    const taken = await withdraw(world, anna, { to, amount: eur(5_00n) });
    await anna.call(api.cancelWithdrawal, { params: { id: taken.id }, body: {} });
    clock.advance({ seconds: 1 });
    assert.equal(await factOf('payout_count_day', anna, to), 1n, 'what was taken back is none');
    assert.notEqual(await factOf('paid_out_day', anna, to), 0n);
  });

  test('how old the account is, whether anything was ever paid to it, and what share of the balance leaves', async () => {
    const { anna, to } = await saver(world, eur(40_25n));
    assert.equal(await factOf('bank_account_age', anna, to), 0n);
    assert.equal(await factOf('first_payout', anna, to), 1n);
    assert.equal(await factOf('balance_share', anna, to), 25n);
    const { id } = await withdraw(world, anna, { to, amount: eur(10_00n) });
    await toTheEnd();
    assert.equal((await entryOf(anna, id)).state, 'paid');
    await nextMorning();
    clock.advance({ hours: 1 });
    assert.equal(await factOf('first_payout', anna, to), 0n);
    assert.ok(Number(await factOf('bank_account_age', anna, to)) >= 1);
  });
});

test('a replay decides every past withdrawal as it was decided, one by one, and finds what a new rule would have found', async () => {
  const form = {
    name: 'To a new account',
    operations: ['withdrawal' as const],
    outcome: 'hold' as const,
    reason: 'review' as const,
    conditions: [{ fact: 'bank_account_age' as const, op: 'below' as const, value: '1' }],
  };
  const asked = { currency: 'CNY', base: 'CNY', days: 90, timeZone: 'Asia/Shanghai' } as const;
  const tried = await replay(db.read, clock, { ...asked, form });
  assert.equal(tried.differences, 0);
  assert.ok(tried.payments >= 10, `${tried.payments} withdrawals`);
  assert.ok(tried.hits > 0 && tried.hits <= tried.payments);
  assert.deepEqual(await world.violations(), []);
});
