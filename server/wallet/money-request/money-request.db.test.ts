import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import type { MoneyRequestId, TransferId } from '#common/id';
import { fromWire, type Money, toWire } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { endReview } from '../review/end-review.ts';
import { expireRequest } from './change-request.ts';
import { ASK_BUDGET, TRANSITIONS } from './money-request.ts';

const world = await walletWorld({ outside: false });
const { db, clock } = world;

type Request = OkOf<typeof api.moneyRequest>;
type Payable = OkOf<typeof api.openMoneyRequest>;
type Asking = { payer?: WalletPerson | null; amount?: Money; note?: string | null; id?: MoneyRequestId };

async function ask(
  asker: WalletPerson,
  { payer = null, amount = cny(88_00n), note = null, id = newId('rq') }: Asking,
) {
  const payee = payer && (await world.find(asker, payer));
  const body = { id, payee, amount: toWire(amount), note, days: 7 as const };
  return asker.call(api.createMoneyRequest, { body, idempotencyKey: newId('evt') });
}
const open = (payer: WalletPerson, { id }: { id: MoneyRequestId }) =>
  payer.call(api.openMoneyRequest, { params: { id }, body: {} });
const openLink = (payer: WalletPerson, { link }: { link: string | null }) =>
  payer.call(api.openRequestLink, { body: { token: link?.split('#')[1] ?? '' } });
async function payFor(payer: WalletPerson, { request, payee }: Payable, id: TransferId = newId('tr')) {
  const amount = fromWire(request.amount);
  const stepUpId = await world.stepUp(payer, amount, payee.reference);
  const body = { id, payee: payee.reference, amount: request.amount, note: request.note, stepUpId };
  return payer.call(api.createTransfer, { body, idempotencyKey: id });
}
const read = (reader: WalletPerson, { id }: { id: MoneyRequestId }): Promise<Request> =>
  reader.call(api.moneyRequest, { params: { id } });
const cancel = (asker: WalletPerson, { id }: { id: MoneyRequestId }) =>
  asker.call(api.cancelMoneyRequest, { params: { id }, body: {} });
const decline = (
  payer: WalletPerson,
  { id }: { id: MoneyRequestId },
  more: { block?: boolean; report?: 'not_known' | null } = {},
) =>
  payer.call(api.declineMoneyRequest, {
    params: { id },
    body: { block: more.block ?? false, report: more.report ?? null },
  });
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const problem = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (problem === null) return 'ok';
  assert.ok(problem instanceof ApiProblem);
  return problem.code;
};
const held = async (work: () => Promise<void>): Promise<void> => {
  const rule = await switchOn(world, {
    name: 'look at each',
    outcome: 'hold',
    reason: 'unusual',
    conditions: [{ fact: 'amount', op: 'at_least', value: '1' }],
  });
  await work();
  await switchOff(world, rule);
};

test('the moves of a request are the same in TypeScript and in the database', async () => {
  const { rows } = await sql<{ from_state: string; event: string; to_state: string }>`
    select from_state, event, to_state from wallet.money_request_transition`.execute(db.read);
  assert.deepEqual(
    rows.map((row) => `${row.from_state} ${row.event} ${row.to_state}`).toSorted(),
    Object.entries(TRANSITIONS)
      .flatMap(([from, moves]) => Object.entries(moves).map(([event, to]) => `${from} ${event} ${to}`))
      .toSorted(),
  );
});

