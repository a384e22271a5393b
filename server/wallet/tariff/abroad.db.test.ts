import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { type Currency, fromWire } from '#common/money';
import { NOTICE_DAYS, type TariffKind, type TariffPrices } from '#common/tariff';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { preparedAbroad, quoteAbroad, sender } from '#test/cross-border';
import { cny, walletWorld } from '#test/wallet';
import { decideTariff, proposeTariff } from './change-tariff.ts';
import { standingTariffs } from './show-tariffs.ts';

const world = await walletWorld({ outside: false, withCorrespondent: true });
const { db, clock, deps } = world;

/** Seven yuan a dollar, published today. */
async function ratesOfToday(): Promise<void> {
  const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  const rates = { CNY: { mantissa: 70n, scale: 1 }, USD: { mantissa: 1n, scale: 0 } };
  await db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: clock.now(), rates }));
}
/** A Tuesday morning in New York, that many days on at the least. */
async function aTuesday(days: number): Promise<void> {
  let at = clock.now().toZonedDateTimeISO('America/New_York').add({ days }).with({ hour: 9 }).round('hour');
  while (at.dayOfWeek !== 2 || at.day < 3) at = at.add({ days: 1 });
  await world.abroad.live({
    milliseconds: Math.ceil(clock.now().until(at.toInstant()).total('milliseconds')),
  });
  await ratesOfToday();
}

const pricesOf = async (kind: TariffKind, key: Currency): Promise<TariffPrices> => {
  const all = await standingTariffs(db.read, clock.now());
  const found = all.find(({ inForce }) => inForce.kind === kind && inForce.key === key);
  assert.ok(found);
  return found.inForce.prices;
};
/** One proposes, another one approves. */
async function change(
  kind: TariffKind,
  key: Currency,
  parts: Partial<TariffPrices>,
  days: number,
): Promise<void> {
  const prices = { ...(await pricesOf(kind, key)), ...parts };
  const zoned = clock.now().toZonedDateTimeISO(deps.limits.timeZone);
  const validFrom = zoned.toPlainDate().add({ days }).toString();
  const proposed = await db.transaction((tx) =>
    proposeTariff(tx, deps, {
      kind,
      key,
      prices,
      validFrom,
      note: 'the bank asks for more',
      by: newId('stf'),
    }),
  );
  assert.ok(proposed.ok, JSON.stringify(proposed));
  const approved = await decideTariff(deps, {
    id: proposed.value.proposalId,
    decision: 'approve',
    by: newId('stf'),
  });
  assert.ok(approved.ok, JSON.stringify(approved));
}

test('another price of sending abroad holds for quotes from its day on, and not for the quote that was given before', async () => {
  await aTuesday(1);
  const { anna, to } = await sender(world, cny(1_000_000n));
  const wanted = { to, amount: cny(100_000n) };
  const partsOf = (quote: Awaited<ReturnType<typeof quoteAbroad>>) => [
    quote.fee.amount,
    quote.correspondentFee.amount,
    quote.markupBasisPoints,
  ];
  assert.deepEqual(partsOf(await quoteAbroad(anna, wanted)), ['1000', '1500', 40]);

  const days = NOTICE_DAYS + 2;
  await change('cross_border', 'CNY', { feeMinor: '2000', correspondentFeeMinor: '1800' }, days);
  await change('cross_border_corridor', 'USD', { markupBasisPoints: 55 }, days);
  assert.deepEqual(
    partsOf(await quoteAbroad(anna, wanted)),
    ['1000', '1500', 40],
    'what is announced is not in force',
  );

  // Given a minute before the new prices begin and confirmed behind it: a proof is good for two minutes.
  const firstDay = (await standingTariffs(db.read, clock.now())).find(
    ({ inForce }) => inForce.kind === 'cross_border' && inForce.key === 'CNY',
  )?.upcoming[0]?.validFrom;
  assert.ok(firstDay);
  const until = clock.now().until(firstDay.subtract({ minutes: 1 }));
  await world.abroad.live({ milliseconds: Math.ceil(until.total('milliseconds')) });
  await ratesOfToday();
  const { quote, body } = await preparedAbroad(world, anna, wanted);
  assert.deepEqual(partsOf(quote), ['1000', '1500', 40]);
  await world.abroad.live({ seconds: 90 });
  await ratesOfToday();
  assert.deepEqual(partsOf(await quoteAbroad(anna, wanted)), ['2000', '1800', 55], 'the new prices hold');
  const entry = await anna.call(api.createCrossBorder, { body, idempotencyKey: body.id });
  assert.equal(entry.state, 'processing', 'the quote keeps its price until it expires');
  const { rows } = await sql<{ fee: bigint; correspondent: bigint; tariff: string; road: string }>`
    select x.fee_minor as fee, x.correspondent_fee_minor as correspondent, q.basis ->> 'tariff' as tariff, q.basis ->> 'road' as road
      from wallet.cross_border x join operations.quote q on q.id = x.quote_id where x.id = ${body.id}`.execute(
    world.owner.read,
  );
  assert.deepEqual(rows[0], {
    fee: fromWire(quote.fee).minor,
    correspondent: 1_500n,
    tariff: 'cross_border/CNY/v1',
    road: 'cross_border_corridor/USD/v1',
  });
  assert.deepEqual(await world.violations(), []);
});

test('a lower mark-up holds the next day already', async () => {
  await change('cross_border_corridor', 'USD', { markupBasisPoints: 10 }, 1);
  const { anna, to } = await sender(world, cny(1_000_000n));
  const markup = async () => (await quoteAbroad(anna, { to, amount: cny(100_000n) })).markupBasisPoints;
  assert.equal(await markup(), 55);
  await aTuesday(2);
  assert.equal(await markup(), 10);
});
