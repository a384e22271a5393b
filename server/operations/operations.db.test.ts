import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPERATION_KINDS } from '#common/api/entry-kinds';
import type { CustomerId, TransferId } from '#common/id';
import { money } from '#common/money';
import {
  consumeQuote,
  createQuote,
  findOperation,
  listEntries,
  moveOperation,
  openOperation,
  searchAmounts,
  searchForms,
  TRANSITIONS,
  usableQuote,
  wireQuoteOf,
} from '#operations';
import { Temporal } from '#platform/clock';
import { openDb, sql } from '#platform/db';
import { newId } from '#platform/ids';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';

const fresh = await freshDb();
const { db } = fresh;
const clock = testClock();

const cny = (minor: bigint) => money(minor, 'CNY');
const okpay = { kind: 'okpay' } as const;

/** A completed payment that stands in the history of one person. */
async function opened(
  customer: CustomerId,
  {
    name = '王*明',
    note = null,
    minor = 100n,
    direction = 'out',
  }: { name?: string; note?: string | null; minor?: bigint; direction?: 'in' | 'out' } = {},
): Promise<TransferId> {
  const id = newId('tr');
  await db.transaction((tx) =>
    openOperation(tx, clock, {
      id,
      kind: 'transfer',
      event: 'complete',
      owner: customer,
      amount: cny(minor),
      fee: cny(0n),
      lines: [{ kind: 'amount', amount: cny(minor) }],
      decision: { outcome: 'completed' },
      note,
      participants: [{ customer, direction, counterparty: { kind: 'person', name, detail: null } }],
      steps: [{ kind: 'transfer_completed', tone: 'good', actor: { kind: 'customer', id: customer } }],
    }),
  );
  return id;
}

test('the database and the program agree on every legal move', async () => {
  const { rows } = await sql<{ move: string }>`
    select kind || ' ' || from_state || ' ' || event || ' ' || to_state as move from operations.transition`.execute(
    db.read,
  );
  const inCode = OPERATION_KINDS.flatMap((kind) =>
    Object.entries(TRANSITIONS[kind]).flatMap(([from, moves]) =>
      Object.entries(moves).map(([event, to]) => `${kind} ${from} ${event} ${String(to)}`),
    ),
  );
  assert.ok(inCode.length > 20);
  assert.deepEqual(rows.map(({ move }) => move).toSorted(), inCode.toSorted());
});

describe('an operation', () => {
  test('is not moved where the table does not lead, not even by SQL', async () => {
    const id = await opened(newId('cus'));
    await assert.rejects(
      sql`update operations.operation set state = 'failed' where id = ${id}`.execute(db.read),
      /cannot go from completed to failed/,
    );
    await assert.rejects(
      sql`insert into operations.operation select * from operations.operation where false`
        .execute(db.read)
        .then(() => sql`update operations.operation set amount_minor = 1 where id = ${id}`.execute(db.read)),
      /permission denied/,
    );
    await assert.rejects(
      sql`delete from operations.operation where id = ${id}`.execute(db.read),
      /permission denied/,
    );
    await assert.rejects(
      sql`update operations.timeline set at = at where operation_id = ${id}`.execute(db.read),
      /permission denied/,
    );
  });

  test('stays for ever, and nothing is told or shown of one that is not there', async () => {
    const id = await opened(newId('cus'));
    const [nobody, at] = [newId('tr'), clock.now().toString()];
    const step = sql`insert into operations.timeline (operation_id, seq, at, kind, tone, actor, facts)
      select each, 9, ${at}, 'transfer_completed', 'good', 'okpay', '{}' from unnest(${[id, nobody]}::text[]) each`;
    await assert.rejects(step.execute(db.read), /there is no operation/);
    const copy = sql`insert into operations.participant (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you,
        direction, amount_minor, fee_minor, currency, counterparty_kind, counterparty_name, search_text)
      select customer_id, ${nobody}, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
        counterparty_kind, counterparty_name, search_text from operations.participant where operation_id = ${id}`;
    await assert.rejects(copy.execute(db.read), /there is no operation/);
    const owner = openDb(fresh.urls.ownerUrl, { size: 1 });
    try {
      for (const change of [
        sql`delete from operations.operation where id = ${id}`,
        sql`update operations.operation set id = ${nobody} where id = ${id}`,
        sql`truncate operations.operation cascade`,
        sql`update operations.timeline set operation_id = ${nobody} where operation_id = ${id}`,
        sql`update operations.participant set operation_id = ${nobody} where operation_id = ${id}`,
      ])
        await assert.rejects(change.execute(owner.read), /kept for ever|there is no operation/);
    } finally {
      await owner.close();
    }
  });

  test('does not start in the middle', async () => {
    const customer = newId('cus');
    await assert.rejects(
      sql`insert into operations.operation (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, decision, since, created_at, updated_at)
          values (${newId('tu')}, 'top_up', 'settled', ${customer}, 1, 0, 'CNY', '[]', '{}', ${clock.now().toString()}, ${clock.now().toString()}, ${clock.now().toString()})`.execute(
        db.read,
      ),
      /cannot go from start to settled/,
    );
  });

  test('does not wait without saying for whom, until when and why', async () => {
    const owner = newId('cus');
    const waiting = openTopUp(owner, null);
    await assert.rejects(waiting, /created_has_an_actor/);
  });

  test('has an id for ever: the second of the same id is told so', async () => {
    const customer = newId('cus');
    const id = await opened(customer);
    const again = await db.transaction((tx) =>
      openOperation(tx, clock, {
        id,
        kind: 'transfer',
        event: 'complete',
        owner: customer,
        amount: cny(1n),
        fee: cny(0n),
        lines: [],
        decision: {},
        participants: [
          { customer, direction: 'out', counterparty: { kind: 'okpay', name: '', detail: null } },
        ],
        steps: [{ kind: 'transfer_completed', tone: 'good', actor: okpay }],
      }),
    );
    assert.equal(again, false);
    assert.deepEqual((await findOperation(db.read, id))?.amount, cny(100n));
  });

  test('is moved by one of those who want to at once', async () => {
    const owner = newId('cus');
    const id = await openTopUp(owner, { nextActor: 'okpay', dueAt: clock.now() });
    const moves = await Promise.all(
      Array.from({ length: 8 }, () =>
        db.transaction((tx) =>
          moveOperation(tx, clock, {
            id,
            kind: 'top_up',
            from: 'created',
            event: 'settle',
            steps: [{ kind: 'top_up_settled', tone: 'good', actor: okpay }],
          }),
        ),
      ),
    );
    assert.equal(moves.filter(Boolean).length, 1);
    const { rows } = await sql<{
      count: bigint;
    }>`select count(*) from operations.timeline where operation_id = ${id}`.execute(db.read);
    assert.equal(rows[0]?.count, 2n);
  });
});

