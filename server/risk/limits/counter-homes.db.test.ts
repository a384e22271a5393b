// Where a counter lives changes nothing of what it says: random lives of one customer against a model that knows of no homes.
import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import fc from 'fast-check';
import type { CustomerId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import * as ledger from '#ledger';
import { type Db, openDb, sql } from '#platform/db';
import { newId } from '#platform/ids';
import { createLog } from '#platform/log';
import { ledgerWorld, move, one, openRail, postAll } from '#test/ledger-world';
import {
  addUsage,
  type Counted,
  dayOf,
  lockLimits,
  readLimits,
  readLimitsOfMany,
  releaseUsage,
  usageCount,
  windowUse,
} from './check-limits.ts';
import { brokenCounterHomes, CounterHomes } from './counter-homes.ts';
import { decideLimits } from './decide.ts';
import * as store from './store.ts';

const HISTORIES = process.env['OKPAY_TEST_FULL'] === '1' ? 200 : 12;
const seed = Number(process.env['OKPAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const POLICY = { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } as const;
const DAY_LIMIT = 50_000_00n;
const CAPABILITY = 'transfer';

const world = await ledgerWorld();
const { db, clock, owner } = world;
const dbs = [openDb(world.urls.appUrl), openDb(world.urls.appUrl)] as const;
const posters = dbs.map((each) => ledger.createLedger({ db: each, clock }));
after(async () => {
  await Promise.all(posters.map((poster) => poster.close()));
  await Promise.all(dbs.map((each) => each.close()));
});
// What the attachment of a payment asks of this room, by itself.
await sql`create schema room`.execute(owner.read);
await sql`
  create function room.check_count(p_at timestamptz, p_fields text[]) returns jsonb language sql as
  $$ select '{"code": "not_ordinary"}'::jsonb where not risk.may_count_usage('transfer', p_fields[1], p_fields[2]::date, p_fields[4], p_fields[3]::bigint,
       p_fields[5]::bigint, p_fields[6]::bigint) $$`.execute(owner.read);
await sql`
  create function room.check_counts(p_at timestamptz, n integer, p_cells text[]) returns boolean language sql as $$ select true $$`.execute(
  owner.read,
);
await sql`
  create function room.write_counts(p_at timestamptz, n integer, p_cells text[]) returns void language plpgsql as
  $$ begin
       if not risk.count_usages('transfer', p_cells[1 : n], p_cells[n + 1 : 2 * n]::date[], p_cells[3 * n + 1 : 4 * n], p_cells[2 * n + 1 : 3 * n]::bigint[],
         p_cells[4 * n + 1 : 5 * n]::bigint[], p_cells[5 * n + 1 : 6 * n]::bigint[]) then
         raise exception 'not ordinary' using errcode = 'triggered_action_exception';
       end if;
     end $$`.execute(owner.read);
await sql`
  insert into ledger.attachment_kind (name, check_function, check_all_function, write_function)
  values ('room.count', 'room.check_count', 'room.check_counts', 'room.write_counts')`.execute(owner.read);

afterEach(async () => {
  assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds');
  assert.deepEqual(await brokenCounterHomes(db.read), [], 'every counter lives in one place');
});

const CURRENCIES = ['CNY', 'USD'] as const;
type Wallets = Record<(typeof CURRENCIES)[number], ledger.LedgerAccountId>;
type Person = { readonly id: CustomerId; readonly wallets: Wallets };
const RICH = 1_000_000_000_00n;

async function wallet(customer: CustomerId, currency: Currency, minor: bigint) {
  const account = await db.transaction((tx) =>
    ledger.openAccount(tx, clock, { kind: 'wallet', owner: customer, currency }),
  );
  if (minor > 0n)
    await postAll(world, [
      one(move(await openRail(world, currency), account, money(minor, currency), { code: 'top_up' })),
    ]);
  return account;
}
async function person(minor = RICH): Promise<Person> {
  const id = newId('cus');
  return {
    id,
    wallets: { CNY: await wallet(id, 'CNY', minor), USD: await wallet(id, 'USD', minor) },
  };
}
const payee = await person(0n);

/** As the quick road does it, and where that does not take it as the road of one transaction does; what it counted as, or null. */
async function pay({ id, wallets }: Person, amount: Money, poster: ledger.Ledger): Promise<bigint | null> {
  const currency = amount.currency as (typeof CURRENCIES)[number];
  const asked = { customers: [id], others: [], capability: CAPABILITY } as const;
  const [limits] = (await readLimitsOfMany(db.read, clock, POLICY, asked)).limits;
  assert.ok(limits);
  const decided = decideLimits(amount, limits);
  const { home } = limits;
  if (decided.ok && (home === null || home === wallets[currency])) {
    const { counted } = decided.value;
    const usage = home === null ? usageCount(limits, counted) : null;
    const fields = usage
      ? [id, usage.day, usage.counted.amount, usage.counted.currency, usage.dayLimit, usage.monthLimit]
      : [id, null, null, null, null, null];
    const posted = await poster
      .post({
        ...one(move(wallets[currency], payee.wallets[currency], amount)),
        attachments: [{ kind: 'room.count', fields }],
        ...(!usage && { window: windowUse(limits, counted) }),
      })
      .catch(notCounted);
    if (posted?.ok) return counted.minor;
  }
  const counted = await slowly(db, { id, wallets }, amount);
  return counted && counted.counted.minor;
}

/** The attachment refused it, or somebody held the counter for longer than the quick road waits. */
const NOT_COUNTED = ['09000', '55P03'];
/** Then nothing was posted, and the other road decides, as in the product. */
function notCounted(error: unknown): null {
  if (error instanceof Error && 'code' in error && NOT_COUNTED.includes(String(error.code))) return null;
  throw error;
}

async function slowly(at: Db, { id, wallets }: Person, amount: Money): Promise<Counted | null> {
  const currency = amount.currency as (typeof CURRENCIES)[number];
  return at.transaction(async (tx) => {
    const limits = await lockLimits(tx, clock, POLICY, { customer: id, capability: CAPABILITY });
    const decided = decideLimits(amount, limits);
    if (!decided.ok) return null;
    const [posted] = await ledger.postIn(tx, clock, [
      one(move(wallets[currency], payee.wallets[currency], amount)),
    ]);
    assert.ok(posted?.ok, posted && !posted.ok ? posted.error.code : '');
    const counted = { customer: id, capability: CAPABILITY, day: limits.day, ...decided.value } as const;
    await addUsage(tx, counted);
    return counted;
  });
}

const account = fc.constantFrom(...CURRENCIES);
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('pay' as const), account, minor: fc.integer({ min: 1, max: 800_000 }), by: fc.nat({ max: 1 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pay_slowly' as const), account, minor: fc.integer({ min: 1, max: 1_500_000 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send_home' as const), account }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bring_home' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat() }) },
); // prettier-ignore
/** What happens at once, and how long it is until the next. */
const step = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 5 }),
  hours: fc.constantFrom(0, 0, 0, 0, 5, 24, 24 * 31),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** The counter as it has to be. */
