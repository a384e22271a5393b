// The owner's freeze against every road by which money can leave a wallet, all of them at the same moment.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { parseId, type StepUpId } from '#common/id';
import { toWire } from '#common/money';
import { balancesOf } from '#ledger';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { insertRates, restrict } from '#risk';
import { listening, ORIGIN, testServer } from '#test/http';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { addBankAccount, CNY_DETAILS, preparedWithdrawal } from '#test/withdrawals';
import { routes } from '#wallet';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock } = world;
const { ledger: _, ...slowDeps } = world.deps;
const slow = await testServer({ db, clock, sessions: world.sessions });
routes(slow, slowDeps);
after(() => slow.close());
const slowUrl = await listening(slow);

const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
const rates = { EUR: { mantissa: 1n, scale: 0 }, CNY: { mantissa: 8n, scale: 0 } };
await db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: clock.now(), rates }));

/** Whether it went through; a refusal is an answer, anything else is none. */
const passes = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiProblem) return false;
      throw error;
    },
  );
/** A yes to a price of an exchange and one to that of a payout, not yet said. */
async function priced(
  person: WalletPerson,
): Promise<{ exchange: () => Promise<boolean>; payOut: () => Promise<boolean> }> {
  const from = { from: 'CNY', to: 'EUR', amount: { amount: '8000', currency: 'CNY' } } as const;
  const { id: quoteId } = await person.call(api.createExchangeQuote, { body: from });
  const fx = newId('fx');
  const { id: to } = await addBankAccount(world, person, CNY_DETAILS);
  await sql`delete from risk.cooling where customer_id = ${person.id}`.execute(world.owner.read);
  const { body } = await preparedWithdrawal(world, person, { to, amount: cny(50_00n) });
  return {
    exchange: () =>
      passes(person.call(api.createExchange, { body: { id: fx, quoteId }, idempotencyKey: fx })),
    payOut: async () => {
      const call = person.call(api.createWithdrawal, { body, idempotencyKey: body.id });
      return (await passes(call)) && (await call).state === 'requested';
    },
  };
}

/** What stands in the wallet, and what of it is held for somebody. */
async function standing({ id }: WalletPerson): Promise<{ posted: bigint; held: bigint }> {
  const wallet = (await balancesOf(db.read, id)).find(
    ({ kind, currency }) => kind === 'wallet' && currency === 'CNY',
  );
  return { posted: wallet?.posted.minor ?? 0n, held: wallet?.heldOut.minor ?? 0n };
}

test('a freeze against both roads of a payment, an exchange, a payout and the hold of a claim, all at once: after its commit nothing leaves or is held', async () => {
  const seen = { done: 0, refused: 0 };
  for (let race = 0; race < 12; race += 1) {
    const [person, payee, claimer] = [
      await world.funded(cny(1_000_00n), '林知夏'),
      await world.person('王小明'),
      await world.funded(cny(100_00n)),
    ];
    await world.pay(person, payee, cny(1_00n));
    const transfer = parseId('tr', (await world.pay(claimer, person, cny(20_00n))).id);
    assert.ok(transfer);
    const reference = await world.find(person, payee);
    const pay = async (base: string, stepUpId: StepUpId): Promise<boolean> => {
      const body = { id: newId('tr'), payee: reference, amount: toWire(cny(1n)), note: null, stepUpId };
      const answer = await fetch(`${base}${api.createTransfer.path}`, {
        method: 'POST',
        headers: {
          cookie: person.cookie,
          origin: ORIGIN,
          'content-type': 'application/json',
          'idempotency-key': body.id,
        },
        body: JSON.stringify(body),
      });
      return answer.status === 201;
    };
    const claim = async (): Promise<boolean> => {
      const id = newId('case');
      const call = claimer.call(api.openClaim, { idempotencyKey: id, body: { id, transfer } });
      return (await passes(call)) && (await call).held.amount !== '0';
    };
    const { exchange, payOut } = await priced(person);
    const proof = () => world.stepUp(person, cny(1n), reference);
    const [first, second, ...late] = [await proof(), await proof(), await proof(), await proof()];
    assert.ok(first && second);
    const roads = () => [pay(world.url, first), pay(slowUrl, second), exchange(), payOut(), claim()];
    const before = race % 2 === 0 ? roads() : [];
    if (race === 0) await Promise.race(before); // So that one is first for certain.
    const freezing = db
      .transaction((tx) =>
        restrict(tx, clock, {
          customer: person.id,
          kind: 'self_frozen',
          reason: 'owner_asked',
          by: person.id,
        }),
      )
      .then(() => standing(person));
    const during = race % 2 === 0 ? before : roads();
    const frozen = await freezing;
    for (const done of await Promise.all(during)) seen[done ? 'done' : 'refused'] += 1;
    assert.deepEqual(
      await standing(person),
      frozen,
      'nothing left or was held after the freeze had committed',
    );
    const tooLate = late.map((stepUpId, at) => pay(at === 0 ? world.url : slowUrl, stepUpId));
    for (const done of await Promise.all(tooLate)) assert.equal(done, false);
  }
  assert.ok(seen.done > 0 && seen.refused > 0, `each was first sometimes: ${JSON.stringify(seen)}`);
  assert.deepEqual(await world.violations(), []);
});
