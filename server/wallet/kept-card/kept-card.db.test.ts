import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { OkOf } from '#common/api/route';
import { KEPT_CARD_STATES } from '#common/kept-card';
import { toWire } from '#common/money';
import type { KeptCardId } from '#common/id';
import { markOfCard } from '#identity';
import { sql } from '#platform/db';
import { publish } from '#platform/outbox';
import { newId } from '#platform/ids';
import { answerChallenge, control } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { askAboutCard } from './ask-about-card.ts';
import { keptCardData } from './data-source.ts';
import { TRANSITIONS } from './kept-card.ts';
import { takeAllAway } from './settle-keeping.ts';
import { eraseFaces, lockCard, saveKept } from './store.ts';
import { askKey } from './work.ts';

const world = await walletWorld();
const { db, clock, outside } = world;
const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
type Card = OkOf<typeof api.addKeptCard>;
const listed = async (person: WalletPerson): Promise<Card[]> => (await person.call(api.keptCards)).items;
const vault = async (): Promise<string[]> =>
  (await control<{ cards: { id: string }[] }>(outside.acquirerUrl, '/control/cards')).cards.map(
    ({ id }) => id,
  );
const vaultOf = async (id: string): Promise<string | null> =>
  (
    await sql<{ vault_id: string | null }>`select vault_id from wallet.kept_card where id = ${id}`.execute(
      db.read,
    )
  ).rows[0]?.vault_id ?? null;
const told = async (person: WalletPerson): Promise<string[]> =>
  (
    await sql<{ name: string }>`
      select name from platform.outbox where payload ->> 'customerId' = ${person.id} and name like 'kept_card.%' order by id`.execute(
      db.read,
    )
  ).rows.map(({ name }) => name);

async function add(
  person: WalletPerson,
  card = 'success',
  more: { replaces?: KeptCardId; id?: KeptCardId; provedBy?: string; cardToken?: string } = {},
): Promise<Card> {
  const cardToken = more.cardToken ?? (await outside.cardToken(person, card));
  const payee = markOfCard(more.provedBy ?? cardToken);
  const stepUpId = await world.proof(person, { action: 'keep_card', amount: cny(0n), payee });
  const id = more.id ?? newId('kc');
  const body = { id, cardToken, stepUpId, replaces: more.replaces };
  return person.call(api.addKeptCard, { body, idempotencyKey: id });
}
const check = (person: WalletPerson, { id }: Pick<Card, 'id'>): Promise<Card> =>
  person.call(api.checkKeptCard, { params: { id }, body: {} });
async function keep(person: WalletPerson, card = 'success', more: Parameters<typeof add>[2] = {}) {
  const asked = await add(person, card, more);
  await answerChallenge(asked.challengeUrl ?? '', 'right_code');
  return check(person, asked);
}
const vaultCharges = async (id: string) =>
  (await outside.charges()).filter(({ reference }) => reference === id);

test('the table of states in the database is the one of the code', async () => {
  const { rows } = await sql<{ from_state: string; event: string; to_state: string }>`
    select from_state, event, to_state from wallet.kept_card_transition`.execute(db.read);
  const coded = Object.entries(TRANSITIONS).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `${from} ${event} ${to}`),
  );
  assert.deepEqual(
    rows.map((row) => `${row.from_state} ${row.event} ${row.to_state}`).toSorted(),
    coded.toSorted(),
  );
  assert.deepEqual(new Set(KEPT_CARD_STATES), new Set(rows.map(({ to_state }) => to_state)));
});

