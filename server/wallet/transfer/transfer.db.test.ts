import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { StepUpId, TransferId } from '#common/id';
import { type Money, money, toWire } from '#common/money';
import { findAccount, listAccountsOf, setFlags } from '#ledger';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { limited, unlimited } from '#test/restrictions';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false });

const problemOf = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const outcome = await call.catch((error: unknown) => error);
  assert.ok(outcome instanceof ApiProblem, 'it was refused');
  return outcome;
};
const refused = async (call: Promise<unknown>): Promise<string> => (await problemOf(call)).code;
const recordedBy = (problem: ApiProblem): string => {
  const id = problem.facts['operationId'];
  assert.ok(typeof id === 'string', 'the refusal names its operation');
  return id;
};
const entryOf = (person: WalletPerson, id: string) => person.call(api.entry, { params: { id } });

const { funded } = world;

const count = async (what: 'transfer' | 'entries', id: string): Promise<number> => {
  const { rows } =
    what === 'transfer'
      ? await sql<{ n: number }>`select count(*)::int as n from wallet.transfer where id = ${id}`.execute(
          world.db.read,
        )
      : await sql<{
          n: number;
        }>`select count(*)::int as n from operations.participant where operation_id = ${id}`.execute(
          world.db.read,
        );
  return rows[0]?.n ?? 0;
};

describe('a payment to a person', () => {
  test('moves the money and stands in both histories, each from its own side', async () => {
    const [payer, payee] = [await funded(cny(100_00n), '林知夏'), await world.person('王小明')];
    const entry = await world.pay(payer, payee, cny(30_00n), { note: ' Rent\u202E for\nNovember ' });
    assert.deepEqual(
      [entry.state, entry.direction, entry.counterparty.name, entry.note],
      ['completed', 'out', '王*明', 'Rent for November'],
    );
    assert.deepEqual([await world.available(payer), await world.available(payee)], [70_00n, 30_00n]);
    const [theirs] = (await payee.call(api.entries, { query: {} })).items;
    assert.deepEqual([theirs?.id, theirs?.direction, theirs?.counterparty.name], [entry.id, 'in', '林*夏']);
    const seen = await entryOf(payee, entry.id);
    assert.deepEqual(
      seen.timeline.map(({ kind, actor }) => [kind, actor]),
      [['transfer_completed', 'other_person']],
    );
    assert.deepEqual(
      seen.movements.map(({ from, to, balanceAfter }) => [from, to, balanceAfter?.amount]),
      [['other_balance', 'your_balance', '3000']],
    );
    assert.deepEqual((await entryOf(payer, entry.id)).movements[0]?.balanceAfter, {
      amount: '7000',
      currency: 'CNY',
    });
    assert.equal(await refused(entryOf(await world.person(), entry.id)), 'not_found');
  });

  test('in a currency that the payee has never had opens it for them', async () => {
    const [payer, payee] = [await funded(money(5_000n, 'KWD')), await world.person()];
    await world.pay(payer, payee, money(1_234n, 'KWD'));
    assert.deepEqual(
      (await payee.call(api.accounts)).items.map(
        ({ currency, available }) => `${available.amount} ${currency}`,
      ),
      ['0 CNY', '1234 KWD'],
    );
  });

  test('needs a proof for exactly this amount and this payee, which is good once', async () => {
    const [payer, payee, other] = [await funded(cny(100_00n)), await world.person(), await world.person()];
    const reference = await world.find(payer, payee);
    const elsewhere = await world.find(payer, other);
    const stepUpId = await world.stepUp(payer, cny(10_00n), reference);
    const send = (more: object, id: TransferId = newId('tr')) => {
      const body = { id, payee: reference, amount: toWire(cny(10_00n)), stepUpId, ...more };
      return payer.call(api.createTransfer, { body, idempotencyKey: newId('evt') });
    };
    assert.equal(await refused(send({ amount: toWire(cny(10_01n)) })), 'step_up_not_valid');
    assert.equal(await refused(send({ amount: { amount: '1000', currency: 'USD' } })), 'step_up_not_valid');
    assert.equal(await refused(send({ payee: elsewhere })), 'step_up_not_valid');
    assert.equal(await refused(send({ stepUpId: newId('su') })), 'step_up_not_valid');
    const { id: repeats, state } = await send({});
    assert.equal(state, 'completed');
    assert.equal(await refused(send({ repeats })), 'step_up_not_valid');
    assert.equal(await world.available(payer), 90_00n);
  });

  test('refuses a payee reference of somebody else, or one that has expired, and records nothing', async () => {
    const [payer, payee, stranger] = [await funded(cny(100_00n)), await world.person(), await world.person()];
    const foreign = await world.find(stranger, payee);
    const own = await world.find(payer, payee);
    const send = async (reference: typeof own, id = newId('tr')) => {
      const stepUpId = await world.stepUp(payer, cny(1_00n), reference);
      return refused(
        payer.call(api.createTransfer, {
          body: { id, payee: reference, amount: toWire(cny(1_00n)), stepUpId },
          idempotencyKey: id,
        }),
      );
    };
    assert.equal(await send(foreign), 'payee_confirmation_expired');
    world.clock.advance({ minutes: 15 });
    const id = newId('tr');
    assert.equal(await send(own, id), 'payee_confirmation_expired');
    assert.equal(await count('transfer', id), 0);
  });
});

