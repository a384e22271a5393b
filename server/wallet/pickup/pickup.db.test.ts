import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { TransferId } from '#common/id';
import { type Money, toWire } from '#common/money';
import { balancesOf } from '#ledger';
import { sha256 } from '#platform/crypto';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { limited, unlimited } from '#test/restrictions';
import { switchOff, switchOn } from '#test/rules';
import { cny, meant, type WalletPerson, walletWorld } from '#test/wallet';
import { giveBack, pickUp } from './end-pickup.ts';
import { maskAddress } from './pickup.ts';
import { takePickupLink } from './take-link.ts';

const world = await walletWorld({ outside: false });
const { db, clock } = world;
const DAYS = world.deps.pickupDays;
let strangers = 0;
const nobody = (): string => `stranger${++strangers}@mail.example`;

const addressOf = async ({ id }: WalletPerson, kind: 'email' | 'phone' = 'email'): Promise<string> => {
  const { rows } = await sql<{ email: string; phone: string }>`
    select email, phone from identity.profile where customer_id = ${id}`.execute(db.read);
  return rows[0]?.[kind] ?? '';
};
const offer = (payer: WalletPerson, query: string) => payer.call(api.offerPickup, { body: { query } });
async function send(
  payer: WalletPerson,
  query: string,
  amount: Money = cny(30_00n),
  id: TransferId = newId('tr'),
) {
  const { reference } = await offer(payer, query);
  const stepUpId = await world.stepUp(payer, amount, reference);
  return meant((repeats) => {
    const body = { id, payee: reference, amount: toWire(amount), stepUpId, repeats };
    return payer.call(api.createTransfer, { body, idempotencyKey: id + (repeats ?? '') });
  });
}
/** The link as the message carries it. */
const linkTo = async (id: string) => {
  const link = await db.transaction((tx) => takePickupLink(tx, id as TransferId));
  assert.ok(link);
  return link;
};
const open = (person: WalletPerson, token: string) => person.call(api.openPickup, { body: { token } });
const pick = (person: WalletPerson, token: string) => person.call(api.pickUp, { body: { token } });
const cancel = (payer: WalletPerson, id: string) =>
  payer.call(api.cancelTransfer, { params: { id: id as TransferId }, body: {} });
const codeOf = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'ok',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const posted = async ({ id }: WalletPerson): Promise<bigint> =>
  (await balancesOf(db.read, id)).find(({ kind, currency }) => kind === 'wallet' && currency === 'CNY')
    ?.posted.minor ?? 0n;
const clearing = async (): Promise<bigint> =>
  (await balancesOf(db.read, 'system')).find(({ kind }) => kind === 'pickup_clearing')?.posted.minor ?? 0n;