test('a card is kept once its bank has its holder’s yes, and nothing is charged', async () => {
  const anna = await world.person();
  const asked = await add(anna);
  assert.deepEqual([asked.state, asked.nextActor, asked.card?.last4], ['challenged', 'you', '4242']);
  await answerChallenge(asked.challengeUrl ?? '', 'right_code');
  const card = await check(anna, asked);
  assert.deepEqual(
    [card.state, card.card, card.expiry, card.isDefault, card.nextActor, card.challengeUrl],
    ['kept', { brand: 'visa', last4: '4242' }, '12/40', true, null, null],
  );
  assert.deepEqual(await listed(anna), [card]);
  assert.deepEqual(
    (await vaultCharges(card.id)).map(({ status, amount }) => [status, amount]),
    [['succeeded', '0']],
  );
  assert.ok((await vault()).includes((await vaultOf(card.id)) ?? ''));
  assert.deepEqual(await check(anna, card), card, 'asked again, nothing changes');
  assert.deepEqual(await told(anna), ['kept_card.added'], 'told once');
  const { rows } = await sql<{ text: string }>`
    select to_jsonb(c)::text as text from wallet.kept_card c where id = ${card.id}`.execute(db.read);
  assert.doesNotMatch(rows[0]?.text ?? '', /42424|\b123\b/, 'neither number nor code');
});

test('topping up with it needs no typing: one charge, to the card that was chosen', async () => {
  const anna = await world.person();
  const card = await keep(anna, 'challenge');
  const quote = await anna.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(120_00n)) },
  });
  const id = newId('tu');
  const body = { id, quoteId: quote.id, keptCardId: card.id };
  const entry = await anna.call(api.createTopUp, { body, idempotencyKey: id });
  assert.equal(entry.state, 'awaiting_challenge', 'its issuer wants to be asked each time');
  await answerChallenge(entry.challengeUrl ?? '', 'right_code');
  const settled = await anna.call(api.checkTopUp, { params: { id }, body: {} });
  assert.deepEqual([settled.state, settled.counterparty.detail], ['settled', '•••• 3220']);
  const again = await anna.call(api.createTopUp, { body, idempotencyKey: id });
  assert.equal(again.id, id);
  assert.equal((await vaultCharges(id)).length, 1);
  const { rows } = await sql<{ card: string }>`
    select kept_card_id as card from wallet.top_up where id = ${id}`.execute(db.read);
  assert.equal(rows[0]?.card, card.id);
});

test('a card that was typed for a top-up is kept with it, once, and the same number takes its own place', async () => {
  const anna = await world.person();
  const topUp = async (minor: bigint) => {
    const quote = await anna.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(minor)) },
    });
    const cardToken = await outside.cardToken(anna, 'success');
    const id = newId('tu');
    const body = { id, quoteId: quote.id, cardToken, keepCard: true };
    const entry = await anna.call(api.createTopUp, { body, idempotencyKey: id });
    assert.equal(entry.state, 'awaiting_challenge', 'whoever is charged again later is asked first');
    await answerChallenge(entry.challengeUrl ?? '', 'right_code');
    const ended = await anna.call(api.checkTopUp, { params: { id }, body: {} });
    await anna.call(api.checkTopUp, { params: { id }, body: {} });
    return ended;
  };
  assert.equal((await topUp(101_00n)).state, 'settled');
  const [first, ...others] = await listed(anna);
  assert.deepEqual([first?.state, first?.isDefault, others.length], ['kept', true, 0]);
  const before = await vaultOf(first?.id ?? '');
  await topUp(102_00n);
  const [second, ...rest] = await listed(anna);
  assert.notEqual(second?.id, first?.id);
  assert.deepEqual([second?.isDefault, rest.length], [true, 0]);
  await world.drain();
  assert.ok(!(await vault()).includes(before ?? ''), 'the older entry is removed over there too');
});