describe('a payment that fails after it was confirmed', () => {
  test('for want of money is recorded for the payer alone, with what is missing', async () => {
    const [payer, payee] = [await funded(cny(58_50n)), await world.person()];
    const id = newId('tr');
    const problem = await problemOf(world.pay(payer, payee, cny(100_00n), { id }));
    assert.deepEqual(
      [problem.status, problem.code, problem.facts['operationId']],
      [402, 'insufficient_funds', id],
    );
    assert.deepEqual(problem.facts['missing'], { amount: '4150', currency: 'CNY' });
    const entry = await entryOf(payer, id);
    assert.deepEqual(
      [entry.state, entry.family, entry.reason?.code, entry.reason?.facts['available']],
      ['failed', 'failed', 'insufficient_funds', { amount: '5850', currency: 'CNY' }],
    );
    assert.deepEqual(entry.movements, []);
    assert.equal(await refused(entryOf(payee, id)), 'not_found');
    assert.equal(await world.available(payer), 58_50n);
    assert.equal(
      (await payer.call(api.limits)).items.find(
        ({ capability, window }) => capability === 'transfer' && window === 'day',
      )?.used.amount,
      '0',
    );
  });

  test('answers a retry the same, with the same key and with another, and a new id may succeed', async () => {
    const [payer, payee] = [await funded(cny(10_00n)), await world.person()];
    const reference = await world.find(payer, payee);
    const id = newId('tr');
    const body = {
      id,
      payee: reference,
      amount: toWire(cny(20_00n)),
      stepUpId: await world.stepUp(payer, cny(20_00n), reference),
    };
    const send = (key: string) => problemOf(payer.call(api.createTransfer, { body, idempotencyKey: key }));
    const first = await send('key-1');
    for (const key of ['key-1', 'key-2']) {
      const again = await send(key);
      assert.deepEqual([again.code, again.facts], [first.code, first.facts]);
    }
    assert.equal(await count('entries', id), 1);
    assert.equal((await world.pay(payer, payee, cny(10_00n))).state, 'completed');
  });

  test('tells each of its reasons: blocked here, blocked there, too much at once, too much today', async () => {
    const [payer, payee] = [await funded(cny(90_000_00n)), await world.person('王小明')];
    const blocks = async (who: WalletPerson, capability: 'transfer' | 'receive', expected: string) => {
      const about = { customer: who.id, capability };
      const restriction = await world.db.transaction((tx) => limited(tx, world.clock, about));
      const problem = await problemOf(world.pay(payer, payee, cny(1_00n)));
      assert.equal(problem.code, expected);
      assert.equal((await entryOf(payer, recordedBy(problem))).reason?.code, expected);
      await unlimited(world, restriction);
    };
    await blocks(payer, 'transfer', 'account_cannot_send');
    await blocks(payee, 'receive', 'payee_cannot_receive');
    assert.equal(await refused(world.pay(payer, payee, cny(20_000_01n))), 'limit_per_payment');
    await world.pay(payer, payee, cny(20_000_00n));
    await world.pay(payer, payee, cny(20_000_00n));
    const daily = await problemOf(world.pay(payer, payee, cny(10_000_01n)));
    assert.deepEqual(
      [daily.code, daily.facts['remaining']],
      ['limit_per_day', { amount: '1000000', currency: 'CNY' }],
    );
    await world.pay(payer, payee, cny(10_000_00n));
    world.clock.advance({ days: 1 });
    await world.pay(payer, payee, cny(1_00n));
  });

  test('tells what is left of the month, on either road, and begins anew on its first day', async () => {
    const [payer, payee] = [await funded(cny(100_00n)), await world.person()];
    await world.pay(payer, payee, cny(10_00n));
    const left = (minor: bigint) =>
      sql`update risk.usage set used_month_minor = ${20_000_000n - minor} where customer_id = ${payer.id} and capability = 'transfer'`.execute(
        world.db.read,
      );
    await left(20_00n);
    const monthly = await problemOf(world.pay(payer, payee, cny(20_01n)));
    assert.deepEqual(
      [monthly.code, monthly.facts['remaining'], monthly.facts['limit']],
      ['limit_per_month', { amount: '2000', currency: 'CNY' }, { amount: '20000000', currency: 'CNY' }],
    );
    await world.pay(payer, payee, cny(20_00n));
    assert.equal(await refused(world.pay(payer, payee, cny(1n))), 'limit_per_month');
    const ofMonth = (await payer.call(api.limits)).items.find(
      ({ capability, window }) => capability === 'transfer' && window === 'month',
    );
    assert.deepEqual(
      [ofMonth?.used.amount, ofMonth?.left.amount, ofMonth?.resetsAt],
      ['20000000', '0', monthly.facts['resetsAt']],
    );
    await left(30_00n);
    // Ten at once, of which three fit.
    const reference = await world.find(payer, payee);
    const amounts = Array.from({ length: 10 }, (_, index) => cny(9_99n - BigInt(index)));
    const proofs = await Promise.all(amounts.map((amount) => world.stepUp(payer, amount, reference)));
    const outcomes = await Promise.all(
      proofs.map((stepUpId, index) => {
        const id = newId('tr');
        const body = { id, payee: reference, amount: toWire(amounts[index] ?? cny(1n)), stepUpId };
        return payer.call(api.createTransfer, { body, idempotencyKey: id }).then(
          () => 'paid',
          (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
        );
      }),
    );
    assert.deepEqual(
      [
        outcomes.filter((each) => each === 'paid').length,
        outcomes.filter((each) => each === 'limit_per_month').length,
      ],
      [3, 7],
    );
    world.clock.advance({ days: 31 });
    await world.pay(payer, payee, cny(1_00n));
  });

  test('obeys a freeze of the ledger, whatever else allows it', async () => {
    const [payer, payee] = [await funded(cny(100_00n)), await funded(cny(1_00n))];
    const freeze = async (who: WalletPerson, flag: 'frozenOut' | 'frozenIn') => {
      const account = await findAccount(world.db.read, { kind: 'wallet', owner: who.id, currency: 'CNY' });
      assert.ok(account !== null);
      await world.db.transaction((tx) =>
        setFlags(tx, world.clock, { account, set: [flag], reason: 'test', actor: 'test' }),
      );
    };
    await freeze(payee, 'frozenIn');
    assert.equal(await refused(world.pay(payer, payee, cny(1_00n))), 'payee_cannot_receive');
    await freeze(payer, 'frozenOut');
    assert.equal(await refused(world.pay(payer, payee, cny(1_00n))), 'account_cannot_send');
  });
});

describe('amounts that are none', () => {
  test('are refused before anything happens', async () => {
    const [payer, payee] = [await funded(cny(100_00n)), await world.person()];
    const reference = await world.find(payer, payee);
    const send = (amount: unknown, currency: unknown = 'CNY') => {
      const body = { id: newId('tr'), payee: reference, amount: { amount, currency }, stepUpId: newId('su') };
      return refused(payer.call(api.createTransfer, { body: body as never, idempotencyKey: newId('evt') }));
    };
    assert.equal(await send('0'), 'amount_not_positive');
    assert.equal(await send('-1'), 'amount_not_positive');
    assert.equal(await send('-0'), 'amount_not_positive');
    assert.equal(await send('1000000000000001'), 'amount_too_large');
    for (const bad of [
      '1.00',
      '1e2',
      '１００',
      '',
      ' 1',
      '9'.repeat(19),
      1,
      0.1 + 0.2,
      null,
      [],
      {},
      'NaN',
      'Infinity',
    ])
      assert.equal(await send(bad), 'malformed_request', JSON.stringify(bad));
    for (const bad of ['XXX', 'cny', '', null])
      assert.equal(await send('100', bad), 'malformed_request', String(bad));
    assert.equal(await world.available(payer), 100_00n);
  });
});

describe('many at once', () => {
  test('50 equal requests, with one key or with many, pay once', async () => {
    const [payer, payee] = [await funded(cny(100_00n)), await world.person()];
    const reference = await world.find(payer, payee);
    const body = {
      id: newId('tr'),
      payee: reference,
      amount: toWire(cny(1_00n)),
      stepUpId: await world.stepUp(payer, cny(1_00n), reference),
    };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        payer.call(api.createTransfer, { body, idempotencyKey: index % 2 ? 'one' : newId('evt') }),
      ),
    );
    assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
    assert.deepEqual([await world.available(payer), await world.available(payee)], [99_00n, 1_00n]);
    assert.equal(await count('entries', body.id), 2);
  });

  test('an id that was used for another payment, or by another person, is refused', async () => {
    const [payer, payee, stranger] = [
      await funded(cny(100_00n)),
      await world.person(),
      await funded(cny(100_00n)),
    ];
    const id = newId('tr');
    await world.pay(payer, payee, cny(1_00n), { id });
    const again = async (who: WalletPerson, amount: Money, note: string | null) => {
      const reference = await world.find(who, payee);
      const body = {
        id,
        payee: reference,
        amount: toWire(amount),
        note,
        stepUpId: await world.stepUp(who, amount, reference),
      };
      return who.call(api.createTransfer, { body, idempotencyKey: newId('evt') });
    };
    assert.equal(await refused(again(payer, cny(2_00n), null)), 'operation_id_reused');
    assert.equal(await refused(again(payer, cny(1_00n), 'other')), 'operation_id_reused');
    assert.equal(await refused(again(stranger, cny(1_00n), null)), 'operation_id_reused');
    assert.equal(
      (await again(payer, cny(1_00n), null)).id,
      id,
      'found anew, the same payee is the same payment',
    );
    assert.deepEqual([await world.available(payer), await world.available(stranger)], [99_00n, 100_00n]);
  });

  test('100 payments of a tenth of the daily limit never exceed it', async () => {
    const [payer, payee] = [await funded(cny(500_000_00n)), await world.person()];
    const reference = await world.find(payer, payee);
    // A fen less each time: no two are alike, and eleven of them are still too much.
    const amounts = Array.from({ length: 100 }, (_, index) => cny(5_000_00n - BigInt(index)));
    const proofs = await Promise.all(amounts.map((amount) => world.stepUp(payer, amount, reference)));
    // A busy machine may say 503 to some, which is no answer about the payment: the app asks again with the same key.
    const send = async (id: TransferId, stepUpId: StepUpId, amount: Money): Promise<string> => {
      const body = { id, payee: reference, amount: toWire(amount), stepUpId };
      const outcome = await payer.call(api.createTransfer, { body, idempotencyKey: id }).then(
        () => 'paid',
        (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
      );
      return outcome === 'temporarily_unavailable' ? send(id, stepUpId, amount) : outcome;
    };
    const outcomes = await Promise.all(
      proofs.map((stepUpId, index) => send(newId('tr'), stepUpId, amounts[index] ?? cny(1n))),
    );
    assert.equal(outcomes.filter((outcome) => outcome === 'paid').length, 10);
    assert.equal(outcomes.filter((outcome) => outcome === 'limit_per_day').length, 90);
    const paid = amounts.filter((_, index) => outcomes[index] === 'paid');
    assert.equal(
      await world.available(payee),
      paid.reduce((sum, { minor }) => sum + minor, 0n),
    );
  });

  test('two who pay each other again and again neither deadlock nor lose a cent', async () => {
    const [one, other] = [await funded(cny(100_00n)), await funded(cny(100_00n))];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 ? world.pay(one, other, cny(1_00n)) : world.pay(other, one, cny(2_00n)),
      ),
    );
    assert.deepEqual([await world.available(one), await world.available(other)], [120_00n, 80_00n]);
  });

  test('two first payments to each other in a new currency open each wallet once', async () => {
    const [one, other] = [await world.person(), await world.person()];
    await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 ? world.pay(one, other, money(1n, 'GBP')) : world.pay(other, one, money(1n, 'GBP')),
      ),
    );
    for (const { id } of [one, other])
      assert.equal(
        (await listAccountsOf(world.db.read, id)).filter(({ kind }) => kind === 'wallet').length,
        1,
      );
  });
});

test('after all of this every law of the ledger holds', async () => {
  assert.deepEqual(await world.violations(), []);
});