describe('a request to one person', () => {
  test('is seen by both with a masked name, paid by an ordinary payment, and linked to its entry', async () => {
    const [asker, payer] = [await world.person('王小明'), await world.funded(cny(100_00n), 'Anna Smith')];
    const request = await ask(asker, { payer, note: '十一月房租' });
    assert.deepEqual(
      [request.side, request.state, request.person?.maskedName, request.link],
      ['asked', 'open', 'A••• S.', null],
    );
    const seen = await read(payer, request);
    assert.deepEqual([seen.side, seen.person?.maskedName, seen.isKnown], ['owed', '王*明', false]);
    const entry = await payFor(payer, await open(payer, request));
    assert.equal(entry.moneyRequest, request.id);
    assert.equal((await asker.call(api.entry, { params: { id: entry.id } })).moneyRequest, request.id);
    const [mine, theirs] = [await read(asker, request), await read(payer, request)];
    assert.deepEqual([mine.state, mine.transferId, theirs.transferId], ['paid', entry.id, entry.id]);
    assert.equal(await world.available(asker), 88_00n);
    assert.equal((await read(payer, request)).isKnown, true);
  });

  test('with the same id is the same request, and with other facts refused', async () => {
    const [asker, payer] = [await world.person(), await world.person()];
    const first = await ask(asker, { payer });
    assert.equal((await ask(asker, { payer, id: first.id })).createdAt, first.createdAt);
    assert.equal(await codeOf(ask(asker, { payer, id: first.id, amount: cny(1n) })), 'operation_id_reused');
    assert.equal(await codeOf(ask(await world.person(), { payer, id: first.id })), 'operation_id_reused');
  });

  test('is not there for anybody else, by whatever is asked', async () => {
    const [asker, payer, stranger] = [await world.person(), await world.person(), await world.person()];
    const request = await ask(asker, { payer });
    for (const asked of [
      () => read(stranger, request),
      () => open(stranger, request),
      () => open(asker, request),
      () => cancel(payer, request),
      () => cancel(stranger, request),
      () => decline(stranger, request),
      () => decline(asker, request),
      () => stranger.call(api.remindMoneyRequest, { params: { id: request.id }, body: {} }),
    ])
      assert.equal(await codeOf(asked()), 'not_found');
    assert.equal((await read(asker, request)).state, 'open');
  });

  test('is paid to the cent, by the reference that was made for it', async () => {
    const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
    const payable = await open(payer, await ask(asker, { payer }));
    const other = { ...payable, request: { ...payable.request, amount: toWire(cny(87_99n)) } };
    assert.equal(await codeOf(payFor(payer, other)), 'money_request_differs');
    assert.equal(await world.available(payer), 900_00n);
    assert.equal((await read(payer, payable.request)).state, 'open');
  });

  test('stays open when the payment is refused', async () => {
    const [asker, payer] = [await world.person(), await world.funded(cny(5_00n))];
    const payable = await open(payer, await ask(asker, { payer }));
    assert.equal(await codeOf(payFor(payer, payable)), 'insufficient_funds');
    assert.equal((await read(asker, payable.request)).state, 'open');
    await world.fill(payer.id, cny(100_00n));
    await payFor(payer, payable);
    assert.equal((await read(asker, payable.request)).state, 'paid');
  });

  test('that is declined, cancelled or out of time is not paid any more, and each side hears of it', async () => {
    const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
    const [declined, cancelled, expired] = [
      await open(payer, await ask(asker, { payer })),
      await open(payer, await ask(asker, { payer })),
      await open(payer, await ask(asker, { payer })),
    ];
    await decline(payer, declined.request);
    assert.equal((await decline(payer, declined.request)).state, 'declined', 'asked again it stays so');
    await cancel(asker, cancelled.request);
    assert.equal((await cancel(asker, cancelled.request)).state, 'cancelled');
    assert.equal(await codeOf(payFor(payer, declined)), 'money_request_declined');
    assert.equal(await codeOf(payFor(payer, cancelled)), 'money_request_cancelled');
    await db.transaction((tx) => expireRequest(tx, clock, expired.request.id));
    assert.equal((await read(asker, expired.request)).state, 'open', 'a timer that is early does nothing');
    clock.advance({ hours: 7 * 24 });
    assert.equal(
      await codeOf(open(payer, expired.request)),
      'money_request_expired',
      'also before its timer',
    );
    await world.drain();
    assert.equal((await read(asker, expired.request)).state, 'expired');
    await db.transaction((tx) => expireRequest(tx, clock, expired.request.id));
    await db.transaction((tx) => expireRequest(tx, clock, declined.request.id));
    assert.equal(
      (await read(asker, declined.request)).state,
      'declined',
      'a timer that is late does nothing',
    );
    assert.equal(await world.available(payer), 900_00n);
    const { rows } = await sql<{ payload: { change: string } }>`
      select payload from platform.outbox where name = 'money_request.changed' and payload->>'askerId' = ${asker.id}`.execute(
      db.read,
    );
    assert.deepEqual(rows.map(({ payload }) => payload.change).toSorted(), [
      'cancelled',
      'declined',
      'expired',
      'made',
      'made',
      'made',
    ]);
  });

  test('is reminded of once, a day later at the earliest', async () => {
    const [asker, payer] = [await world.person(), await world.person()];
    const request = await ask(asker, { payer });
    const remind = () => asker.call(api.remindMoneyRequest, { params: { id: request.id }, body: {} });
    assert.equal(await codeOf(remind()), 'money_request_reminder_early');
    clock.advance({ hours: 24 });
    assert.ok((await remind()).remindedAt);
    assert.equal(await codeOf(remind()), 'money_request_reminded');
    assert.equal((await read(payer, request)).remindedAt, null, 'the one who is asked was told by a message');
  });
});