test('a removed card is removed at the acquirer too, and charges nothing any more', async () => {
  const anna = await world.person();
  const [card, other] = [await keep(anna), await keep(anna, 'success_mastercard')];
  assert.deepEqual([card.isDefault, other.isDefault], [true, false]);
  const made = await anna.call(api.makeKeptCardDefault, { params: { id: other.id }, body: {} });
  assert.equal(made.isDefault, true);
  assert.deepEqual(
    (await listed(anna)).map(({ isDefault }) => isDefault),
    [true, false],
  );
  const vaultId = (await vaultOf(card.id)) ?? '';
  const removals = [1, 2, 3].map(() => refused(anna.call(api.removeKeptCard, { params: { id: card.id } })));
  assert.deepEqual((await Promise.all(removals)).toSorted(), ['accepted', 'not_found', 'not_found']);
  await world.drain();
  assert.ok(!(await vault()).includes(vaultId));
  assert.equal(await vaultOf(card.id), null);
  assert.deepEqual(await told(anna), ['kept_card.added', 'kept_card.added', 'kept_card.removed']);
  assert.equal((await check(anna, card)).state, 'removed');
  const quote = await anna.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(50_00n)) },
  });
  const id = newId('tu');
  const body = { id, quoteId: quote.id, keptCardId: card.id };
  assert.equal(await refused(anna.call(api.createTopUp, { body, idempotencyKey: id })), 'not_found');
  assert.deepEqual(await vaultCharges(id), []);
});

test('what a card lies under at the acquirer charges nothing, whoever knows it and wherever it is put', async () => {
  const [anna, ben] = [await world.person(), await world.person()];
  const card = await keep(anna);
  const vaultId = (await vaultOf(card.id)) ?? '';
  for (const person of [anna, ben]) {
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(50_00n)) },
    });
    const id = newId('tu');
    const topUp = { id, quoteId: quote.id };
    const body = { ...topUp, cardToken: vaultId };
    const entry = await person.call(api.createTopUp, { body, idempotencyKey: id });
    assert.deepEqual([entry.state, entry.reason?.code], ['failed', 'top_up_unavailable']);
    assert.deepEqual(await vaultCharges(id), []);
    const both = { ...topUp, cardToken: vaultId, keptCardId: card.id };
    const refusedAs = async (wrong: typeof both | typeof topUp) =>
      refused(person.call(api.createTopUp, { body: wrong, idempotencyKey: newId('evt') }));
    assert.equal(await refusedAs(both), 'malformed_request');
    assert.equal(await refusedAs(topUp), 'operation_id_reused', 'without a card it is another request');
    const added = await add(person, 'success', { cardToken: vaultId });
    assert.deepEqual([added.state, added.reason?.code], ['failed', 'kept_card_unavailable']);
  }
});

test('somebody else’s card is as good as none', async () => {
  const [anna, ben] = [await world.person(), await world.person()];
  const { id } = await keep(anna);
  assert.equal(await refused(check(ben, { id })), 'not_found');
  assert.equal(await refused(ben.call(api.makeKeptCardDefault, { params: { id }, body: {} })), 'not_found');
  assert.equal(await refused(ben.call(api.removeKeptCard, { params: { id } })), 'not_found');
  assert.equal(await refused(add(ben, 'success', { replaces: id })), 'not_found');
  const quote = await ben.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(50_00n)) },
  });
  const tu = newId('tu');
  const body = { id: tu, quoteId: quote.id, keptCardId: id };
  assert.equal(await refused(ben.call(api.createTopUp, { body, idempotencyKey: tu })), 'not_found');
  assert.equal(await refused(add(ben, 'success', { id })), 'operation_id_reused');
  assert.equal((await listed(anna))[0]?.state, 'kept');
});

test('a proof is good for exactly this card, once', async () => {
  const anna = await world.person();
  assert.equal(await refused(add(anna, 'success', { provedBy: 'tok_another' })), 'step_up_not_valid');
  assert.deepEqual(await listed(anna), []);
});

