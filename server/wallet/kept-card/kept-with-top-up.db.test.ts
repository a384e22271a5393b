// A card that is kept with a top-up whose money goes back: it is not kept any more, here and at the acquirer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { toWire } from '#common/money';
import { openAccount, setFlags } from '#ledger';
import { findOperation } from '#operations';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { switchOff, switchOn } from '#test/rules';
import { answerChallenge, control } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { decideReview } from '#wallet';
import { askProvider } from '../top-up/ask-provider.ts';
import { takeAnswer } from '../top-up/take-answer.ts';

const world = await walletWorld();
const { db, clock, deps, outside } = world;
const vault = async (): Promise<number> =>
  (await control<{ cards: unknown[] }>(outside.acquirerUrl, '/control/cards')).cards.length;
const told = async (person: WalletPerson): Promise<string[]> =>
  (
    await sql<{ name: string }>`
      select name from platform.outbox where payload ->> 'customerId' = ${person.id} and name like 'kept_card.%' order by id`.execute(
      db.read,
    )
  ).rows.map(({ name }) => name);

/** A top-up by a typed card that is to be kept; its bank asks its holder. */
async function begin(person: WalletPerson) {
  const quote = await person.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(300_00n)) },
  });
  const id = newId('tu');
  const cardToken = await outside.cardToken(person, 'success');
  const body = { id, quoteId: quote.id, cardToken, keepCard: true };
  const entry = await person.call(api.createTopUp, { body, idempotencyKey: id });
  return { id, challengeUrl: entry.challengeUrl ?? '' };
}
const check = (person: WalletPerson, id: Awaited<ReturnType<typeof begin>>['id']) =>
  person.call(api.checkTopUp, { params: { id }, body: {} });

test('is taken away again when the top-up is refused after a review, and its owner is told', async () => {
  const rule = await switchOn(world, {
    name: 'First top-ups are looked at',
    operations: ['top_up'],
    outcome: 'hold',
    reason: 'review',
    conditions: [{ fact: 'first_top_up', op: 'is', value: '1' }],
  });
  const decided = async (decision: 'release' | 'refuse') => {
    const person = await world.person();
    const { id, challengeUrl } = await begin(person);
    await answerChallenge(challengeUrl, 'right_code');
    assert.equal((await check(person, id)).state, 'in_review');
    assert.equal((await person.call(api.keptCards)).items.length, 1);
    const ground = decision === 'release' ? 'payer_confirmed' : 'payer_denied';
    const by = newId('stf');
    const ended = await db.transaction((tx) =>
      decideReview(tx, deps, { id, decision, ground, note: 'called back', by }),
    );
    assert.ok(ended.ok);
    await world.drain();
    return person;
  };
  const released = await decided('release');
  assert.equal((await released.call(api.keptCards)).items.length, 1);
  assert.deepEqual([await told(released), await vault()], [['kept_card.added'], 1]);
  const refused = await decided('refuse');
  assert.deepEqual((await refused.call(api.keptCards)).items, []);
  assert.deepEqual(await told(refused), ['kept_card.added', 'kept_card.taken_back']);
  assert.equal(await vault(), 1, 'removed at the acquirer too');
  await switchOff(world, rule);
});

test('is not left at the acquirer when the charge had failed by our books, and the wallet is closed', async () => {
  const person = await world.person();
  const before = await vault();
  const { id, challengeUrl } = await begin(person);
  await takeAnswer(deps, id, { kind: 'cancelled' }, 'between');
  await answerChallenge(challengeUrl, 'right_code');
  assert.equal(await vault(), before + 1);
  await db.transaction(async (tx) => {
    const account = await openAccount(tx, clock, { kind: 'wallet', owner: person.id, currency: 'CNY' });
    await setFlags(tx, clock, { account, set: ['closed'], reason: 'closed by its owner', actor: person.id });
  });
  await askProvider(deps, id, 'between');
  assert.equal((await findOperation(db.read, id))?.state, 'conflict');
  await world.drain();
  assert.equal((await findOperation(db.read, id))?.state, 'failed', 'given back to the card');
  assert.equal(await vault(), before);
  assert.deepEqual(await told(person), []);
});
