// A freeze against every road by which money can leave a wallet, and what becomes of money that comes in.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { RestrictionReason } from '#common/api/restriction';
import type { PayeeReference } from '#common/id';
import { type Money, toWire } from '#common/money';
import { balancesOf } from '#ledger';
import { newId } from '#platform/ids';
import {
  type Capability,
  capabilitiesOf,
  lift,
  restrict,
  type RestrictionKind,
  type Restriction,
} from '#risk';
import { listening, ORIGIN, testServer } from '#test/http';
import { unlimited } from '#test/restrictions';
import { answerChallenge } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { routes } from '#wallet';

const world = await walletWorld();
const { db, clock, outside } = world;
const { ledger: _, ...slowDeps } = world.deps;
const slow = await testServer({ db, clock, sessions: world.sessions });
routes(slow, slowDeps);
after(() => slow.close());
const ROADS = { 'the quick road': world.url, 'the road of one transaction': await listening(slow) };

const REASONS: Partial<Record<RestrictionKind, RestrictionReason>> = {
  limited: 'unusual_payments',
  frozen: 'suspected_takeover',
  legal_hold: 'legal_order',
};

async function impose(
  person: WalletPerson,
  kind: RestrictionKind,
  capabilities?: Capability[],
): Promise<Restriction> {
  const reason = REASONS[kind] ?? 'owner_asked';
  const by = kind === 'self_frozen' ? person.id : newId('stf');
  const done = await db.transaction((tx) =>
    restrict(tx, clock, { customer: person.id, kind, reason, by, ...(capabilities && { capabilities }) }),
  );
  assert.ok(done.ok);
  return done.value;
}
const undo = (person: WalletPerson, { id }: Restriction) =>
  db.transaction((tx) => lift(tx, clock, id, { by: person.id, proposal: null }));

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof ApiProblem) return error.code;
      throw error;
    },
  );
async function prepared(payer: WalletPerson, reference: PayeeReference, amount: Money) {
  const stepUpId = await world.stepUp(payer, amount, reference);
  return { id: newId('tr'), payee: reference, amount: toWire(amount), note: null, stepUpId };
}
const send = (base: string, { cookie }: WalletPerson, body: Awaited<ReturnType<typeof prepared>>) =>
  fetch(`${base}${api.createTransfer.path}`, {
    method: 'POST',
    headers: { cookie, origin: ORIGIN, 'content-type': 'application/json', 'idempotency-key': body.id },
    body: JSON.stringify(body),
  }).then(async (answer) =>
    answer.status === 201 ? 'done' : ((await answer.json()) as { code: string }).code,
  );
let fen = 1_000n;
/** No two payments are alike, so that none is asked about. */
const next = (): Money => cny(++fen);
const pair = async (): Promise<[WalletPerson, WalletPerson]> => {
  const [payer, payee] = [await world.funded(cny(1_000_00n)), await world.person('王小明')];
  await world.pay(payer, payee, cny(1_00n)); // Both have wallets, so the quick road takes the next payment.
  return [payer, payee];
};
const debits = async ({ id }: WalletPerson): Promise<bigint> =>
  (await balancesOf(db.read, id)).find(({ kind, currency }) => kind === 'wallet' && currency === 'CNY')
    ?.posted.minor ?? 0n;

for (const [road, base] of Object.entries(ROADS))
  for (const kind of ['self_frozen', 'limited'] as const)
    test(`thirty races of a payment against ${kind} on ${road}: after the commit of the freeze nothing leaves`, async () => {
      const [payer, payee] = await pair();
      const reference = await world.find(payer, payee);
      const seen = new Set<string>();
      for (let race = 0; race < 30; race += 1) {
        const bodies = [await prepared(payer, reference, next()), await prepared(payer, reference, next())];
        const first = race % 3 === 0 ? [] : bodies.map((body) => send(base, payer, body));
        if (race === 1) await Promise.race(first); // So that a payment is first for certain.
        if (race % 3 === 2) await new Promise((resolve) => setTimeout(resolve, race % 9));
        const freezing = impose(payer, kind, ['transfer']).then(async (restriction) => ({
          restriction,
          left: await debits(payer),
        }));
        const then = race % 3 === 0 ? bodies.map((body) => send(base, payer, body)) : first;
        const { restriction, left } = await freezing;
        for (const answer of await Promise.all(then)) seen.add(answer);
        assert.equal(await debits(payer), left, 'nothing left after the freeze had committed');
        const late = await send(base, payer, await prepared(payer, reference, next()));
        assert.notEqual(late, 'done');
        seen.add(late);
        await (kind === 'limited' ? unlimited(world, restriction.id) : undo(payer, restriction));
      }
      const refusal = kind === 'limited' ? 'account_cannot_send' : 'frozen_by_owner';
      assert.deepEqual([...seen].sort(), ['done', refusal].sort(), 'each was first sometimes');
      assert.deepEqual(await world.violations(), []);
    });

