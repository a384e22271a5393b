import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { REPLAYED_HEADER } from '#common/api/route';
import { canonicalJson } from '#common/canonical-json';
import type { CustomerId, PayeeReference, TransferId } from '#common/id';
import { money, toWire } from '#common/money';
import type { Ledger } from '#ledger';
import { sql, type Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { type BundleRow, toldIn } from '#platform/outbox-bundle';
import { limited, unlimited } from '#test/restrictions';
import { listening, ORIGIN, testServer } from '#test/http';
import { cny, type WalletPerson, type WalletWorld, walletWorld } from '#test/wallet';
import { routes } from '#wallet';
import { quickTransfers } from './quick-transfer.ts';

const world = await walletWorld({ outside: false });
const { db, clock } = world;

/** Whether a payment went together with others: then its key keeps the name of the operation instead of a text. */
async function wasQuick({ db: { read } }: Pick<WalletWorld, 'db'>, key: string): Promise<boolean> {
  const { rows } = await sql<{ answer_of: string | null }>`
    select answer_of from platform.idempotency where key = ${key}`.execute(read);
  assert.equal(rows.length, 1, `the key ${key} is kept once`);
  return rows[0]?.answer_of !== null;
}

/** Two people with wallets. */
async function pair({ funded, person, pay }: WalletWorld): Promise<[WalletPerson, WalletPerson]> {
  const [payer, payee] = [await funded(cny(100_00n), '林知夏'), await person('王小明')];
  await pay(payer, payee, cny(1_00n));
  return [payer, payee];
}

type Body = { id: TransferId; payee: string; amount: object; note: string | null; stepUpId: string };
async function toPay(
  payer: WalletPerson,
  payee: WalletPerson,
  minor: bigint,
  known?: PayeeReference,
): Promise<Body> {
  const reference = known ?? (await world.find(payer, payee));
  const stepUpId = await world.stepUp(payer, cny(minor), reference);
  return { id: newId('tr'), payee: reference, amount: toWire(cny(minor)), note: null, stepUpId };
}
const post = (base: string, { cookie }: WalletPerson, body: Body, key: string = body.id): Promise<Response> =>
  fetch(`${base}${api.createTransfer.path}`, {
    method: 'POST',
    headers: { cookie, origin: ORIGIN, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });

const moved = async (id: TransferId): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from wallet.transfer where id = ${id} and is_completed`.execute(db.read);
  return rows[0]?.n ?? 0;
};

const TABLES = [
  'ledger.journal',
  'ledger.balance',
  'ledger.refusal',
  'wallet.transfer',
  'operations.operation',
  'operations.participant',
  'operations.timeline',
  'risk.usage',
  'identity.step_up',
  'platform.idempotency',
  'platform.outbox',
];
/** What is made of ids and of the road itself. */
const OWN = ['"fingerprint"', '"operation_tail"', '"body"', '"answer_of"'];

/** What a row of the outbox tells, whether for itself or bundled with others. */
function toldBy({ id: _place, ...row }: Record<string, unknown>): Record<string, unknown>[] {
  if (row['kind'] !== 'bundle') return [row];
  return toldIn({ ...(row as Omit<BundleRow, 'id'>), id: 0n }).flatMap(({ id, event, hint }) => [
    { ...row, kind: 'hint', name: hint.name, payload: hint.payload, cells: null, size: 1 },
    { ...row, kind: 'event', key: id, payload: event, cells: null, size: 1 },
  ]);
}

/** All rows as text: ids are numbered by their first appearance, of times it is told only that they are there. */
async function rowsOf({ db: { read } }: WalletWorld): Promise<Record<string, string[]>> {
  const seen = new Map<string, string>();
  const numbered = (id: string): string => {
    const known = seen.get(id) ?? `${id.slice(0, id.indexOf('_'))}#${seen.size}`;
    seen.set(id, known);
    return known;
  };
  const tables: Record<string, string[]> = {};
  for (const table of TABLES) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(table)} t order by t.ctid`.execute(read);
    const all = rows.flatMap(({ row }) => (table === 'platform.outbox' ? toldBy(row) : [row]));
    tables[table] = all.map((row) =>
      Object.entries(row)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([name, value]) => `${JSON.stringify(name)}: ${canonicalJson(value)}`)
        .filter((field) => !OWN.some((name) => field.startsWith(name)))
        .join(', ')
        .replaceAll(/[a-z]{2,4}_[0-7][0-9A-HJKMNP-TV-Z]{25}/gi, (id) => numbered(id.toLowerCase()))
        .replaceAll(/[a-z]{2}_[0-9a-hjkmnp-tv-z]{10}(?=\\n)/g, 'short')
        .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'uuid')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.+Z]+/g, 'time'),
    );
  }
  return tables;
}

describe('the road of the ordinary payment', () => {
  test('writes the same rows as the road of one transaction, and answers the same', async () => {
    const slow = await walletWorld({ outside: false, quick: false });
    const seen = [];
    for (const each of [await walletWorld({ outside: false }), slow]) {
      const [payer, payee] = await pair(each);
      const id = newId('tr');
      const entry = await each.pay(payer, payee, cny(30_00n), { id, note: 'Rent' });
      assert.equal(await wasQuick(each, id), each !== slow);
      assert.deepEqual(entry, await payer.call(api.entry, { params: { id } }), 'the answer is the entry');
      seen.push({ rows: await rowsOf(each), names: Object.keys(entry).join() });
    }
    assert.ok(seen[0]?.rows['operations.operation']?.length === 2, 'rows were compared');
    assert.deepEqual(seen[0], seen[1]);
  });

  test('answers its key again with the same bytes, also when the story has gone on', async () => {
    const [payer, payee] = await pair(world);
    const body = await toPay(payer, payee, 2_00n);
    const first = await post(world.url, payer, body);
    assert.equal(await wasQuick(world, body.id), true);
    await sql`
      insert into operations.timeline (operation_id, seq, at, kind, tone, actor, facts)
      values (${body.id}, 2, ${clock.now().add({ minutes: 1 }).toString()}, 'transfer_completed', 'good', 'okpay', '{}')`.execute(
      db.read,
    );
    const again = await post(world.url, payer, body);
    assert.equal(again.headers.get(REPLAYED_HEADER), 'true');
    assert.equal(await again.text(), await first.text());
    assert.equal((await post(world.url, payer, { ...body, note: 'other' })).status, 409);
  });

  test('takes many who pay at once, and every payment has its own balance in its answer', async () => {
    const [payer, payee] = await pair(world);
    const bodies = await Promise.all(
      Array.from({ length: 40 }, (_, index) => toPay(payer, payee, BigInt(index + 1))),
    );
    const answers = await Promise.all(bodies.map((body) => post(world.url, payer, body)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      bodies.map(() => 201),
    );
    const after = await Promise.all(
      answers.map(
        async (answer) =>
          ((await answer.json()) as { movements: [{ balanceAfter: { amount: string } }] }).movements[0]
            .balanceAfter.amount,
      ),
    );
    assert.equal(new Set(after).size, 40);
    assert.equal(await world.available(payer), 90_80n);
  });
});

type Change = {
  what: string;
  between: (tx: Tx, payer: CustomerId, payee: CustomerId, body: Body) => Promise<unknown>;
};
const CHANGES: readonly Change[] = [
  {
    what: 'the payer is restricted',
    between: (tx, customer) => limited(tx, clock, { customer, capability: 'transfer' }),
  },
  {
    what: 'the payee is restricted',
    between: (tx, _, customer) => limited(tx, clock, { customer, capability: 'receive' }),
  },
  {
    what: 'the proof is used',
    between: (tx, _payer, _payee, { stepUpId }) =>
      sql`update identity.step_up set used_at = ${clock.now().toString()} where id = ${stepUpId}`.execute(tx),
  },
  {
    what: 'the limit of the day is used up',
    between: (tx, payer) =>
      sql`update risk.usage set used_day_minor = 5000000 where customer_id = ${payer}`.execute(tx),
  },
  {
    what: 'the limit of the month is used up',
    between: (tx, payer) =>
      sql`update risk.usage set used_month_minor = 20000000 where customer_id = ${payer}`.execute(tx),
  },
  {
    what: 'the key is used for something else',
    between: (tx, payer, _payee, { id }) =>
      sql`
      insert into platform.idempotency (actor, route, key, fingerprint, status, body, created_at)
      values (${`customer:${payer}`}, 'POST /api/v1/transfers', ${id}, ${Buffer.alloc(32)}, 201, '{}', ${clock.now().toString()})`.execute(
        tx,
      ),
  },
  {
    what: 'the id is used',
    between: (tx, payer, payee, { id }) =>
      sql`
      insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, is_completed, created_at)
      values (${id}, ${payer}, ${payee}, 'CNY', 1, false, ${clock.now().toString()})`.execute(tx),
  },
  {
    what: 'a debt falls due',
    between: async (tx, payer) => {
      const [topUp, chargeback, now] = [newId('tu'), newId('cb'), clock.now().toString()];
      await sql`
        insert into wallet.top_up (id, customer_id, quote_id, token_digest, currency, amount_minor, fee_minor, at_once_minor, granted_minor,
          granted_currency, usage_day, usage_minor, usage_currency, is_charged, created_at)
        values (${topUp}, ${payer}, ${newId('qt')}, ${Buffer.alloc(32)}, 'CNY', 1, 0, 1, 1, 'CNY', '2026-01-01', 1, 'CNY', true, ${now})`.execute(
        tx,
      );
      await sql`
        insert into wallet.debt (chargeback_id, customer_id, top_up_id, currency, incurred_minor, collects_from, opened_at)
        values (${chargeback}, ${payer}, ${topUp}, 'CNY', 1, ${now}, ${now})`.execute(tx);
    },
  },
];

describe('what changes between the decision and the writing', () => {
  for (const { what, between } of CHANGES)
    test(`is seen by the writing: ${what}`, async () => {
      const [payer, payee] = await pair(world);
      const [other, another] = await pair(world);
      const { ledger } = world.deps;
      assert.ok(ledger);
      const bodies = [await toPay(payer, payee, 3_00n), await toPay(other, another, 3_00n)] as const;
      // Holds both until the change is committed, then posts them in one batch.
      let held = 0;
      let release = (): void => {};
      const changed = new Promise<void>((done) => (release = done));
      const holding: Ledger = {
        ...ledger,
        async post(command) {
          held += 1;
          if (held === 2) {
            await db.transaction((tx) => between(tx, payer.id, payee.id, bodies[0]));
            release();
          }
          await changed;
          return ledger.post(command);
        },
      };
      const send = quickTransfers({ ...world.deps, ledger: holding });
      const outcomes = await Promise.all(
        bodies.map(({ id, payee: reference, stepUpId }, index) => {
          const { id: customer } = index === 0 ? payer : other;
          const request = {
            id,
            payer: customer,
            payee: reference,
            amount: cny(3_00n),
            note: null,
            stepUp: stepUpId,
          };
          const keyed = {
            actor: `customer:${customer}`,
            route: 'POST /api/v1/transfers',
            key: id,
            status: 201,
          };
          return send(request as never, { ...keyed, fingerprint: Buffer.alloc(32, 1) });
        }),
      );
      assert.equal(outcomes[0], null, 'left to the other road');
      assert.equal(outcomes[1]?.state, 'completed', 'strangers in the same batch are not touched');
      assert.deepEqual([await moved(bodies[0].id), await moved(bodies[1].id)], [0, 1]);
      assert.deepEqual([await world.available(payer), await world.available(other)], [99_00n, 96_00n]);
    });

  test('is told by the other road: a restriction, with its reason and in the history', async () => {
    const [payer, payee] = await pair(world);
    const body = await toPay(payer, payee, 3_00n);
    const restriction = await db.transaction((tx) =>
      limited(tx, clock, { customer: payer.id, capability: 'transfer' }),
    );
    const answer = await post(world.url, payer, body);
    assert.equal(((await answer.json()) as { code: string }).code, 'account_cannot_send');
    assert.equal((await payer.call(api.entry, { params: { id: body.id } })).state, 'failed');
    await unlimited(world, restriction);
  });
});

describe('both roads at once', () => {
  test('equal requests by one key or by many pay once and answer the same', async () => {
    const { ledger: _, ...slowDeps } = world.deps;
    const slow = await testServer({ db, clock, sessions: world.sessions });
    routes(slow, slowDeps);
    const slowUrl = await listening(slow);
    try {
      const [payer, payee] = await pair(world);
      for (let round = 0; round < 5; round++) {
        const body = await toPay(payer, payee, 2_00n + BigInt(round));
        const answers = await Promise.all(
          Array.from({ length: 16 }, (each, index) =>
            post(
              index % 2 ? world.url : slowUrl,
              payer,
              body,
              index % 4 < 2 ? body.id : `${body.id}-${index}`,
            ),
          ),
        );
        assert.deepEqual(
          answers.map(({ status }) => status),
          answers.map(() => 201),
        );
        const texts = new Set(await Promise.all(answers.map((answer) => answer.text())));
        assert.equal(texts.size, 1, [...texts].join('\n'));
        assert.equal(await moved(body.id), 1);
      }
      assert.equal(await world.available(payer), 88_90n);

      // 100 payments of a tenth of what the day still allows.
      const rich = await world.funded(money(9_000_000n, 'CNY'));
      const reference = await world.find(rich, payee);
      const bodies = await Promise.all(
        Array.from({ length: 100 }, (_, index) => toPay(rich, payee, 500_000n - BigInt(index), reference)),
      );
      const sent = await Promise.all(
        bodies.map((body, index) => post(index % 2 ? world.url : slowUrl, rich, body)),
      );
      assert.equal(sent.filter(({ status }) => status === 201).length, 10);
      const paid = bodies.flatMap((_, index) =>
        sent[index]?.status === 201 ? [500_000n - BigInt(index)] : [],
      );
      assert.equal(await world.available(rich), 9_000_000n - paid.reduce((sum, each) => sum + each, 0n));
    } finally {
      await slow.close();
    }
  });

  test(
    'a process that is killed in the middle has paid each payment once or not at all',
    { timeout: 120_000 },
    async (t) => {
      const pairs = await Promise.all(Array.from({ length: 8 }, () => pair(world)));
      const bodies = await Promise.all(
        Array.from({ length: 160 }, async (each, index) => {
          const [payer, payee] = pairs[index % pairs.length] ?? [];
          assert.ok(payer && payee);
          return { payer, body: await toPay(payer, payee, BigInt(Math.floor(index / pairs.length) + 1)) };
        }),
      );
      const actors = Object.fromEntries(
        pairs.map(([{ cookie, id }]) => [cookie.slice(cookie.indexOf('=') + 1), id]),
      );
      const argument = JSON.stringify({ appUrl: world.urls.appUrl, now: clock.now().toString(), actors });
      let child: ChildProcess | undefined;
      t.after(() => child?.kill('SIGKILL'));
      const answered = new Map<string, string>();
      for (let round = 0; round < 3; round++) {
        child = spawn(process.execPath, ['test/support/payment-process.ts', argument], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        assert.ok(child.stdout);
        const [line] = (await once(child.stdout, 'data')) as [Buffer];
        const base = line.toString().trim();
        const part = bodies.slice(round * 50, round * 50 + 60);
        let count = 0;
        await Promise.all(
          part.map(async ({ payer, body }) => {
            const answer = await post(base, payer, body).catch(() => null);
            const text = await answer?.text().catch(() => null);
            if (answer?.status === 201 && text) answered.set(body.id, text);
            // By the number of answers, not by the time: a slow machine is killed in its middle too.
            if ((count += 1) === 5 + round * 10) child?.kill('SIGKILL');
          }),
        );
      }
      assert.ok(answered.size > 0, 'some were answered before the kill');
      for (const { payer, body } of bodies) {
        const answer = await post(world.url, payer, body);
        assert.equal(answer.status, 201);
        const text = await answer.text();
        assert.equal(answered.get(body.id) ?? text, text, 'what was answered is answered again');
        assert.equal(await moved(body.id), 1);
      }
      for (const [payer] of pairs) assert.equal(await world.available(payer), 96_90n);
    },
  );
});

test('after all of this every law of the ledger holds', async () => {
  assert.deepEqual(await world.violations(), []);
});
