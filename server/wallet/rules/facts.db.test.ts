// What rules ask of a browser, and the patterns of passing money on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { apiClient } from '#common/api/client';
import { api } from '#common/api/index';
import { money, toWire } from '#common/money';
import { type RiskFact, RISK_FACT_NAMES } from '#common/risk-rule';
import { randomToken, sha256 } from '#platform/crypto';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { replay } from '#risk';
import { ORIGIN } from '#test/http';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { assessPayment } from '../transfer/assess-payment.ts';

const world = await walletWorld({ outside: false });
const { db, clock, deps } = world;

/** The value of a fact of a payment, asked for by a rule that turns on it. */
async function factOf(
  fact: RiskFact,
  [payer, payee, minor]: readonly [WalletPerson, WalletPerson, bigint],
  device: Uint8Array | null = null,
): Promise<bigint | null | undefined> {
  const rule = await switchOn(world, {
    name: fact,
    outcome: 'step_up',
    reason: 'unusual',
    conditions: [{ fact, op: 'at_least', value: '0' }],
  });
  const asked = { payer: payer.id, payee: await world.find(payer, payee), amount: cny(minor), device };
  const { verdict } = await assessPayment(deps, asked);
  await switchOff(world, rule);
  return verdict.facts[RISK_FACT_NAMES.indexOf(fact)];
}

/** Signs a person in on a browser, and pays from it. */
async function onDevice(person: WalletPerson, token: string): Promise<void> {
  const now = clock.now().toString();
  await sql`
    insert into identity.device (customer_id, token_hash, name, first_seen_at, last_seen_at)
    values (${person.id}, ${sha256(token)}, 'Chrome', ${now}, ${now})`.execute(db.read);
}
async function payFrom(token: string, payer: WalletPerson, payee: WalletPerson, minor: bigint) {
  const cookie = `${payer.cookie}; okpay_device=${token}`;
  const call = apiClient({
    base: world.url,
    fetch: (address, init) =>
      fetch(address, { ...init, headers: { ...init.headers, cookie, origin: ORIGIN } }),
  });
  const reference = await world.find(payer, payee);
  const stepUpId = await world.stepUp(payer, cny(minor), reference);
  const id = newId('tr');
  const body = { id, payee: reference, amount: toWire(cny(minor)), stepUpId };
  return call(api.createTransfer, { body, idempotencyKey: id });
}

describe('of a browser', () => {
  test('it is known how many people used it within a day, how often and for how much', async () => {
    const token = randomToken();
    const [anna, ben, carl] = [
      await world.funded(cny(900_00n)),
      await world.funded(cny(900_00n)),
      await world.person(),
    ];
    for (const each of [anna, ben]) await onDevice(each, token);
    await payFrom(token, anna, carl, 100_00n);
    await payFrom(token, ben, carl, 50_00n);
    await world.pay(ben, carl, cny(7_00n)); // From elsewhere.
    clock.advance({ seconds: 1 });
    const asked = [anna, carl, 10_00n] as const;
    const device = sha256(token);
    assert.equal(await factOf('device_customers_day', asked, device), 2n);
    assert.equal(await factOf('device_count_day', asked, device), 2n);
    assert.equal(await factOf('device_sum_day', asked, device), 150_00n);
    assert.equal(await factOf('device_customers_day', [carl, anna, 1n], device), 3n, 'who asks uses it now');
    assert.equal(await factOf('device_count_day', asked, sha256(randomToken())), 0n);
    assert.equal(await factOf('device_count_day', asked), null, 'nobody knows without one');
    clock.advance({ hours: 24 });
    assert.equal(await factOf('device_customers_day', asked, device), 1n);
    assert.equal(await factOf('device_sum_day', asked, device), 0n);
  });
});

