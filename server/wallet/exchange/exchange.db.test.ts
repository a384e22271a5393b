import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { launchSimulator } from '../../../simulators/launch.ts';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { ExchangeId } from '#common/id';
import { type Currency, fromWire, money, type Money, toWire } from '#common/money';
import { isSignedBy } from '#common/signature';
import { canonicalJson } from '#common/canonical-json';
import { rateSource } from '#connectors';
import { balancesOf } from '#ledger';
import { activityBefore, QUOTE_PURPOSE } from '#operations';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { dataFolder } from '#test/product';
import { control } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { fetchRates } from './fetch-rates.ts';
import { showSources } from './show-sources.ts';

const world = await walletWorld({ outside: false });
const { db, clock, deps } = world;
const bank = await launchSimulator('rates', { PORT: '0', DATA_DIR: dataFolder() });
after(() => bank.stop());
const bankUrl = `http://127.0.0.1:${bank.port}`;
const source = rateSource(`${bankUrl}/stats/eurofxref/eurofxref-daily.xml`, { name: 'ecb' });
const fetchNow = () => fetchRates({ ...deps, rateSources: [source] });
await fetchNow();

const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const quoted = (person: WalletPerson, from: Currency, to: Currency, amount: Money) =>
  person.call(api.createExchangeQuote, { body: { from, to, amount: toWire(amount) } });
const confirm = (
  person: WalletPerson,
  quoteId: Awaited<ReturnType<typeof quoted>>['id'],
  id: ExchangeId = newId('fx'),
  key: string = id,
) => person.call(api.createExchange, { body: { id, quoteId }, idempotencyKey: key });
const rich = (amount: Money = cny(10_000_00n)): Promise<WalletPerson> => world.funded(amount);
describe('an exchange', () => {
  test('moves exactly what its quote says, with rate, mark-up and cost kept in the entry', async () => {
    const person = await rich();
    const quote = await quoted(person, 'CNY', 'USD', cny(1_000_00n));
    assert.equal(quote.give.amount, '100000');
    assert.equal(quote.markupBasisPoints, 40);
    assert.equal(quote.referenceSource, 'ecb');
    const entry = await confirm(person, quote.id);
    assert.equal(entry.state, 'completed');
    assert.deepEqual([entry.amount, entry.received], [quote.give, quote.get]);
    assert.equal(entry.exchange?.rate, quote.rate);
    assert.equal(entry.exchange?.cost.amount, quote.cost.amount);
    assert.equal(await world.available(person, 'CNY'), 9_000_00n);
    assert.equal(await world.available(person, 'USD'), fromWire(quote.get).minor);
    assert.deepEqual(
      entry.movements.map(({ from, to }) => `${from}>${to}`).toSorted(),
      [
        'exchange>fees',
        'exchange>your_balance',
        'your_balance>exchange',
        ...(entry.movements.length > 3 ? ['exchange>okpay'] : []),
      ].toSorted(),
    );
    assert.deepEqual(await world.violations(), []);
  });

  test('is priced as well by what is to be got, and stands in the history of both currencies', async () => {
    const person = await rich();
    const quote = await quoted(person, 'CNY', 'EUR', money(50_00n, 'EUR'));
    assert.equal(quote.get.amount, '5000');
    await confirm(person, quote.id);
    assert.equal(await world.available(person, 'EUR'), 50_00n);
    for (const currency of ['CNY', 'EUR'] as const) {
      const { items } = await person.call(api.entries, { query: { currency, kind: 'exchange' } });
      assert.equal(items.length, 1, currency);
    }
  });

  test('has a quote that is signed for whoever wants to check it', async () => {
    const person = await rich();
    const { signature, ...said } = await quoted(person, 'CNY', 'HKD', cny(100_00n));
    const dot = signature.lastIndexOf('.');
    const key = deps.signingKeys.published.find(({ id }) => id === signature.slice(0, dot));
    assert.ok(key);
    const proof = { purpose: QUOTE_PURPOSE, text: canonicalJson(said), signature: signature.slice(dot + 1) };
    assert.equal(await isSignedBy(key, proof), true);
    assert.equal(
      await isSignedBy(key, { ...proof, text: proof.text.replace('"40"', '"4"').replace(':40', ':4') }),
      false,
    );
  });

  test('happens once, however often it is asked for at the same time', async () => {
    const person = await rich();
    const quote = await quoted(person, 'CNY', 'USD', cny(100_00n));
    const id = newId('fx');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) => refused(confirm(person, quote.id, id, `${id}-${place % 4}`))),
    );
    assert.ok(
      answers.every(
        (answer) => answer === 'accepted' || answer === 'quote_used' || answer === 'request_in_progress',
      ),
      answers.join(),
    );
    assert.equal(await world.available(person, 'CNY'), 9_900_00n);
    const others = await Promise.all(Array.from({ length: 10 }, () => refused(confirm(person, quote.id))));
    assert.deepEqual(new Set(others), new Set(['quote_used']));
    assert.equal(await world.available(person, 'CNY'), 9_900_00n);
  });

  test('by a quote of somebody else, an expired one or one that never was is refused', async () => {
    const [person, other] = [await rich(), await rich()];
    const quote = await quoted(person, 'CNY', 'USD', cny(100_00n));
    assert.equal(await refused(confirm(other, quote.id)), 'quote_not_found');
    assert.equal(await refused(confirm(person, newId('qt'))), 'quote_not_found');
    clock.advance({ minutes: 5 });
    assert.equal(await refused(confirm(person, quote.id)), 'quote_expired');
    assert.equal(await world.available(person, 'CNY'), 10_000_00n);
  });

  test('takes somebody else’s id for nothing', async () => {
    const [person, other] = [await rich(), await rich()];
    const id = newId('fx');
    await confirm(person, (await quoted(person, 'CNY', 'USD', cny(100_00n))).id, id);
    const theirs = await quoted(other, 'CNY', 'USD', cny(100_00n));
    assert.equal(await refused(confirm(other, theirs.id, id)), 'operation_id_reused');
    assert.equal(await world.available(other, 'CNY'), 10_000_00n);
  });
});

