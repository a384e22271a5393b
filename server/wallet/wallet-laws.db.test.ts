import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { CustomerId, OperationId, TopUpId } from '#common/id';
import { type Balance, balancesOf } from '#ledger';
import { traceFor } from '#operations';
import { sql } from '#platform/db';
import { openDebts } from './chargeback/store.ts';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

/** Histories that are tried; each begins where the one before ended, so the books grow. */
const RUNS = 8;
const PEOPLE = 3;

const world = await walletWorld();
const { outside } = world;
const people: WalletPerson[] = [];
for (let index = 0; index < PEOPLE; index++) people.push(await world.person());
const topUps: { person: WalletPerson; id: TopUpId }[] = [];

const who = fc.nat({ max: PEOPLE - 1 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('top_up' as const),
      who,
      minor: fc.integer({ min: 100, max: 400_000 }),
      card: fc.constantFrom('success', 'insufficient_funds', 'answer_dropped', 'network_error', 'challenge'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      who,
      to: who,
      minor: fc.integer({ min: 1, max: 300_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('charge_back' as const),
      which: fc.nat(),
      share: fc.constantFrom(1n, 3n),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(0, 1, 25, 73) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Refusals are part of life; anything else is a bug. */
async function allowed(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    assert.ok(error instanceof ApiProblem && error.status < 500, String(error));
  });
}
const at = (index: number): WalletPerson => people[index] ?? assert.fail();

async function live(each: Step): Promise<void> {
  switch (each.do) {
    case 'top_up':
      return allowed(
        outside
          .topUp(at(each.who), cny(BigInt(each.minor)), each.card)
          .then(({ id }) => topUps.push({ person: at(each.who), id })),
      );
    case 'pay':
      return each.who === each.to
        ? undefined
        : allowed(world.pay(at(each.who), at(each.to), cny(BigInt(each.minor))));
    case 'charge_back': {
      const topUp = topUps[each.which % Math.max(topUps.length, 1)];
      const charge =
        topUp &&
        (await outside.charges()).find(
          ({ reference, status }) => reference === topUp.id && status === 'succeeded',
        );
      if (!topUp || !charge) return;
      await outside.chargeBack(charge.id, BigInt(charge.amount) / each.share).catch(() => null); // It may have been taken back already.
      return allowed(topUp.person.call(api.checkTopUp, { params: { id: topUp.id }, body: {} }));
    }
    case 'wait':
      return outside.advance({ hours: each.hours });
  }
}

/** What must be true after any history in which everybody has been asked. */
async function assertLaws(): Promise<void> {
  assert.deepEqual(await world.violations(), []);
  assert.equal(
    await world.settlement(),
    await outside.owedByAcquirer(),
    'what the acquirer owes us is what we booked',
  );
  let wallets = 0n;
  let debts = 0n;
  for (const { id } of people) {
    const balances: (Balance & { kind: string })[] = await balancesOf(world.db.read, id);
    for (const { kind, posted, available } of balances) {
      if (kind === 'wallet') wallets += posted.minor;
      if (kind === 'customer_debt') debts += posted.minor;
      assert.ok(available.minor >= 0n && posted.minor >= 0n, `${kind} of ${id} is not below zero`);
    }
    const owed = (await openDebts(world.db.read, id)).reduce((sum, debt) => sum + debt.owed.minor, 0n);
    assert.equal(
      balances.find(({ kind }) => kind === 'customer_debt')?.posted.minor ?? 0n,
      owed,
      'the debts that are shown are the debt that is booked',
    );
    const held = balances.find(({ kind }) => kind === 'wallet')?.heldOut.minor ?? 0n;
    const { items } = await at(people.findIndex((person) => person.id === id)).call(api.accounts);
    assert.equal(
      held,
      items[0]?.held.reduce((sum, { amount }) => sum + BigInt(amount.amount), 0n),
      'what is shown as held is held',
    );
  }
  const fees = (await balancesOf(world.db.read, 'fee:card_top_up')).reduce(
    (sum, { posted }) => sum + posted.minor,
    0n,
  );
  assert.equal(wallets + fees, (await world.settlement()) + debts, 'money is in exactly one place');
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from operations.operation o
     where o.state in ('created', 'awaiting_challenge', 'checking', 'conflict', 'owed') and (o.due_at is null or o.next_actor is null or (o.reason_code is null and o.state <> 'created'))`.execute(
    world.db.read,
  );
  assert.equal(rows[0]?.n, 0, 'whatever waits says for whom and until when');
  await assertTraced();
}

/** Whoever looks for the money of an entry is told one place, and what was given and got comes to nothing. */
async function assertTraced(): Promise<void> {
  const { rows } = await sql<{ customer_id: CustomerId; operation_id: OperationId; state: string }>`
    select customer_id, operation_id, state from operations.participant`.execute(world.db.read);
  for (const { customer_id: customer, operation_id: id, state } of rows) {
    const traced = await traceFor(world.db.read, customer, id);
    assert.ok(traced, `${id} is an entry of ${customer}`);
    assert.notEqual(traced.place, 'unsure', `the money of ${id}, ${state}, is in one place`);
    const sum = traced.changes.reduce((total, { change }) => total + change.minor, 0n);
    assert.equal(sum, 0n, `what ${id} took is what it gave`);
  }
}

test('after any history of top-ups, payments and chargebacks no money is made, lost or counted twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (history) => {
      for (const each of history) await live(each);
      // Open questions are asked until everything is known, as the days would.
      for (const { person, id } of topUps)
        await allowed(person.call(api.checkTopUp, { params: { id }, body: {} }));
      await outside.advance({ minutes: 20 });
      await assertLaws();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});
