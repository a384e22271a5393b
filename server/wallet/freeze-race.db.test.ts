// The owner's freeze against every road by which money can leave a wallet, all of them at the same moment.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { parseId } from '#common/id';
import { toWire } from '#common/money';
import { balancesOf } from '#ledger';
import { newId } from '#platform/ids';
import { restrict } from '#risk';
import { listening, ORIGIN, testServer } from '#test/http';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { routes } from '#wallet';

const world = await walletWorld();
const { db, clock } = world;
const { ledger: _, ...slowDeps } = world.deps;
const slow = await testServer({ db, clock, sessions: world.sessions });
routes(slow, slowDeps);
after(() => slow.close());
const slowUrl = await listening(slow);

/** What stands in the wallet, and what of it is held for somebody. */
async function standing({ id }: WalletPerson): Promise<{ posted: bigint; held: bigint }> {
  const wallet = (await balancesOf(db.read, id)).find(
    ({ kind, currency }) => kind === 'wallet' && currency === 'CNY',
  );
  return { posted: wallet?.posted.minor ?? 0n, held: wallet?.heldOut.minor ?? 0n };
}

test('a freeze against both roads of a payment and the hold of a claim, all at once: after its commit nothing leaves or is held', async () => {
  const seen = { done: 0, refused: 0 };
  for (let race = 0; race < 12; race += 1) {
    const [person, payee, claimer] = [
      await world.funded(cny(1_000_00n)),
      await world.person('王小明'),
      await world.funded(cny(100_00n)),
    ];
    await world.pay(person, payee, cny(1_00n));
    const transfer = parseId('tr', (await world.pay(claimer, person, cny(20_00n))).id);
    assert.ok(transfer);
    const reference = await world.find(person, payee);
    const pay = async (base: string): Promise<boolean> => {
      const stepUpId = await world.stepUp(person, cny(1n), reference);
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
      return claimer
        .call(api.openClaim, { idempotencyKey: id, body: { id, transfer } })
        .then(({ held }) => held.amount !== '0')
        .catch((error: unknown) => {
          if (error instanceof ApiProblem) return false;
          throw error;
        });
    };
    const roads = () => [pay(world.url), pay(slowUrl), pay(world.url), pay(slowUrl), claim()];
    const before = race % 2 === 0 ? roads() : [];
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
    for (const late of await Promise.all([pay(world.url), pay(slowUrl)])) assert.equal(late, false);
  }
  assert.ok(seen.done > 0 && seen.refused > 0, `each was first sometimes: ${JSON.stringify(seen)}`);
  assert.deepEqual(await world.violations(), []);
});