test('what its bank refuses is told with the reason, and the customer who gives up keeps nothing', async () => {
  const anna = await world.person();
  for (const [card, reason] of [
    ['insufficient_funds', 'kept_card_refused'],
    ['expired_card', 'card_expired'],
    ['network_error', 'kept_card_unavailable'],
  ] as const) {
    const asked = await add(anna, card);
    if (asked.state === 'asked') await outside.advance({ seconds: 11 });
    const ended = await check(anna, asked);
    assert.deepEqual([ended.state, ended.reason?.code], ['failed', reason], card);
  }
  const asked = await add(anna);
  await answerChallenge(asked.challengeUrl ?? '', 'cancel');
  assert.equal((await check(anna, asked)).reason?.code, 'card_authentication_failed');
  const waits = await add(anna, 'challenge');
  await outside.advance({ minutes: 14, seconds: 1 });
  const late = await check(anna, waits);
  assert.deepEqual([late.state, late.reason?.code], ['failed', 'kept_card_challenge_expired']);
  assert.deepEqual(await listed(anna), []);
  assert.deepEqual(await told(anna), Array(5).fill('kept_card.failed'), 'each is told, once');
});

test('an answer that is lost is asked for, and the card is kept once', async () => {
  const anna = await world.person();
  await outside.turn({ cutAfterNext: 1 });
  const asked = await add(anna);
  assert.deepEqual([asked.state, asked.nextActor], ['asked', 'okpay']);
  await outside.advance({ seconds: 11 });
  const found = await check(anna, asked);
  assert.equal(found.state, 'challenged');
  await answerChallenge(found.challengeUrl ?? '', 'right_code');
  assert.equal((await check(anna, asked)).state, 'kept');
  assert.equal((await vaultCharges(asked.id)).length, 1);
});

test('a card that is removed while its bank is asked is not kept behind its owner’s back', async () => {
  const anna = await world.person();
  const asked = await add(anna);
  await anna.call(api.removeKeptCard, { params: { id: asked.id } });
  const before = (await vault()).length;
  await answerChallenge(asked.challengeUrl ?? '', 'right_code');
  await outside.advance({ minutes: 15 });
  await world.drain();
  assert.equal((await vault()).length, before);
  assert.deepEqual(await listed(anna), []);
  assert.deepEqual(await told(anna), []);
});

test('a card that is removed before the acquirer has heard of it is asked about until that is known, and then no more', async () => {
  const timer = async (id: string) =>
    (await sql`select 1 from platform.timer where key = ${askKey(id as KeptCardId)}`.execute(db.read)).rows
      .length;
  const anna = await world.person();
  await outside.turn({ cutBeforeNext: 1 });
  const lost = await add(anna);
  await anna.call(api.removeKeptCard, { params: { id: lost.id } });
  assert.equal(await timer(lost.id), 1);
  await outside.advance({ seconds: 11 });
  assert.equal(await timer(lost.id), 0, 'nobody asks any more');
  await outside.turn({ cutBeforeNext: 1 });
  const unheard = await add(anna);
  await anna.call(api.removeKeptCard, { params: { id: unheard.id } });
  const { acquirer } = world.deps;
  const deaf = { ...acquirer, find: async () => ({ kind: 'unknown', cause: 'timeout' }) as const };
  for (let asks = 0; asks < 10; asks++)
    await askAboutCard({ ...world.deps, acquirer: deaf }, unheard.id, 'scheduled');
  const { rows } = await sql<{ hours: number }>`
    select extract(epoch from (at - ${clock.now().toString()}::timestamptz))::int / 3600 as hours from platform.timer
     where key = ${askKey(unheard.id)}`.execute(db.read);
  assert.deepEqual(rows, [{ hours: 24 }]);
  await askAboutCard(world.deps, unheard.id, 'scheduled');
  assert.equal(await timer(unheard.id), 0);
});

test('what has no place in the list gives its place to nobody: only a kept card is replaced', async () => {
  const anna = await world.person();
  const waits = await add(anna, 'challenge');
  assert.equal(await refused(add(anna, 'success', { replaces: waits.id })), 'not_found');
});