test('money that was exchanged was sent to nobody: no rule counts it as a payment', async () => {
  const person = await rich();
  await confirm(person, (await quoted(person, 'CNY', 'USD', cny(500_00n))).id);
  const asked = { customer: person.id, amount: cny(1n), others: true, deep: true };
  const { people } = await activityBefore(
    db.read,
    [{ ...asked, before: clock.now().add({ seconds: 1 }) }],
    [],
  );
  assert.equal(people[0]?.currencies.find(({ currency }) => currency === 'CNY')?.sentDay ?? 0, 0);
});

describe('no price is given', () => {
  const cases = [
    ['for the same currency', 'CNY', 'CNY', cny(100n), 'exchange_same_currency'],
    ['for nothing', 'CNY', 'USD', cny(0n), 'amount_not_positive'],
    ['for less than nothing', 'CNY', 'USD', cny(-5n), 'amount_not_positive'],
    ['for less than the least sum', 'CNY', 'USD', cny(99n), 'amount_below_minimum'],
    ['for more than there is', 'CNY', 'USD', cny(10_000_01n), 'insufficient_funds'],
    ['for a sum beyond all sums', 'CNY', 'USD', money(999_999_999_999_999_999n, 'USD'), 'amount_too_large'],
    ['for a third currency', 'CNY', 'USD', money(100n, 'EUR'), 'malformed_request'],
  ] as const;
  for (const [what, from, to, amount, code] of cases)
    test(`${what}: ${code}`, async () => {
      assert.equal(await refused(quoted(await rich(), from, to, amount)), code);
    });
});

describe('what changes between the price and the yes', () => {
  test('money that has gone elsewhere: refused with a reason that stands in the history', async () => {
    const [person, friend] = [await rich(cny(100_00n)), await world.person()];
    const quote = await quoted(person, 'CNY', 'USD', cny(100_00n));
    await world.pay(person, friend, cny(50_00n));
    const id = newId('fx');
    assert.equal(await refused(confirm(person, quote.id, id)), 'insufficient_funds');
    const entry = await person.call(api.entry, { params: { id } });
    assert.deepEqual([entry.state, entry.reason?.code], ['failed', 'insufficient_funds']);
    assert.deepEqual(entry.movements, []);
    assert.equal(await refused(confirm(person, quote.id, id)), 'insufficient_funds', 'and the answer stays');
    await world.fill(person.id, cny(50_00n));
    assert.equal(
      (await confirm(person, quote.id)).state,
      'completed',
      'the price was not used up by a refusal',
    );
  });

  test('new rates: the price holds as it was promised', async () => {
    const person = await rich();
    const quote = await quoted(person, 'CNY', 'USD', cny(500_00n));
    const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 }).toString();
    const rates = { USD: { mantissa: 1n, scale: 0 } };
    await db.transaction((tx) =>
      insertRates(tx, { day: today, source: 'other', fetchedAt: clock.now(), rates }),
    );
    clock.advance({ minutes: 4 });
    assert.equal((await confirm(person, quote.id)).received?.amount, quote.get.amount);
  });
});

describe('rates', () => {
  test('that are too old promise nothing, and those of a bank that is back do again', async () => {
    const person = await rich();
    await control(bankUrl, '/control/knobs', { answer: 'unavailable' });
    clock.advance({ hours: 24 * 9 });
    await fetchNow();
    assert.equal(await refused(quoted(person, 'CNY', 'USD', cny(100_00n))), 'exchange_paused');
    assert.ok((await person.call(api.exchangeRates)).rates.every(({ offered }) => !offered));
    for (const answer of ['cut', 'garbage'] as const) {
      await control(bankUrl, '/control/knobs', { answer });
      await fetchNow();
      assert.equal(await refused(quoted(person, 'CNY', 'USD', cny(100_00n))), 'exchange_paused', answer);
    }
    const desk = await showSources({ ...deps, rateSources: [source] });
    assert.deepEqual(
      desk.sources.map(({ name, failing }) => [name, failing?.why, failing?.times]),
      [['ecb', 'not_xml', 3]],
      'finance sees who gives none, why, and how often',
    );
    assert.ok(desk.currencies.every(({ offered, daysLeft }) => !offered && daysLeft < 0));
    await control(bankUrl, '/control/reset', {});
    await control(bankUrl, '/control/clock', { offsetMillis: 9 * 86_400_000 });
    await fetchNow();
    const after = await showSources({ ...deps, rateSources: [] });
    assert.deepEqual(
      after.sources.map(({ failing, isInUse }) => [failing, isInUse]),
      [[null, false]],
    );
    assert.ok(after.currencies.every(({ offered, daysLeft }) => offered && daysLeft >= 0));
    assert.equal(await refused(quoted(person, 'CNY', 'USD', cny(100_00n))), 'accepted');
  });

  test('are shown with their tariff, as the price is counted with them', async () => {
    const offer = await (await rich()).call(api.exchangeRates);
    assert.equal(offer.rates.length, 7);
    assert.equal(offer.tariff.length, 42);
  });
});

test('after all that every law of the ledger holds, and what we earned stands on accounts of its own', async () => {
  assert.deepEqual(await world.violations(), []);
  const spreads = await balancesOf(db.read, 'fee:exchange_spread');
  assert.ok(spreads.some(({ posted }) => posted.minor > 0n));
});