class Model {
  used = { day: 0n, month: 0n };
  held: Counted[] = [];
  on = dayOf(clock.now(), POLICY.timeZone).day;
  moveTo(day: typeof this.on): void {
    if (day.month !== this.on.month || day.year !== this.on.year) this.used = { day: 0n, month: 0n };
    else if (!day.equals(this.on)) this.used = { ...this.used, day: 0n };
    this.on = day;
  }
  count(minor: bigint): void {
    this.used = { day: this.used.day + minor, month: this.used.month + minor };
  }
  release({ day, counted: { minor } }: Counted): void {
    if (day.equals(this.on)) this.used = { ...this.used, day: this.used.day - minor };
    if (day.month === this.on.month && day.year === this.on.year)
      this.used = { ...this.used, month: this.used.month - minor };
  }
}

async function done(customer: Person, each: Act, model: Model): Promise<string> {
  const { id, wallets } = customer;
  switch (each.do) {
    case 'pay': {
      const poster = posters[each.by] ?? assert.fail();
      const counted = await pay(customer, money(BigInt(each.minor), each.account), poster);
      if (counted !== null) model.count(counted);
      return counted === null ? 'refused' : 'paid';
    }
    case 'pay_slowly': {
      const counted = await slowly(dbs[0], customer, money(BigInt(each.minor), each.account));
      if (!counted) return 'refused slowly';
      model.count(counted.counted.minor);
      model.held.push(counted);
      return 'paid slowly';
    }
    case 'send_home': {
      const asked = [{ customer: id, account: wallets[each.account] }];
      // Who waits too long for a balance leaves the counter where it is.
      const sent = await store.sendUsagesHome(db.read, 'CNY', asked).catch(() => -1);
      return sent === 1 ? 'sent home' : 'stays';
    }
    case 'bring_home': {
      const key = { customer: id, capability: CAPABILITY, currency: 'CNY' } as const;
      return (await db.transaction((tx) => store.bringUsageHome(tx, key))) ? 'brought home' : 'was home';
    }
    case 'release': {
      const [back] = model.held.splice(each.which % Math.max(model.held.length, 1), 1);
      if (!back) return 'nothing to release';
      await db.transaction((tx) => releaseUsage(tx, back));
      model.release(back);
      return 'released';
    }
  }
}