test('a card that becomes kept while the account is closed is removed at the acquirer all the same', async () => {
  const anna = await world.person();
  const card = await add(anna);
  await answerChallenge(card.challengeUrl ?? '', 'right_code');
  const found = await world.deps.acquirer.find(card.id);
  assert.ok(found.kind === 'succeeded' && found.charge.kept);
  const { kept, card: face } = found.charge;
  let closing: Promise<void> = Promise.resolve();
  await db.transaction(async (tx) => {
    await lockCard(tx, card.id);
    closing = db.transaction((other) => takeAllAway(other, clock, anna.id));
    await sleep(150);
    await saveKept(tx, 'challenged', { id: card.id, face, kept, isDefault: true, at: clock.now() });
  });
  await closing;
  await world.drain();
  assert.ok(!(await vault()).includes(kept.id));
  assert.equal(await vaultOf(card.id), null);
});

test('several cards of one person are decided about at once: none is kept twice, and nobody waits for ever', async () => {
  const anna = await world.person();
  await keep(anna, 'success_unionpay');
  const asked = [await add(anna), await add(anna), await add(anna, 'success_mastercard')];
  for (const { challengeUrl } of asked) await answerChallenge(challengeUrl ?? '', 'right_code');
  const preferred = (await listed(anna))[0]?.id;
  await Promise.all([
    ...asked.map((each) => check(anna, each)),
    ...asked.map((each) => askAboutCard(world.deps, each.id, 'between')),
    preferred && anna.call(api.makeKeptCardDefault, { params: { id: preferred }, body: {} }),
  ]);
  const cards = await listed(anna);
  assert.deepEqual(cards.map(({ card }) => card?.last4).toSorted(), ['0005', '4242', '4444']);
  assert.equal(cards.filter(({ isDefault }) => isDefault).length, 1);
});

test('there are five, and a sixth is kept in the place of one', async () => {
  const anna = await world.person();
  const cards = ['success', 'success_mastercard', 'success_unionpay', 'challenge'];
  for (const card of cards) await keep(anna, card);
  await add(anna, 'processing_succeeds');
  const sixth = 'duplicate_callbacks';
  assert.equal(await refused(add(anna, sixth)), 'kept_cards_too_many');
  const [first] = await listed(anna);
  assert.ok(first);
  const failed = await add(anna, 'insufficient_funds', { replaces: first.id });
  assert.deepEqual([failed.state, failed.replaces], ['failed', first.id], 'trying again replaces the same');
  const replaced = await add(anna, 'success', { replaces: first.id });
  await answerChallenge(replaced.challengeUrl ?? '', 'right_code');
  assert.equal((await check(anna, replaced)).isDefault, first.isDefault);
  assert.ok(!(await listed(anna)).some(({ id }) => id === first.id));
});

test('an expired card says so, and is not charged', async () => {
  const anna = await world.person();
  const card = await keep(anna);
  await sql`update wallet.kept_card set expiry = '01/25' where id = ${card.id}`.execute(world.owner.read);
  assert.equal((await listed(anna))[0]?.isExpired, true);
  const quote = await anna.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(50_00n)) },
  });
  const id = newId('tu');
  const body = { id, quoteId: quote.id, keptCardId: card.id };
  assert.equal(await refused(anna.call(api.createTopUp, { body, idempotencyKey: id })), 'kept_card_expired');
});

test('whoever closes the account keeps no card; the copy holds what there was, until it is erased', async () => {
  const anna = await world.person();
  const card = await keep(anna);
  const vaultId = (await vaultOf(card.id)) ?? '';
  await db.transaction((tx) => publish(tx, clock, { type: 'customer.closed', customerId: anna.id }));
  await world.drain();
  await world.drain();
  assert.deepEqual(await listed(anna), []);
  assert.ok(!(await vault()).includes(vaultId));
  const [copy] = await keptCardData()(db.read, anna.id);
  assert.deepEqual(
    copy?.rows.map((row) => [row['scheme'], row['last_digits'], row['state']]),
    [['visa', '4242', 'removed']],
  );
  await db.transaction((tx) => eraseFaces(tx, anna.id));
  const [erased] = await keptCardData()(db.read, anna.id);
  assert.deepEqual(
    erased?.rows.map((row) => [row['scheme'], row['last_digits'], row['expiry']]),
    [[null, null, null]],
  );
});