describe('money for an address', () => {
  test('is held, shown as waiting, and told to the address by a link of which only the hash is kept', async () => {
    const payer = await world.funded(cny(100_00n));
    const entry = await send(payer, nobody());
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor, entry.counterparty.name],
      ['awaiting_pickup', 'payment_awaits_pickup', 'other_person', 's•••@mail.example'],
    );
    assert.deepEqual([await world.available(payer), await posted(payer)], [70_00n, 100_00n]);
    const [account] = (await payer.call(api.accounts)).items;
    assert.deepEqual(
      account?.held.map(({ kind, amount }) => [kind, amount.amount]),
      [['pickup', '3000']],
    );
    const { token } = await linkTo(entry.id);
    assert.equal(token.length, 43);
    const { rows } = await sql<{ token_hash: Buffer }>`
      select token_hash from wallet.pickup where id = ${entry.id}`.execute(db.read);
    assert.deepEqual(rows[0]?.token_hash, sha256(token));
    const again = await linkTo(entry.id);
    const other = await world.person();
    assert.equal(await codeOf(open(other, token)), 'not_found', 'of two messages the last one counts');
    assert.equal(await codeOf(open(other, again.token)), 'pickup_other_address');
  });

  test('is offered in the same words to who is there, not there, not to be found, not verified', async () => {
    const [payer, there, hidden, pending] = [
      await world.funded(cny(900_00n)),
      await world.person(),
      await world.person(),
      await world.person(),
    ];
    await sql`update identity.profile set findable_by_email = false where customer_id = ${hidden.id}`.execute(
      db.read,
    );
    await sql`update identity.profile set email_verified_at = null where customer_id = ${pending.id}`.execute(
      db.read,
    );
    const told = new Set<string>();
    for (const address of [
      nobody(),
      await addressOf(there),
      await addressOf(hidden),
      await addressOf(pending),
    ]) {
      const { reference: _, expiresAt: _e, maskedName, initial, ...same } = await offer(payer, address);
      assert.equal(maskedName, `${address[0]}•••${address.slice(address.indexOf('@'))}`);
      assert.equal(initial, (address[0] ?? '').toUpperCase());
      const {
        id: _i,
        createdAt: _c,
        updatedAt: _u,
        since: _s,
        dueAt: _d,
        counterparty: _p,
        reason,
        ...entry
      } = await send(payer, address, cny(1_00n));
      told.add(JSON.stringify([same, reason?.code, entry.state, entry.nextActor, entry.stations.length]));
    }
    assert.equal(told.size, 1, [...told].join('\n'));
    assert.equal(await codeOf(offer(payer, await addressOf(payer))), 'payee_is_self');
    assert.equal(await codeOf(offer(payer, '@somebody_here')), 'pickup_address_needed');
  });

  test('goes to whoever has proven the address, once, by mail or phone', async () => {
    for (const by of ['email', 'phone'] as const) {
      const [payer, payee, other] = [
        await world.funded(cny(100_00n), 'Anna Smith'),
        await world.person('王小明'),
        await world.person(),
      ];
      const { id } = await send(payer, await addressOf(payee, by));
      const { token } = await linkTo(id);
      for (const way of [open, pick]) assert.equal(await codeOf(way(other, token)), 'pickup_other_address');
      assert.equal(await codeOf(pick(payer, token)), 'pickup_is_own');
      const shown = await open(payee, token);
      assert.deepEqual([shown.from, shown.amount.amount, shown.entry], ['A••• S.', '3000', null]);
      assert.equal(await world.available(payee), 0n, 'looking moves nothing');
      const entry = await pick(payee, token);
      assert.deepEqual(
        [entry.state, entry.direction, entry.counterparty.name],
        ['completed', 'in', 'A••• S.'],
      );
      assert.equal(
        entry.timeline.some(({ kind }) => kind === 'pickup_offered'),
        false,
      );
      assert.equal((await pick(payee, token)).id, entry.id, 'who lost the answer is answered again');
      const again = await open(payee, token);
      assert.deepEqual([again.from, again.entry], ['A••• S.', entry.id], 'the link leads to what it was');
      for (const way of [open, pick]) assert.equal(await codeOf(way(other, token)), 'pickup_over');
      const mine = await payer.call(api.entry, { params: { id } });
      assert.deepEqual(
        [mine.state, mine.counterparty.name.includes('明')],
        ['completed', false],
        'no name is told',
      );
      assert.equal(await codeOf(cancel(payer, id)), 'review_over');
      assert.deepEqual([await world.available(payer), await world.available(payee)], [70_00n, 30_00n]);
      const { rows } = await sql<{ address: string | null }>`
        select address from wallet.pickup where id = ${id}`.execute(db.read);
      assert.deepEqual(rows, [{ address: null }], 'what is over keeps no address');
    }
  });

  test('is taken back by its payer, or comes back whole by itself, and counts no more', async () => {
    const [payer, payee] = [await world.funded(cny(100_00n)), await world.person()];
    const used = async () =>
      (await payer.call(api.limits)).items.find(
        ({ capability, window }) => capability === 'transfer' && window === 'day',
      )?.used.amount;
    const first = await send(payer, await addressOf(payee));
    assert.equal(await used(), '3000');
    const { token } = await linkTo(first.id);
    assert.equal((await cancel(payer, first.id)).state, 'cancelled');
    assert.equal(await codeOf(cancel(payer, first.id)), 'review_over');
    assert.equal(await codeOf(pick(payee, token)), 'not_found');
    assert.equal(await used(), '0');
    const second = await send(payer, await addressOf(payee));
    clock.advance({ hours: DAYS * 24 - 1 });
    await world.drain();
    assert.equal((await payer.call(api.entry, { params: { id: second.id } })).state, 'awaiting_pickup');
    clock.advance({ hours: 1 });
    const late = await linkTo(second.id);
    assert.equal(await codeOf(pick(payee, late.token)), 'pickup_over', 'also before its timer');
    await world.drain();
    const over = await payer.call(api.entry, { params: { id: second.id } });
    assert.deepEqual([over.state, over.reason?.code], ['expired', 'payment_not_picked_up']);
    assert.equal(await world.available(payer), 100_00n);
  });

  test('is the same payment however often it is asked for, and asked about when it is another one alike', async () => {
    const payer = await world.funded(cny(100_00n));
    const address = nobody();
    const { reference } = await offer(payer, address);
    const id = newId('tr');
    const stepUpId = await world.stepUp(payer, cny(5_00n), reference);
    const body = { id, payee: reference, amount: toWire(cny(5_00n)), stepUpId };
    const keys = ['a', 'b', 'c'];
    const answers = await Promise.all(
      keys.map((key) => payer.call(api.createTransfer, { body, idempotencyKey: key })),
    );
    assert.deepEqual(
      answers.map((entry) => entry.id),
      [id, id, id],
    );
    assert.equal(await world.available(payer), 95_00n);
    const another = { ...body, id: newId('tr'), stepUpId: await world.stepUp(payer, cny(5_00n), reference) };
    const send2 = (repeats: TransferId | null) =>
      payer.call(api.createTransfer, { body: { ...another, repeats }, idempotencyKey: newId('evt') });
    assert.equal(await codeOf(send2(null)), 'payment_just_made');
    assert.equal((await send2(id)).state, 'awaiting_pickup');
  });
});