describe('nobody is pressed by requests:', () => {
  test('three may wait for one person, twenty are made in a day', async () => {
    const [asker, payer] = [await world.person(), await world.person()];
    for (let made = 0; made < 3; made++) await ask(asker, { payer });
    assert.equal(await codeOf(ask(asker, { payer })), 'money_requests_open_too_many');
    for (let made = 3; made < ASK_BUDGET.limit; made++) await ask(asker, {});
    assert.equal(await codeOf(ask(asker, {})), 'money_requests_too_many', 'what was refused did not count');
    clock.advance({ hours: 24 });
    await ask(asker, {});
  });

  test('who is not heard is answered like everybody, and the one who is asked sees and hears nothing', async () => {
    const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
    const first = await ask(asker, { payer });
    const waiting = await ask(asker, { payer });
    await decline(payer, first, { block: true });
    assert.equal((await read(asker, waiting)).state, 'declined', 'what else waits is declined too');
    const unheard = await ask(asker, { payer });
    const heard = await ask(asker, { payer: await world.person() });
    const { id: _, createdAt: _c, expiresAt: _e, remindFrom: _r, ...told } = unheard;
    const { id: _2, createdAt: _c2, expiresAt: _e2, remindFrom: _r2, ...toldToo } = heard;
    assert.deepEqual(told, toldToo);
    assert.equal(await codeOf(read(payer, unheard)), 'not_found');
    assert.equal(await codeOf(open(payer, unheard)), 'not_found');
    const list = await payer.call(api.moneyRequests, { query: { side: 'owed', limit: 20 } });
    assert.deepEqual(list.items.map(({ id }) => id).includes(unheard.id), false);
    const { rows } = await sql<{ payload: { payerId: string | null } }>`
      select payload from platform.outbox where name = 'money_request.changed' and payload->>'requestId' = ${unheard.id}`.execute(
      db.read,
    );
    assert.deepEqual(
      rows.map(({ payload }) => payload.payerId),
      [null],
    );
    const blocked = await payer.call(api.blockedAskers);
    assert.deepEqual(
      blocked.items.map(({ requestId }) => requestId),
      [first.id],
    );
    await payer.call(api.unblockAsker, { params: { id: first.id }, body: {} });
    assert.equal((await read(payer, await ask(asker, { payer }))).state, 'open');
  });

  test('three people who report somebody stop that one from asking, for thirty days', async () => {
    const asker = await world.person();
    for (let reporter = 0; reporter < 3; reporter++) {
      const payer = await world.person();
      await decline(payer, await ask(asker, { payer }), { report: 'not_known' });
    }
    assert.equal(await codeOf(ask(asker, {})), 'money_requests_paused');
    clock.advance({ hours: 30 * 24 });
    await ask(asker, {});
  });
});

