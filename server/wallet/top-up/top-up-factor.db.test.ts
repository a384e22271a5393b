// A rule about top-ups that asks for the strong factor: a proof is good for one sum, one quote and one card.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { QuoteId, StepUpId, TopUpId } from '#common/id';
import type { CardSource } from '#common/kept-card';
import { type Money, money, toWire } from '#common/money';
import { sourceOfTopUp } from '#identity';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import type { Rule } from '#risk';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld();
const { db, clock, outside } = world;

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
const refusal = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const problem = await call.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(problem instanceof ApiProblem, String(problem));
  return problem;
};
const chargeOf = async (id: TopUpId) =>
  (await outside.charges()).find(({ reference }) => reference === id) ?? null;
const decisionsOf = async (person: WalletPerson): Promise<string[]> => {
  const { rows } = await sql<{ text: string }>`
    select about || ' ' || stage || ' ' || outcome as text from risk.decision where payer_id = ${person.id} order by id`.execute(
    db.read,
  );
  return rows.map(({ text }) => text);
};

describe('a rule that asks for the strong factor', () => {
  let rule: Rule;
  before(async () => {
    rule = await switchOn(world, {
      name: 'Large top-up',
      operations: ['top_up'],
      outcome: 'step_up',
      reason: 'large_sum',
      conditions: [{ fact: 'amount', op: 'above', value: '50000' }],
    });
  });
  after(() => switchOff(world, rule));

  /** A proof as identity makes it for exactly this. */
  async function proofOf(
    person: WalletPerson,
    total: Money,
    { quoteId, ...source }: { quoteId: QuoteId } & CardSource,
    factor: 'passkey' | null = 'passkey',
  ): Promise<StepUpId> {
    const [id, now] = [newId('su'), clock.now()];
    await sql`
      insert into identity.step_up (id, customer_id, action, amount_minor, currency, payee, factor, created_at, expires_at)
      values (${id}, ${person.id}, 'top_up', ${total.minor}, ${total.currency}, ${sourceOfTopUp(quoteId, source)}, ${factor}, ${now.toString()},
              ${now.add({ minutes: 2 }).toString()})`.execute(db.read);
    return id;
  }
  async function asked(minor = 600_00n) {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(minor)) },
    });
    const cardToken = await outside.cardToken(person, 'success');
    const id = newId('tu');
    const total = money(BigInt(quote.total.amount), 'CNY');
    const send = (changes: { stepUpId?: StepUpId; cardToken?: string; quoteId?: QuoteId } = {}) =>
      person.call(api.createTopUp, {
        body: { id, quoteId: quote.id, cardToken, ...changes },
        idempotencyKey: newId('evt'),
      });
    return { person, quote, cardToken, id, total, send };
  }

  test('lets smaller ones through without a word', async () => {
    const { entry } = await outside.topUp(await world.person(), cny(500_00n));
    assert.equal(entry.state, 'settled');
  });

  test('stops it before the card is asked for anything, says what is missing, and keeps the question', async () => {
    const { person, id, send } = await asked();
    const problem = await refusal(send());
    assert.deepEqual([problem.status, problem.code], [403, 'top_up_factor_not_set_up']);
    assert.equal(await chargeOf(id), null);
    assert.deepEqual(await decisionsOf(person), ['top_up proof step_up']);
    assert.equal((await refusal(entryOf(person, id))).code, 'not_found', 'nothing was confirmed');
  });

  test('takes a proof for exactly this sum, quote and card, once; any change voids it', async () => {
    const { person, quote, cardToken, id, total, send } = await asked();
    const other = await asked();
    const own = { quoteId: quote.id, cardToken };
    const wrong = [
      await proofOf(person, { ...total, minor: total.minor - 1n }, own),
      await proofOf(person, { ...total, currency: 'USD' }, own),
      await proofOf(person, total, { ...own, cardToken: 'tok_of_another_card' }),
      await proofOf(person, total, { quoteId: quote.id, keptCardId: newId('kc') }),
      await proofOf(person, total, { ...own, quoteId: other.quote.id }),
      await proofOf(person, total, own, null),
      await proofOf(other.person, total, own),
      newId('su'),
    ];
    for (const stepUpId of wrong) assert.equal((await refusal(send({ stepUpId }))).code, 'step_up_not_valid');
    assert.equal(await chargeOf(id), null, 'none of them charged the card');
    const stepUpId = await proofOf(person, total, own);
    const anotherCard = await outside.cardToken(person, 'success');
    assert.equal((await refusal(send({ stepUpId, cardToken: anotherCard }))).code, 'step_up_not_valid');
    assert.equal((await send({ stepUpId })).state, 'settled');
    assert.equal((await send({ stepUpId })).state, 'settled', 'the same request again is the same top-up');
    const second = await asked();
    const reused = second.person.call(api.createTopUp, {
      body: { id: second.id, quoteId: second.quote.id, cardToken: second.cardToken, stepUpId },
      idempotencyKey: newId('evt'),
    });
    assert.equal((await refusal(reused)).code, 'step_up_not_valid');
  });

  test('does not take a proof that has run out', async () => {
    const { person, quote, cardToken, total, send } = await asked();
    const stepUpId = await proofOf(person, total, { quoteId: quote.id, cardToken });
    clock.advance({ minutes: 2 });
    assert.equal((await refusal(send({ stepUpId }))).code, 'step_up_not_valid');
  });
});