describe('what keeps somebody from sending or getting it', () => {
  test('at sending: too little money, a rule, a rule that wants it looked at', async () => {
    const payer = await world.funded(cny(10_00n));
    assert.equal(await codeOf(send(payer, nobody())), 'insufficient_funds');
    const rule = await switchOn(world, {
      name: 'look at each',
      outcome: 'hold',
      reason: 'review',
      conditions: [{ fact: 'first_payment', op: 'is', value: '1' }],
    });
    assert.equal(await codeOf(send(payer, nobody(), cny(1_00n))), 'payment_unsafe');
    await switchOff(world, rule);
    assert.equal(await world.available(payer), 10_00n);
  });

  test('at picking up: a restriction of either side keeps the money where it is, and nothing is lost', async () => {
    const [payer, payee] = [await world.funded(cny(100_00n)), await world.person()];
    const { id } = await send(payer, await addressOf(payee));
    const { token } = await linkTo(id);
    const of = (customer: WalletPerson, capability: 'transfer' | 'receive') =>
      db.transaction((tx) => limited(tx, clock, { customer: customer.id, capability }));
    const sender = await of(payer, 'transfer');
    assert.equal(await codeOf(pick(payee, token)), 'pickup_paused');
    await unlimited(world, sender);
    const receiver = await of(payee, 'receive');
    assert.equal(await codeOf(pick(payee, token)), 'account_cannot_receive');
    assert.deepEqual([await posted(payer), await posted(payee)], [100_00n, 0n]);
    await unlimited(world, receiver);
    assert.equal((await pick(payee, token)).state, 'completed');
  });

  test('a frozen sender gets it back all the same', async () => {
    const [payer, payee] = [await world.funded(cny(100_00n)), await world.person()];
    const { id } = await send(payer, await addressOf(payee));
    await db.transaction((tx) => limited(tx, clock, { customer: payer.id, capability: 'transfer' }));
    clock.advance({ hours: DAYS * 24 });
    await world.drain();
    assert.equal((await payer.call(api.entry, { params: { id } })).state, 'expired');
    assert.equal(await world.available(payer), 100_00n);
  });
});

test('picking up, taking back and the end of its time at once move the money to exactly one place', async () => {
  const late = { ...clock, now: () => clock.now().add({ hours: DAYS * 24 }) };
  const acts = fc.shuffledSubarray(['pick', 'pick', 'cancel', 'expire'] as const, { minLength: 2 });
  await fc.assert(
    fc.asyncProperty(acts, fc.bigInt({ min: 1n, max: 50_00n }), async (order, minor) => {
      const [payer, payee] = [await world.funded(cny(100_00n)), await world.person()];
      const entry = await send(payer, await addressOf(payee), cny(minor));
      const id = entry.id as TransferId;
      await linkTo(id);
      await Promise.all(
        order.map((act) =>
          db.transaction(async (tx) => {
            if (act === 'pick') await pickUp(tx, clock, id, payee.id);
            else if (act === 'cancel') await giveBack(tx, clock, id, 'cancelled');
            else await giveBack(tx, late, id, 'expired');
          }),
        ),
      );
      const { state } = await payer.call(api.entry, { params: { id } });
      const isPicked = state === 'completed';
      assert.equal(await posted(payee), isPicked ? minor : 0n);
      assert.equal(await world.available(payer), isPicked ? 100_00n - minor : 100_00n);
      assert.equal(await clearing(), 0n);
    }),
    { numRuns: 25 },
  );
  assert.deepEqual(await world.violations(), []);
});

test('an address is shown by its ends', () => {
  assert.equal(maskAddress({ kind: 'email', key: 'anna.smith@mail.example' }), 'a•••@mail.example');
  assert.equal(maskAddress({ kind: 'phone', key: '+8613912340188' }), '••• 0188');
});