for (const [road, base] of Object.entries(ROADS))
  test(`a payment on ${road} that waits for a restriction being imposed obeys it`, async () => {
    const [payer, payee] = await pair();
    const reference = await world.find(payer, payee);
    const body = await prepared(payer, reference, cny(1n));
    const before = await debits(payer);
    const sent = await db.transaction(async (tx) => {
      // Only payments are blocked: the ledger's flags stay, and the wallet's row with them.
      const facts = { kind: 'limited', reason: 'unusual_payments', capabilities: ['transfer'] } as const;
      const done = await restrict(tx, clock, { customer: payer.id, ...facts, by: newId('stf') });
      assert.ok(done.ok);
      const answer = send(base, payer, body);
      await new Promise((resolve) => setTimeout(resolve, 300)); // Until it waits for the wallet.
      return { answer };
    });
    assert.equal(await sent.answer, 'account_cannot_send');
    assert.equal(await debits(payer), before);
  });

describe('what may be done', () => {
  test('is free when the last cause is lifted, not before', async () => {
    const [payer, payee] = await pair();
    const frozen = await impose(payer, 'frozen');
    const own = await impose(payer, 'self_frozen');
    await undo(payer, own);
    assert.equal(await codeOf(world.pay(payer, payee, cny(1_00n))), 'account_cannot_send');
    await unlimited(world, frozen.id);
    assert.equal(await codeOf(world.pay(payer, payee, cny(1_00n))), 'done');
    const { withdraw } = await capabilitiesOf(db.read, clock, payer.id, { hasDebt: false });
    assert.ok(!withdraw.allowed && withdraw.blocked.by === 'cooling', 'payouts rest for a day');
  });

  test('also in a currency that was used for the first time after the freeze', async () => {
    const [payer] = await pair();
    await impose(payer, 'frozen');
    const flags = (await balancesOf(db.read, payer.id)).filter(({ kind }) => kind === 'wallet');
    assert.equal(flags.length, 7);
    for (const wallet of flags)
      assert.deepEqual(wallet.flags, { frozenOut: true, frozenIn: true, closed: false });
  });

  test('when both roads at once impose and lift, the flags say what is in force', async () => {
    const person = await world.person();
    for (let round = 0; round < 10; round += 1) {
      const own = await impose(person, 'self_frozen');
      const [frozen] = await Promise.all([impose(person, 'frozen'), undo(person, own)]);
      const flags = (await balancesOf(db.read, person.id)).map((each) => each.flags.frozenOut);
      assert.ok(flags.every(Boolean), 'the freeze that came meanwhile holds');
      await unlimited(world, frozen.id);
    }
    assert.ok(
      (await balancesOf(db.read, person.id)).every(({ flags }) => !flags.frozenOut && !flags.frozenIn),
    );
  });
});

describe('money that comes in', () => {
  const EXPECTED = {
    self_frozen: { receive: 'done', topUp: 'frozen_by_owner' },
    limited: { receive: 'done', topUp: 'done' },
    frozen: { receive: 'payee_cannot_receive', topUp: 'account_cannot_send' },
    legal_hold: { receive: 'done', topUp: 'account_cannot_send' },
  } as const;
  for (const [kind, { receive, topUp }] of Object.entries(EXPECTED))
    test(`for an account that is ${kind}: a payment is ${receive}, a new top-up is ${topUp}`, async () => {
      const [payer, payee] = await pair();
      await impose(payee, kind as RestrictionKind, ['transfer']);
      const before = await world.available(payer);
      assert.equal(await codeOf(world.pay(payer, payee, cny(2_00n))), receive);
      assert.equal(before - (await world.available(payer)), receive === 'done' ? 2_00n : 0n);
      assert.equal(await codeOf(outside.topUp(payee, cny(100_00n))), topUp);
    });

  test('from a card that was charged before the freeze is credited, its delayed part is held, and it stays frozen', async () => {
    const person = await world.person();
    const { id, entry: begun } = await outside.topUp(person, cny(5_000_00n), 'challenge');
    await impose(person, 'frozen');
    await answerChallenge(begun.challengeUrl ?? '', 'right_code');
    const entry = await person.call(api.checkTopUp, { params: { id }, body: {} });
    assert.equal(entry.state, 'settled');
    const wallet = (await balancesOf(db.read, person.id)).find(
      ({ kind, currency }) => kind === 'wallet' && currency === 'CNY',
    );
    assert.deepEqual(
      [wallet?.posted.minor, wallet?.available.minor, wallet?.flags.frozenOut, wallet?.flags.frozenIn],
      [5_000_00n, 2_000_00n, true, true],
    );
    assert.deepEqual(await world.violations(), []);
  });

  test('and is taken back by the card’s bank while it is frozen becomes a debt, collected when the freeze is lifted', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(1_000_00n));
    const own = await impose(person, 'self_frozen');
    const charge = (await outside.charges()).find(({ reference }) => reference === id);
    assert.ok(charge);
    await outside.chargeBack(charge.id);
    await person.call(api.checkTopUp, { params: { id }, body: {} });
    assert.equal(await world.available(person), 1_000_00n, 'from a frozen wallet nothing leaves');
    await outside.advance({ days: 8 });
    assert.equal(await world.available(person), 1_000_00n);
    await undo(person, own);
    await world.drain();
    assert.equal(await world.available(person), 0n);
    assert.deepEqual((await person.call(api.accounts)).debts, []);
    assert.deepEqual(await world.violations(), []);
  });
});