async function openTopUp(owner: CustomerId, waiting: { nextActor: 'okpay'; dueAt: Temporal.Instant } | null) {
  const id = newId('tu');
  await db.transaction((tx) =>
    openOperation(tx, clock, {
      id,
      kind: 'top_up',
      event: 'confirm',
      owner,
      amount: cny(100n),
      fee: cny(1n),
      lines: [],
      decision: {},
      waiting,
      participants: [
        { customer: owner, direction: 'in', counterparty: { kind: 'card', name: '', detail: null } },
      ],
      steps: [{ kind: 'top_up_confirmed', tone: 'neutral', actor: okpay }],
    }),
  );
  return id;
}

describe('a quote', () => {
  const keys = signingKeysOf([newSigningKey('test-1', Temporal.Instant.from('2026-01-01T00:00:00Z'))]);
  const quoted = (owner: CustomerId) =>
    db.transaction((tx) =>
      createQuote(tx, clock, keys, {
        kind: 'card_top_up',
        owner,
        terms: { total: { amount: '100', currency: 'CNY' } },
        basis: { rule: 'x' },
        validFor: Temporal.Duration.from({ minutes: 10 }),
      }),
    );

  test('is used once, however many want it at once', async () => {
    const owner = newId('cus');
    const { id } = await quoted(owner);
    const results = await Promise.all(
      Array.from({ length: 10 }, () =>
        db.transaction((tx) =>
          consumeQuote(tx, clock, keys, { id, kind: 'card_top_up', owner, by: newId('tu') }),
        ),
      ),
    );
    assert.equal(results.filter((result) => result.ok).length, 1);
    assert.deepEqual(
      [...new Set(results.flatMap((result) => (result.ok ? [] : [result.error.code])))],
      ['quote_used'],
    );
  });

  test('is there for its owner only, for its purpose only, and until it expires', async () => {
    const owner = newId('cus');
    const { id, expiresAt } = await quoted(owner);
    const asked = async (kind: string, who: CustomerId) => {
      const usable = await usableQuote(db.read, clock, keys, { id, kind, owner: who });
      return usable.ok ? 'usable' : usable.error.code;
    };
    assert.equal(await asked('card_top_up', newId('cus')), 'quote_not_found');
    assert.equal(await asked('exchange', owner), 'quote_not_found');
    assert.equal(await asked('card_top_up', owner), 'usable');
    clock.set(expiresAt.toString());
    assert.equal(await asked('card_top_up', owner), 'quote_expired');
  });

  test('that was changed behind our back charges nobody', async () => {
    const owner = newId('cus');
    const { id } = await quoted(owner);
    await assert.rejects(
      sql`update operations.quote set terms = '{}' where id = ${id}`.execute(db.read),
      /permission denied/,
    );
    await sql`update operations.quote set terms = jsonb_set(terms, '{total,amount}', '"1"') where id = ${id}`.execute(
      fresh.owner.read,
    );
    await assert.rejects(
      usableQuote(db.read, clock, keys, { id, kind: 'card_top_up', owner }),
      /says what was signed/,
    );
  });

  test('that a revoked key has signed is asked for anew', async () => {
    const owner = newId('cus');
    const stolen = newSigningKey('test-0', Temporal.Instant.from('2026-01-01T00:00:00Z'));
    const before = signingKeysOf([stolen]);
    const made = await db.transaction((tx) =>
      createQuote(tx, clock, before, {
        kind: 'card_top_up',
        owner,
        terms: {},
        basis: {},
        validFor: Temporal.Duration.from({ minutes: 10 }),
      }),
    );
    const revoked = signingKeysOf([
      { ...stolen, revokedAt: '2026-11-22T09:00:00Z' },
      newSigningKey('test-1', Temporal.Instant.from('2026-11-22T09:00:00Z')),
    ]);
    const usable = await usableQuote(db.read, clock, revoked, { id: made.id, kind: 'card_top_up', owner });
    assert.ok(!usable.ok && usable.error.code === 'quote_expired');
  });

  test('proves to anyone with the published key what was promised', async () => {
    const { isSignedBy } = await import('#common/signature');
    const { canonicalJson } = await import('#common/canonical-json');
    const quote = await quoted(newId('cus'));
    const [keyId = '', signature = ''] = quote.signature.split('.');
    const key = keys.published.find(({ id }) => id === keyId);
    assert.ok(key);
    const wire = JSON.parse(JSON.stringify(wireQuoteOf(quote))) as Record<string, unknown>;
    const proves = (what: unknown) =>
      isSignedBy(key, { purpose: 'okpay quote', text: canonicalJson(what), signature });
    assert.equal(await proves(wire), true);
    assert.equal(await proves({ ...wire, total: { amount: '99', currency: 'CNY' } }), false);
  });
});