test('whatever is paid, by whatever road, from whatever wallet, the counter says what was counted and no limit is passed', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const [customer, model] = [await person(), new Model()];
      for (const { acts, hours } of steps) {
        model.moveTo(dayOf(clock.now(), POLICY.timeZone).day);
        const what = await Promise.all(acts.map((each) => done(customer, each, model)));
        for (const each of what) seen.set(each, (seen.get(each) ?? 0) + 1);
        const facts = await readLimits(db.read, clock, POLICY, {
          customer: customer.id,
          capability: CAPABILITY,
        });
        const told = { day: facts.used.day.minor, month: facts.used.month.minor };
        assert.deepEqual(told, model.used);
        assert.ok(told.day <= DAY_LIMIT && told.month <= 4n * DAY_LIMIT, JSON.stringify(acts));
        clock.advance({ hours });
      }
      assert.deepEqual(await brokenCounterHomes(db.read), []);
    }),
    { seed, numRuns: HISTORIES, endOnFailure: true },
  );
  t.diagnostic([...seen].map(([what, times]) => `${what} ${times}`).join(', '));
  for (const what of ['paid', 'refused', 'paid slowly', 'sent home', 'brought home', 'released'])
    assert.ok((seen.get(what) ?? 0) > 0, `somebody ${what}`);
});

test('payments of many at the limit, by two posters and by transactions: it is used up and not passed, and strangers are not stopped', async () => {
  const [busy, stranger] = [await person(), await person()];
  await slowly(db, busy, money(1n, 'CNY'));
  assert.equal(
    await store.sendUsagesHome(db.read, 'CNY', [{ customer: busy.id, account: busy.wallets.CNY }]),
    1,
  );
  const share = 1_000_00n;
  const paid = await Promise.all(
    Array.from({ length: 80 }, (_, index) => {
      const poster = posters[index % 2] ?? assert.fail();
      if (index % 8 === 7) return pay(stranger, money(1n, 'CNY'), poster);
      if (index % 8 === 6) return slowly(dbs[1], busy, money(share, 'CNY'));
      return pay(busy, money(share, 'CNY'), poster);
    }),
  );
  const own = paid.filter((_, index) => index % 8 !== 7);
  assert.equal(
    own.filter((each) => each !== null).length,
    49,
    'as often as the day allows after the first fen',
  );
  assert.ok(paid.every((each, index) => index % 8 !== 7 || each === 1n));
  const { used } = await readLimits(db.read, clock, POLICY, { customer: busy.id, capability: CAPABILITY });
  assert.equal(used.day.minor, 49n * share + 1n);
});