describe('of passing money on', () => {
  /** A top-up that has come, as the records keep it. */
  async function cardMoney(owner: WalletPerson, minor: bigint, minutesAgo: number): Promise<void> {
    const id = newId('tu');
    const at = clock.now().subtract({ minutes: minutesAgo }).toString();
    await db.transaction(async (tx) => {
      await sql`
        insert into operations.operation (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, due_at, next_actor,
          created_at, updated_at)
        values (${id}, 'top_up', 'created', ${owner.id}, ${minor}, 0, 'CNY', '[]', '{}', ${at}, ${at}, 'okpay', ${at}, ${at})`.execute(
        tx,
      );
      await sql`update operations.operation set state = 'settled', due_at = null, next_actor = null where id = ${id}`.execute(tx);
      await sql`
        insert into operations.participant (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction,
          amount_minor, fee_minor, currency, counterparty_kind, counterparty_name, search_text)
        values (${owner.id}, ${id}, ${at}, ${at}, 'top_up', 'settled', 'done', false, 'in', ${minor}, 0, 'CNY', 'card', '', '')`.execute(
        tx,
      );
    });
  } // prettier-ignore

  test('it is known how long ago about the same sum came in by card', async () => {
    const [payer, payee] = [await world.funded(cny(900_00n)), await world.person()];
    assert.equal(await factOf('card_in_minutes', [payer, payee, 500_00n]), null, 'none did');
    await cardMoney(payer, 500_00n, 12);
    assert.equal(await factOf('card_in_minutes', [payer, payee, 500_00n]), 12n);
    assert.equal(await factOf('card_in_minutes', [payer, payee, 450_00n]), 12n, 'nine tenths of it');
    assert.equal(await factOf('card_in_minutes', [payer, payee, 449_99n]), null, 'less is another sum');
    assert.equal(await factOf('card_in_minutes', [payer, payee, 500_01n]), null, 'more than came in is another sum');
  }); // prettier-ignore

  test('it is known how much of what came in would have gone on', async () => {
    const [mule, out] = [await world.person(), await world.person()];
    assert.equal(await factOf('passed_on_share', [mule, out, 1n]), null, 'nothing came in');
    for (let payer = 0; payer < 2; payer++)
      await world.pay(await world.funded(cny(500_00n)), mule, cny(200_00n));
    await world.pay(mule, out, cny(100_00n));
    clock.advance({ seconds: 1 });
    assert.equal(await factOf('passed_on_share', [mule, out, 220_00n]), 80n);
    assert.equal(await factOf('payers_day', [mule, out, 220_00n]), 2n);
  });
});

test('what only goes back a day is read for a day: further facts stay unknown, and are read when a rule turns on them', async () => {
  const [payer, payee] = [await world.funded(cny(900_00n)), await world.person()];
  await world.pay(payer, payee, cny(40_00n));
  clock.advance({ hours: 48 });
  const asked = [payer, payee, 10_00n] as const;
  const rule = await switchOn(world, {
    name: 'Often',
    outcome: 'step_up',
    reason: 'unusual',
    conditions: [{ fact: 'sent_count_day', op: 'above', value: '100' }],
  });
  const of = { payer: payer.id, payee: await world.find(payer, payee), amount: cny(10_00n), device: null };
  const { verdict } = await assessPayment(deps, of);
  await switchOff(world, rule);
  assert.equal(verdict.facts[RISK_FACT_NAMES.indexOf('sent_count_day')], 0n);
  assert.equal(verdict.facts[RISK_FACT_NAMES.indexOf('share_of_largest')], undefined);
  assert.equal(await factOf('share_of_largest', asked), 25n);
});

test('what was decided in another currency is decided again as it was', async () => {
  const rule = await switchOn(world, {
    name: 'More than a hundred',
    outcome: 'step_up',
    reason: 'large_sum',
    conditions: [{ fact: 'amount', op: 'above', value: '10000' }],
  });
  const [payer, payee] = [await world.funded(money(900_00n, 'EUR')), await world.person()];
  await world.pay(payer, payee, money(20_00n, 'EUR'));
  await switchOff(world, rule);
  const form = {
    name: 'More than ten euro',
    operations: ['transfer' as const],
    outcome: 'step_up' as const,
    reason: 'large_sum' as const,
    conditions: [{ fact: 'amount' as const, op: 'above' as const, value: '1999' }],
  };
  const asked = { form, base: 'CNY', days: 1, timeZone: 'Asia/Shanghai' } as const;
  const euro = await replay(db.read, clock, { ...asked, currency: 'EUR' });
  assert.equal(euro.differences, 0);
  assert.ok(
    euro.shown.some(({ amount }) => amount.currency === 'EUR'),
    'twenty euro are more than 19.99',
  );
  assert.ok(euro.shown.every(({ countedIn }) => countedIn === 'CNY'));
});