describe('a request by link', () => {
  test('is opened by whoever has it, changes nothing by being looked at, and is paid once', async () => {
    const [asker, anna, ben] = [
      await world.person(),
      await world.funded(cny(900_00n)),
      await world.funded(cny(900_00n)),
    ];
    const request = await ask(asker, { amount: cny(12_00n) });
    assert.match(String(request.link), /\/requests\/link#[\w-]{22}$/);
    assert.equal(await codeOf(openLink(asker, request)), 'payee_is_self');
    const [annas, bens] = [await openLink(anna, request), await openLink(ben, request)];
    assert.equal(annas.request.link, null, 'who pays gets no link to hand on');
    assert.deepEqual(
      [(await read(asker, request)).state, (await read(asker, request)).person],
      ['open', null],
    );
    await payFor(anna, annas);
    assert.equal(await codeOf(payFor(ben, bens)), 'money_request_paid');
    assert.equal(await codeOf(openLink(ben, request)), 'money_request_paid');
    assert.equal(await codeOf(read(ben, request)), 'not_found');
    assert.equal(
      (await read(asker, request)).person?.maskedName,
      (await read(anna, request)).person && '林*夏',
    );
    assert.equal(await world.available(asker), 12_00n);
    assert.equal(
      await codeOf(anna.call(api.openRequestLink, { body: { token: 'x'.repeat(22) } })),
      'not_found',
    );
  });
});

describe('at the same moment', () => {
  test('two tabs pay once', async () => {
    const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
    const request = await ask(asker, { payer });
    const tabs = [await open(payer, request), await open(payer, request)];
    const answers = await Promise.all(tabs.map((tab) => codeOf(payFor(payer, tab))));
    assert.deepEqual(answers.toSorted(), ['money_request_paid', 'ok']);
    assert.equal(await world.available(asker), 88_00n);
  });

  test('a payment that is sent again answers the same and pays once', async () => {
    const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
    const payable = await open(payer, await ask(asker, { payer }));
    const id = newId('tr');
    const stepUpId = await world.stepUp(payer, cny(88_00n), payable.payee.reference);
    const body = { id, payee: payable.payee.reference, amount: payable.request.amount, stepUpId };
    const send = (key: string) => payer.call(api.createTransfer, { body, idempotencyKey: key });
    const answers = await Promise.all([send('a'), send('b'), send('c')]);
    assert.deepEqual(
      answers.map((entry) => entry.id),
      [id, id, id],
    );
    assert.equal(await world.available(asker), 88_00n);
  });

  test('a payment and a cancellation, a refusal or the end of its time: one of them happens', async () => {
    for (const other of ['cancel', 'decline', 'expire'] as const)
      for (let round = 0; round < 4; round++) {
        const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
        const payable = await open(payer, await ask(asker, { payer }));
        const { request } = payable;
        const ends = {
          cancel: () => cancel(asker, request),
          decline: () => decline(payer, request),
          expire: async () => {
            await db.transaction((tx) =>
              expireRequest(tx, { ...clock, now: () => clock.now().add({ hours: 24 * 8 }) }, request.id),
            );
          },
        };
        const [paid] = await Promise.all([codeOf(payFor(payer, payable)), codeOf(ends[other]())]);
        const { state } = await read(asker, request);
        assert.equal(
          await world.available(asker),
          state === 'paid' ? 88_00n : 0n,
          `${other}: ${paid}, ${state}`,
        );
        assert.equal(paid === 'ok', state === 'paid', `${other}: ${paid}, ${state}`);
      }
    assert.deepEqual(await world.violations(), []);
  });
});

describe('a payment that is held for a look', () => {
  test('keeps the request from being paid twice, and tells the asker nothing', () =>
    held(async () => {
      const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
      const request = await ask(asker, { payer });
      const [one, two] = [await open(payer, request), await open(payer, request)];
      const entry = await payFor(payer, one);
      assert.equal(entry.state, 'in_review');
      assert.equal(await codeOf(payFor(payer, two)), 'money_request_being_paid');
      assert.deepEqual(
        [(await read(asker, request)).state, (await read(asker, request)).transferId],
        ['open', null],
      );
      assert.equal((await read(payer, request)).state, 'paying');
      await payer.call(api.cancelTransfer, {
        params: { id: entry.id as TransferId },
        body: {},
      });
      assert.equal((await read(payer, request)).state, 'open', 'taken back, it can be paid again');
    }));

  test('is told as what became of the money, also when the request ended meanwhile', () =>
    held(async () => {
      const [asker, payer] = [await world.person(), await world.funded(cny(900_00n))];
      const request = await ask(asker, { payer });
      const entry = await payFor(payer, await open(payer, request));
      assert.equal((await cancel(asker, request)).state, 'cancelled');
      const by = newId('stf');
      await db.transaction((tx) =>
        endReview(tx, world.deps, entry.id as TransferId, {
          state: 'released',
          by,
          ground: 'payer_confirmed',
          proposal: null,
          note: 'called',
        }),
      );
      assert.equal((await read(asker, request)).state, 'paid');
      assert.equal(await world.available(asker), 88_00n);
    }));
});