describe('the history', () => {
  const pages = async (
    customer: CustomerId,
    limit: number,
    between: () => Promise<unknown> = async () => {},
  ) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await listEntries(db.read, customer, {}, { limit, ...(cursor && { cursor }) });
      assert.ok(page.ok);
      seen.push(...page.value.items.map(({ id }) => id));
      if (page.value.next === null) return seen;
      cursor = page.value.next;
      await between();
    }
  };

  test('is paged newest first without gaps or repeats while new entries arrive', async () => {
    const customer = newId('cus');
    const ids: string[] = [];
    for (let index = 0; index < 57; index++) {
      ids.push(await opened(customer));
      if (index % 3 === 0) clock.advance({ milliseconds: 1 }); // Some share an instant.
    }
    const seen = await pages(customer, 7, async () => {
      clock.advance({ milliseconds: 1 });
      await opened(customer);
      await opened(customer);
    });
    assert.equal(seen.length, 57);
    assert.deepEqual(new Set(seen), new Set(ids));
  });

  test('shows nobody the entries of others', async () => {
    const [mine, yours] = [newId('cus'), newId('cus')];
    await opened(mine);
    assert.deepEqual(await pages(yours, 10), []);
  });

  test('is filtered by time, amount, direction and text', async () => {
    const customer = newId('cus');
    const start = clock.now();
    const rent = await opened(customer, { name: '林*夏', note: '11月房租', minor: 5_000n });
    clock.advance({ days: 1 });
    const coffee = await opened(customer, {
      name: 'A••• S.',
      note: '100% coffee_bar',
      minor: 30n,
      direction: 'in',
    });
    const found = async (filters: Parameters<typeof listEntries>[2]) => {
      const page = await listEntries(db.read, customer, filters, { limit: 10 });
      assert.ok(page.ok);
      return page.value.items.map(({ id }) => id);
    };
    const search = (typed: string) =>
      found({ searchForms: searchForms(typed), searchAmounts: searchAmounts(typed) });
    assert.deepEqual(await found({}), [coffee, rent]);
    assert.deepEqual(await found({ to: start.add({ hours: 1 }) }), [rent]);
    assert.deepEqual(await found({ from: start.add({ hours: 1 }) }), [coffee]);
    assert.deepEqual(await found({ minMinor: 31n }), [rent]);
    assert.deepEqual(await found({ maxMinor: 30n, direction: 'in' }), [coffee]);
    assert.deepEqual(await search('房租'), [rent]);
    assert.deepEqual(await search('林'), [rent]);
    assert.deepEqual(await search('100%'), [coffee]);
    assert.deepEqual(await search('coffee_bar'), [coffee]);
    assert.deepEqual(await search('coffeeXbar'), [], 'an underscore is a letter, not a wildcard');
    assert.deepEqual(await search(coffee.slice(-6).toLowerCase()), [coffee]);
    assert.deepEqual(await found({ kind: 'top_up' }), []);
  });

  test('refuses a cursor that it did not make', async () => {
    const page = await listEntries(db.read, newId('cus'), {}, { limit: 10, cursor: 'x' });
    assert.ok(!page.ok && page.error.code === 'malformed_request');
  });
});
