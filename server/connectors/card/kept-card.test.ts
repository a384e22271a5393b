import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { money } from '#common/money';
import { answerChallenge, type Simulators, startSimulators, testCards, typeCard } from '#test/simulators';
import { type CardAcquirer, type ChargeSource, createCardAcquirer } from './card-acquirer.ts';

const ORIGIN = 'http://127.0.0.1:8080';
const RETURN_URL = `${ORIGIN}/me/payment-methods`;
const HUNDRED = money(10_000n, 'CNY');

let world: Simulators;
let acquirer: CardAcquirer;
let card: (name: string) => string;
before(async () => {
  world = await startSimulators();
  acquirer = createCardAcquirer(world.acquirer);
  card = await testCards(world.acquirer.url);
});
after(() => world.stop());

async function tokenFor(name: string): Promise<string> {
  const fields = await acquirer.openFields({ origin: ORIGIN, locale: 'zh-CN' });
  assert.ok(fields.ok);
  return typeCard(world.acquirer.url, fields.value.url, card(name));
}

test('what is asked under one reference is the same each time: keeping a card, charging it and charging more are three references', async () => {
  const source = { token: await tokenFor('success') };
  const asked = { source, amount: money(0n, 'CNY'), reference: 'kc_1', returnUrl: RETURN_URL, keep: true };
  const kept = await acquirer.charge(asked);
  assert.equal(kept.kind, 'requires_challenge');
  for (const other of [
    { amount: HUNDRED },
    { keep: false, amount: HUNDRED },
    { source: { card: source.token } },
    { source: { token: await tokenFor('success') } },
  ])
    assert.deepEqual(await acquirer.charge({ ...asked, ...other }), {
      kind: 'unknown',
      cause: 'reference_reused',
    });
  assert.deepEqual(await acquirer.charge(asked), kept);
});

test('a kept card is charged as a card and never as a token, and a token never as a card', async () => {
  const token = await tokenFor('success');
  const asked = { amount: money(0n, 'CNY'), reference: 'kc_2', returnUrl: RETURN_URL, keep: true };
  const outcome = await acquirer.charge({ ...asked, source: { token } });
  assert.ok(outcome.kind === 'requires_challenge');
  await answerChallenge(outcome.url, 'right_code');
  const found = await acquirer.find('kc_2');
  assert.ok(found.kind === 'succeeded' && found.charge.kept);
  const { id } = found.charge.kept;
  const refused = { kind: 'declined', code: 'token_invalid', charge: null };
  const charge = (source: ChargeSource, reference: string) =>
    acquirer.charge({ source, amount: HUNDRED, reference, returnUrl: RETURN_URL });
  assert.deepEqual(await charge({ token: id }, 'tu_as_token'), refused);
  assert.deepEqual(await charge({ card: await tokenFor('success') }, 'tu_as_card'), refused);
  assert.equal((await charge({ card: id }, 'tu_kept')).kind, 'succeeded');
  assert.equal((await charge({ card: id }, 'tu_kept_again')).kind, 'succeeded');
  assert.deepEqual(await acquirer.removeCard(id), { kind: 'removed' });
  assert.deepEqual(await acquirer.removeCard(id), { kind: 'removed' }, 'as often as one likes');
  assert.deepEqual(await charge({ card: id }, 'tu_removed'), refused);
});
