import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { api } from '#common/api/index';
import { balancesOf } from '#ledger';
import { sql } from '#platform/db';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { type Booking, camt053, camt054 } from '../../../simulators/bank/reports.ts';
import { collectReports } from '../bank-report/collect-reports.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, deps } = world;
const ACCOUNT = 'DE89370400440532013000';

const people: { person: WalletPerson; reference: string }[] = [];
for (let n = 0; n < 3; n++) {
  const person = await world.person();
  const { items } = await person.call(api.bankTransfers, { body: {} });
  const reference = items.find(({ currency }) => currency === 'EUR')?.reference;
  assert.ok(reference);
  people.push({ person, reference });
}

/** One sum that came in: for whom (or nobody), how much, told with the bank's reference or without one. */
const sum = fc.record({
  who: fc.integer({ min: 0, max: 4 }),
  minor: fc.integer({ min: 1, max: 5_000 }),
  isBare: fc.boolean(),
});
/** A history of files: which bookings each tells, in which order, as notification or statement, and whether it is cut off. */
const file = fc.record({
  order: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
  isStatement: fc.boolean(),
  isCut: fc.boolean(),
  readers: fc.integer({ min: 1, max: 3 }),
});

let run = 0;
const textOf = (who: number): string =>
  people[who]?.reference ??
  (who === 3 ? '' : (people[0]?.reference ?? '').replace(/\d$/, (last) => String((Number(last) + 1) % 10)));

function fileOf(
  bookings: readonly Booking[],
  { isStatement, isCut }: { isStatement: boolean; isCut: boolean },
): string {
  const head = { id: `R${run}`, at: '2026-12-02T13:00:00Z' };
  const day = { day: '2026-12-02', currency: 'EUR', opening: 0n, closing: 0n };
  const xml = isStatement ? camt053(head, ACCOUNT, day, bookings) : camt054(head, ACCOUNT, bookings);
  return isCut ? xml.slice(0, -30) : xml;
}

async function standing() {
  const rail = await balancesOf(db.read, 'rail:bank');
  const of = (kind: string): bigint =>
    rail.find((each) => each.kind === kind && each.currency === 'EUR')?.posted.minor ?? 0n;
  const wallets = await Promise.all(people.map(({ person }) => world.available(person, 'EUR')));
  return { settlement: of('rail_settlement'), suspense: of('rail_suspense'), wallets };
}

test('files with doubles, in any order, replayed, cut off and read by several at once never credit twice; in suspense and credited is what the bank says came in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sum, { minLength: 1, maxLength: 6 }),
      fc.array(file, { minLength: 1, maxLength: 5 }),
      async (sums, files) => {
        run++;
        // The limits are another test's: nobody has used them here.
        await sql`delete from risk.usage`.execute(world.owner.read);
        const before = await standing();
        const bookings = sums.map(({ who, minor, isBare }, n): Booking => ({
          // Without a reference of the bank two are told apart by their look; a text of its own gives each one.
          reference: isBare ? '' : `L${run}.${n}`,
          endToEndId: `E${run}.${n}`,
          direction: 'CRDT',
          minor: String(minor),
          currency: 'EUR',
          day: '2026-12-02',
          returnCode: null,
          from: { name: 'Anna', account: '', bank: null, text: textOf(who), isStructured: false, sent: null },
        }));
        const told = new Set<number>();
        for (const { order, readers, ...form } of files) {
          const places = order.map((n) => n % bookings.length);
          // Of those without a reference each look stands once in a file, as it does in a bank's.
          const chosen = form.isStatement
            ? [...bookings.keys()]
            : places.filter((place, at) => !sums[place]?.isBare || places.indexOf(place) === at);
          if (!form.isCut) for (const place of chosen) told.add(place);
          const listed = chosen.flatMap((place) => bookings[place] ?? []);
          const xml = fileOf(listed, form).replaceAll('<AcctSvcrRef></AcctSvcrRef>', '');
          await world.bank.say(xml);
          await Promise.all(Array.from({ length: readers }, () => collectReports(deps)));
        }
        const after = await standing();
        const cameIn = [...told].reduce((total, place) => total + BigInt(bookings[place]?.minor ?? 0), 0n);
        const credited = after.wallets.reduce(
          (total, each, n) => total + each - (before.wallets[n] ?? 0n),
          0n,
        );
        assert.equal(after.settlement - before.settlement, cameIn);
        assert.equal(after.suspense - before.suspense + credited, cameIn);
        people.forEach((_, n) => {
          const own = [...told].filter((place) => sums[place]?.who === n && (sums[place]?.minor ?? 0) >= 100);
          const expected = own.reduce((total, place) => total + BigInt(bookings[place]?.minor ?? 0), 0n);
          assert.equal((after.wallets[n] ?? 0n) - (before.wallets[n] ?? 0n), expected);
        });
      },
    ),
    { numRuns: 40 },
  );
  assert.deepEqual(await world.violations(), []);
});
