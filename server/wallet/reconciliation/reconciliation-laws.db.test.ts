import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { money } from '#common/money';
import { balanceOf, findAccount, legId, openAccount, postIn } from '#ledger';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { walletWorld } from '#test/wallet';
import { standingOf } from './close-day.ts';
import { differenceOf } from './match.ts';
import { dayAt, type RailAccount, railTimes } from './rail.ts';
import { reconcile } from './reconcile.ts';
import { openItems } from './store.ts';
import { takeStated } from './take-stated.ts';

const world = await walletWorld({ outside: false });
const { db, owner, clock, deps } = world;
const CURRENCY = 'GBP';
const ACCOUNT: RailAccount = { rail: 'rail:bank', currency: CURRENCY };

const step = fc.oneof(
  fc.record({ do: fc.constant('post' as const), about: fc.nat(5), minor: fc.integer({ min: -90, max: 90 }) }),
  fc.record({
    do: fc.constant('book' as const),
    about: fc.nat(5),
    minor: fc.integer({ min: -90, max: 90 }),
    code: fc.constantFrom('PMNT/ICDT/ESCT', 'PMNT/ICDT/ESCT', 'PMNT/MDOP/CHRG', 'PMNT/MDOP/INTR'),
  }),
  fc.record({
    do: fc.constantFrom('pass' as const, 'state' as const, 'reconcile' as const, 'race' as const),
  }),
);

let run = 0;
test('for any history of bookings and postings our balance less the bank’s is the sum of what is open, at the end of every day', async () => {
  const time = (await railTimes(db.read, clock.now()))(ACCOUNT);
  let bank = 0n;
  let untold: { booking: string; about: string; minor: bigint; code: string }[] = [];
  const post = (about: string, minor: bigint): Promise<void> =>
    db.transaction(async (tx) => {
      const own = await openAccount(tx, clock, {
        kind: 'rail_settlement',
        owner: 'rail:bank',
        currency: CURRENCY,
      });
      const other = await openAccount(tx, clock, {
        kind: 'rail_suspense',
        owner: 'rail:bank',
        currency: CURRENCY,
      });
      const [debit, credit] = minor > 0n ? [own, other] : [other, own];
      const amount = money(minor > 0n ? minor : -minor, CURRENCY);
      const leg = {
        kind: 'single',
        id: legId(about, newId('evt')),
        code: 'suspense',
        debit,
        credit,
        amount,
      } as const;
      await postIn(tx, clock, [{ operationId: about, legs: [leg] }]);
    });
  /** The bank's statement of this day: all that it has booked since the last one. */
  const state = async (): Promise<void> => {
    const day = dayAt(clock.now(), time);
    const opening = bank;
    const entries = untold.map(({ booking, about, minor, code }) => ({
      kind: 'entry' as const,
      day,
      bookedOn: day,
      booking,
      amount: money(minor > 0n ? minor : -minor, CURRENCY),
      direction: minor > 0n ? ('in' as const) : ('out' as const),
      code,
      isReversal: false,
      refs: [booking, about],
    }));
    bank = untold.reduce((sum, { minor }) => sum + minor, bank);
    untold = [];
    const head = {
      kind: 'statement',
      currency: CURRENCY,
      day,
      openingMinor: opening,
      closingMinor: bank,
    } as const;
    await db.transaction((tx) => takeStated(tx, deps, 1n, [...entries, head]));
    clock.advance({ hours: 24 });
  };
  await sql`insert into wallet.bank_report (number, message, digest, outcome, taken_at) values (1, 'camt.053', ${Buffer.alloc(32)}, 'taken', ${clock.now().toString()})`.execute(
    owner.read,
  );
  await state();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      run++;
      const operations = Array.from({ length: 6 }, () => newId('bt'));
      for (const [at, it] of steps.entries()) {
        const about = 'about' in it ? (operations[it.about] ?? '') : '';
        if (it.do === 'post' && it.minor !== 0) await post(about, BigInt(it.minor));
        if (it.do === 'book' && it.minor !== 0)
          untold.push({ booking: `B${run}.${at}`, about, minor: BigInt(it.minor), code: it.code });
        if (it.do === 'pass') clock.advance({ hours: 5 });
        if (it.do === 'state') await state();
        if (it.do === 'reconcile') await reconcile(deps);
        if (it.do === 'race') await Promise.all([reconcile(deps), reconcile(deps), reconcile(deps)]);
      }
      await state();
      await reconcile(deps);
      const own = await findAccount(db.read, {
        kind: 'rail_settlement',
        owner: 'rail:bank',
        currency: CURRENCY,
      });
      const ours = own === null ? 0n : (await balanceOf(db.read, own)).posted.minor;
      assert.equal(ours - bank, differenceOf(await openItems(db.read, ACCOUNT)), 'now');
      const { rows: days } = await sql<{ day: string; closing: bigint }>`
        select day::text, closing_minor as closing from wallet.rail_statement where currency = ${CURRENCY} order by day desc limit 4`.execute(
        db.read,
      );
      for (const { day, closing } of days) {
        const standing = await standingOf(db.read, { account: ACCOUNT, day, time }, clock.now());
        assert.ok(standing);
        assert.equal(standing.theirsMinor, closing, 'the lines make the balance that was stated');
        assert.equal(
          standing.oursMinor - closing,
          standing.timingMinor + standing.open.unexplainedMinor + standing.open.explainedMinor,
          day,
        );
        const { rows: straddling } = await sql<{ minor: bigint }>`
          select coalesce(sum(case i.side when 'ours' then i.amount_minor else -i.amount_minor end), 0)::bigint as minor
            from wallet.rail_item i where i.currency = ${CURRENCY} and i.day <= ${day}::date and i.match_id is not null
             and exists (select from wallet.rail_item o where o.match_id = i.match_id and o.day > ${day}::date)`.execute(
          db.read,
        );
        assert.equal(
          standing.timingMinor,
          straddling[0]?.minor,
          'what is between days has its other side on a later one',
        );
      }
    }),
    { numRuns: 25 },
  );
  assert.deepEqual(await world.violations(), []);
});