describe('a counter that lives in a balance', () => {
  async function atHome(): Promise<Person> {
    const somebody = await person();
    await slowly(db, somebody, money(5_00n, 'CNY'));
    assert.equal(
      await store.sendUsagesHome(db.read, 'CNY', [{ customer: somebody.id, account: somebody.wallets.CNY }]),
      1,
    );
    return somebody;
  }
  const key = (customer: CustomerId) => ({ customer, capability: CAPABILITY, currency: 'CNY' }) as const;
  const homeOf = async (customer: CustomerId) =>
    (
      await sql<{ home: bigint | null }>`
        select home_account as home from risk.usage where customer_id = ${customer}`.execute(db.read)
    ).rows[0]?.home;

  test('goes to a wallet of its customer, once, and not while somebody holds it', async () => {
    const [somebody, another] = [await person(), await atHome()];
    const send = (account: ledger.LedgerAccountId) =>
      store.sendUsagesHome(db.read, 'CNY', [{ customer: somebody.id, account }]);
    assert.equal(await send(somebody.wallets.CNY), 0, 'there is no counter');
    await slowly(db, somebody, money(5_00n, 'CNY'));
    assert.equal(await send(payee.wallets.CNY), 0, 'somebody else’s wallet');
    assert.equal(await send(another.wallets.CNY), 0, 'somebody else’s, and taken');
    await db.transaction(async (tx) => {
      await store.lockUsage(tx, { ...key(somebody.id), day: dayOf(clock.now(), POLICY.timeZone).day });
      assert.equal(await send(somebody.wallets.CNY), 0, 'it is held');
    });
    assert.deepEqual([await send(somebody.wallets.CNY), await send(somebody.wallets.USD)], [1, 0]);
  });

  test('is brought home by a server of before, which decides by what was really used', async () => {
    const somebody = await atHome();
    const now = dayOf(clock.now(), POLICY.timeZone).day.toString();
    // The statements of version 0.1, as they were.
    const used = await db.transaction(async (tx) => {
      await sql`
        insert into risk.usage (customer_id, capability, currency, day, used_day_minor, used_month_minor)
        values (${somebody.id}, 'transfer', 'CNY', ${now}, 0, 0) on conflict do nothing`.execute(tx);
      const { rows } = await sql<{ used: bigint }>`
        select used_day_minor as used from risk.usage
         where customer_id = ${somebody.id} and capability = 'transfer' and currency = 'CNY' for update`.execute(
        tx,
      );
      await sql`update risk.usage set used_day_minor = used_day_minor + 7, used_month_minor = used_month_minor + 7, day = greatest(day, ${now}::date)
        where customer_id = ${somebody.id}`.execute(tx);
      return rows[0]?.used;
    });
    assert.equal(used, 5_00n);
    assert.equal(await homeOf(somebody.id), null);
    const facts = await readLimits(db.read, clock, POLICY, { customer: somebody.id, capability: CAPABILITY });
    assert.equal(facts.used.day.minor, 5_07n);
  });

  test('is written by nobody in its row: a release by a server of before fails, and changes nothing', async () => {
    const somebody = await atHome();
    const release = sql`
      update risk.usage set used_day_minor = case when day = '2020-01-01' then used_day_minor - 1 else used_day_minor end,
             used_month_minor = used_month_minor where customer_id = ${somebody.id}`;
    await assert.rejects(release.execute(db.read), /lives in the balance of account/);
    const facts = await readLimits(db.read, clock, POLICY, { customer: somebody.id, capability: CAPABILITY });
    assert.equal(facts.used.day.minor, 5_00n);
  });

  test('is missed by verify where it is lost, and so is a window that belongs to nobody', async () => {
    const somebody = await atHome();
    await sql`select ledger.end_window(${somebody.wallets.CNY})`.execute(db.read);
    await sql`select ledger.begin_window(${payee.wallets.USD}, ${payee.id}, '2026-11-22', 1, 1)`.execute(
      db.read,
    );
    const broken = await brokenCounterHomes(db.read);
    assert.deepEqual(
      broken.map(({ subject }) => subject).toSorted(),
      [`account ${somebody.wallets.CNY}`, `account ${payee.wallets.USD}`].toSorted(),
    );
    await sql`select ledger.end_window(${payee.wallets.USD})`.execute(db.read);
    await sql`select ledger.begin_window(${somebody.wallets.CNY}, ${somebody.id}, '2026-11-22', 500, 500)`.execute(
      db.read,
    );
  });

  test('goes there once payments follow each other, later each time it had to come home, and not while one is under way', async () => {
    const asked: string[] = [];
    const somebody = await person();
    await slowly(db, somebody, money(5_00n, 'CNY'));
    const homes = new CounterHomes({ db, clock, log: createLog({ level: 'silent' }), currency: 'CNY' });
    const paid = (wallet: ledger.LedgerAccountId | null) => {
      homes.begin(somebody.id);
      homes.end(somebody.id, wallet);
    };
    const settled = async (): Promise<boolean> => {
      // What was sent is sent by a statement of its own: after some turns it is there or was never asked for.
      for (let turn = 0; turn < 60 && (await homeOf(somebody.id)) === null; turn += 1)
        await new Promise((then) => setImmediate(then));
      return (await homeOf(somebody.id)) !== null;
    };
    const { CNY, USD } = somebody.wallets;
    for (const [what, wallets, expected] of [
      ['once', [CNY], false],
      ['from another wallet', [USD, CNY], false],
      ['twice', [CNY], true],
    ] as const) {
      for (const each of wallets) paid(each);
      asked.push(`${what} ${await settled()} ${expected}`);
      assert.equal(await settled(), expected, asked.join());
    }
    await homes.bringHome(somebody.id);
    assert.equal(await homeOf(somebody.id), null);
    for (let payment = 0; payment < 3; payment += 1) paid(CNY);
    assert.equal(await settled(), false, 'three are not enough any more');
    homes.begin(somebody.id);
    paid(CNY);
    assert.equal(await settled(), false, 'one is under way');
    homes.end(somebody.id, null);
    assert.equal(await settled(), true);
  });
});
