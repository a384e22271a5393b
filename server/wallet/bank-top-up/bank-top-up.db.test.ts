import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import type { Currency } from '#common/money';
import { balancesOf } from '#ledger';
import { Temporal } from '#platform/clock';
import { openEntries } from '#operations';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { restrict } from '#risk';
import { until } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { collectReports } from '../bank-report/collect-reports.ts';
import type { BankTopUpState } from '#common/api/entry-kinds';
import { camt053, camt054 } from '../../../simulators/bank/reports.ts';
import { enqueue } from '#platform/jobs';
import { putAside } from './store.ts';
import { UNCLAIMED_JOB } from './work.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank, deps } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-02T09:00:00+01:00')));
await bank.follow();

const PAYER = { name: 'Anna Smith', account: 'FR1420041010050500013M02606' };
const instructions = async (person: WalletPerson, currency: Currency = 'EUR') => {
  const { items } = await person.call(api.bankTransfers, { body: {} });
  const item = items.find((each) => each.currency === currency);
  assert.ok(item);
  return item;
};
const available = (person: WalletPerson, currency: Currency = 'EUR') => world.available(person, currency);
const lastEntry = async (person: WalletPerson) => {
  const { items } = await person.call(api.entries, { query: {} });
  const [first] = items;
  assert.ok(first);
  return person.call(api.entry, { params: { id: first.id } });
};
const railOf = async (
  kind: 'rail_settlement' | 'rail_suspense',
  currency: Currency = 'EUR',
): Promise<bigint> =>
  (await balancesOf(db.read, 'rail:bank')).find((each) => each.kind === kind && each.currency === currency)
    ?.posted.minor ?? 0n;
/** What our books and the bank's own say is on our account; they must be one. */
async function booksAgree(): Promise<void> {
  const { balances } = await bank.books();
  for (const currency of ['EUR', 'CNY'] as const)
    assert.equal((await railOf('rail_settlement', currency)).toString(), balances[currency]);
  assert.deepEqual(await world.violations(), []);
}
const whyOf = async (person: WalletPerson): Promise<[BankTopUpState, string | null]> => {
  const { rows } = await sql<{ state: BankTopUpState; why: string | null }>`
    select state, why from wallet.bank_top_up where customer_id = ${person.id} order by taken_at desc, id desc limit 1`.execute(
    db.read,
  );
  return [rows[0]?.state ?? 'settled', rows[0]?.why ?? null];
};

/** Lives through a time, and does what the clock does every hour. */
async function live(by: { hours: number }): Promise<void> {
  await bank.live(by);
  await db.transaction((tx) => enqueue(tx, UNCLAIMED_JOB, {}, { key: UNCLAIMED_JOB }));
  await world.drain();
  await bank.hear();
}

describe('whoever wants to top up by transfer', () => {
  test('sees account, price, arrival and a reference of their own that stays the same, one for each currency', async () => {
    const anna = await world.person('Anna Smith');
    const [first, again] = [await instructions(anna), await instructions(anna)];
    assert.deepEqual(first, again);
    assert.match(first.reference, /^RF\d{14}$/);
    assert.deepEqual(
      [first.holder, first.number, first.fee.amount, first.waitsFor, first.arrivesBy],
      ['OKPay', 'DE89370400440532013000', '0', null, '2026-12-03T17:00:00Z'],
    );
    assert.match(first.qrSvg ?? '', /^<svg/);
    const yuan = await instructions(anna, 'CNY');
    assert.notEqual(yuan.reference, first.reference);
    assert.equal(yuan.qrSvg, null, 'no standard tells one');
    const ben = await world.person('Ben Smith');
    assert.notEqual((await instructions(ben)).reference, first.reference);
  });

  test('asked twenty times at once has one reference', async () => {
    const anna = await world.person();
    const all = await Promise.all(Array.from({ length: 20 }, () => instructions(anna)));
    assert.equal(new Set(all.map(({ reference }) => reference)).size, 1);
  });
});

describe('money with a right reference', () => {
  test('is in the balance, once, with its story, when notification, statement and a second copy of both tell it', async () => {
    const anna = await world.person('Anna Smith');
    const { referenceShown } = await instructions(anna);
    await bank.turn({ reports: 'twice' });
    await bank.transfer({ currency: 'EUR', minor: 12_345n, text: `Hello ${referenceShown}`, ...PAYER });
    await bank.hear();
    assert.equal(await available(anna), 12_345n);
    await bank.live({ hours: 25 });
    await bank.turn({ reports: 'sent' });
    assert.equal(await available(anna), 12_345n);
    const entry = await lastEntry(anna);
    assert.deepEqual(
      [
        entry.kind,
        entry.state,
        entry.amount,
        entry.counterparty.detail,
        entry.timeline.map(({ kind }) => kind),
      ],
      [
        'bank_top_up',
        'settled',
        { amount: '12345', currency: 'EUR' },
        'FR •••• 2606',
        ['bank_top_up_arrived'],
      ],
    );
    assert.deepEqual(
      entry.movements.map(({ from, to, amount }) => [from, to, amount.amount]),
      [['bank', 'your_balance', '12345']],
    );
    assert.deepEqual(
      entry.stations.map(({ place, status }) => `${place}:${status}`),
      ['bank_account:passed', 'bank:passed', 'your_balance:here'],
    );
    await booksAgree();
  });

  test('of which banks on the way kept something is credited as it arrived, and the rest is told', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna);
    await bank.transfer({
      currency: 'EUR',
      minor: 9_750n,
      sent: '10000',
      text: reference,
      isStructured: true,
    });
    await bank.hear();
    assert.equal(await available(anna), 9_750n);
    const short = (await lastEntry(anna)).timeline.find(({ kind }) => kind === 'bank_top_up_short');
    assert.deepEqual(short?.facts['sent'], { amount: '10000', currency: 'EUR' });
  });

  test('sent twice by its payer is two sums, and both are theirs', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna);
    for (let n = 0; n < 2; n++)
      await bank.transfer({ currency: 'EUR', minor: 1_000n, text: reference, ...PAYER });
    await bank.hear();
    assert.equal(await available(anna), 2_000n);
  });

  test('is credited once when four processes read at the same moment', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna);
    for (let n = 0; n < 5; n++) await bank.transfer({ currency: 'EUR', minor: 1_000n, text: reference });
    await Promise.all(Array.from({ length: 4 }, () => collectReports(deps)));
    await bank.hear();
    assert.equal(await available(anna), 5_000n);
    await booksAgree();
  });

  test('counts against the limits of top-ups, and what is above them waits beside the wallet', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna, 'CNY');
    await bank.transfer({ currency: 'CNY', minor: 100_000_00n, text: reference, ...PAYER });
    await bank.hear();
    assert.equal(await available(anna, 'CNY'), 0n);
    assert.deepEqual(await whyOf(anna), ['put_aside', 'over_limit']);
    const waits = await openEntries(db.read, anna.id, { limit: 5 });
    assert.deepEqual(
      waits.map(({ state }) => state),
      ['put_aside'],
      'no account is closed over it',
    );
    const entry = await lastEntry(anna);
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor],
      ['put_aside', 'bank_top_up_over_limit', 'okpay'],
    );
    const before = (await anna.call(api.limits)).items.find(
      ({ capability, window }) => capability === 'top_up' && window === 'day',
    );
    await bank.transfer({ currency: 'CNY', minor: 1_000_00n, text: reference, ...PAYER });
    await bank.hear();
    const after = (await anna.call(api.limits)).items.find(
      ({ capability, window }) => capability === 'top_up' && window === 'day',
    );
    assert.equal(BigInt(after?.used.amount ?? 0) - BigInt(before?.used.amount ?? 0), 1_000_00n);
    await booksAgree();
  });

  test('goes into a wallet that its owner has frozen, and waits beside one that we have', async () => {
    const [own, ours] = [await world.person(), await world.person()];
    const references = [(await instructions(own)).reference, (await instructions(ours)).reference];
    const done = await db.transaction(async (tx) => [
      await restrict(tx, clock, {
        customer: own.id,
        kind: 'self_frozen',
        reason: 'owner_asked',
        by: own.id,
      }),
      await restrict(tx, clock, {
        customer: ours.id,
        kind: 'frozen',
        reason: 'suspected_takeover',
        by: newId('stf'),
      }),
    ]);
    assert.ok(done.every(({ ok }) => ok));
    for (const text of references) await bank.transfer({ currency: 'EUR', minor: 5_000n, text, ...PAYER });
    await bank.hear();
    assert.equal(await available(own), 5_000n);
    assert.deepEqual(await whyOf(ours), ['put_aside', 'owner_blocked']);
    assert.equal((await lastEntry(ours)).reason?.code, 'bank_top_up_put_aside');
    await booksAgree();
  });
});

describe('money that nobody can assign', () => {
  const CASES: readonly [string, string, string][] = [
    ['without a reference', 'rent for May', 'no_reference'],
    ['with one that nobody has', 'RF83100200300499', 'unknown_reference'],
  ];
  for (const [what, text, why] of CASES)
    test(`${what} is put aside: ${why}`, async () => {
      const before = await railOf('rail_suspense');
      await bank.transfer({ currency: 'EUR', minor: 777n, text, ...PAYER });
      await bank.hear();
      assert.equal((await putAside(db.read, 100)).at(-1)?.why, why);
      assert.equal(await railOf('rail_suspense'), before + 777n);
      await booksAgree();
    });

  test('with a digit wrong, with those of two people, or below the smallest sum is put aside with the reason', async () => {
    const [anna, ben] = [await world.person(), await world.person()];
    const [first, second] = [(await instructions(anna)).reference, (await instructions(ben)).reference];
    const wrong = first.slice(0, -1) + String((Number(first.at(-1)) + 1) % 10);
    const found: (string | null)[] = [];
    for (const [text, minor] of [
      [wrong, 500n],
      [`${first} ${second}`, 500n],
      [first, 99n],
    ] as const) {
      await bank.transfer({ currency: 'EUR', minor, text, ...PAYER });
      await bank.hear();
      found.push((await putAside(db.read, 100)).at(-1)?.why ?? null);
    }
    assert.deepEqual(found, ['unknown_reference', 'several_references', 'below_minimum']);
    assert.equal(await available(anna), 0n);
    await booksAgree();
  });

  test('with the reference of another currency is put aside, and its owner is told', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna, 'CNY');
    await bank.transfer({ currency: 'EUR', minor: 500n, text: reference, ...PAYER });
    await bank.hear();
    assert.deepEqual(await whyOf(anna), ['put_aside', 'currency_differs']);
    assert.equal((await lastEntry(anna)).reason?.code, 'bank_top_up_other_currency');
  });

  test('goes back to its payer after fifteen days, by a file, and leaves our books when the bank has booked it', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna, 'CNY');
    const { files: before } = await bank.books();
    await bank.transfer({ currency: 'EUR', minor: 4_321n, text: reference, ...PAYER });
    await bank.hear();
    await live({ hours: 15 * 24 - 2 });
    assert.deepEqual(await whyOf(anna), ['put_aside', 'currency_differs'], 'its time has not come');
    await live({ hours: 3 });
    assert.equal((await lastEntry(anna)).state, 'sending_back');
    await live({ hours: 1 });
    assert.ok((await bank.books()).files.length > before.length);
    assert.equal((await lastEntry(anna)).state, 'sent_back');
    await bank.live({ hours: 25 });
    await booksAgree();
  });

  test('that the bank cannot send back, or that comes back, waits for people again, and is on our account as it says', async () => {
    const anna = await world.person();
    const { reference } = await instructions(anna, 'CNY');
    for (const account of ['DE50370400440532010404', 'DE66370400440532010504'])
      await bank.transfer({ currency: 'EUR', minor: 2_000n, text: reference, name: 'Anna', account });
    await bank.hear();
    await live({ hours: 15 * 24 + 1 });
    for (let day = 0; day < 3; day++) await live({ hours: 24 });
    const { rows } = await sql<{ state: string; why: string; back: string | null }>`
      select state, why, goes_back_at::text as back from wallet.bank_top_up where customer_id = ${anna.id}`.execute(
      db.read,
    );
    assert.deepEqual(rows, [
      { state: 'put_aside', why: 'came_back', back: null },
      { state: 'put_aside', why: 'came_back', back: null },
    ]);
    await booksAgree();
  });
});

describe('a bank that', () => {
  const head = (id: string) => ({ id, at: '2026-12-02T13:00:00Z' });
  const booking = (reference: string, minor: string, text: string) => ({
    reference,
    endToEndId: 'NOTPROVIDED',
    direction: 'CRDT' as const,
    minor,
    currency: 'EUR',
    day: '2026-12-02',
    returnCode: null,
    from: { name: 'Anna', account: '', bank: null, text, isStructured: false, sent: null },
  });

  test('tells a batch one by one first and as one sum later has it credited as it was told first', async () => {
    const [anna, ben] = [await world.person(), await world.person()];
    const [one, two] = [(await instructions(anna)).reference, (await instructions(ben)).reference];
    const settled = await railOf('rail_settlement');
    const single = camt054(head('R1'), 'DE89370400440532013000', [booking('BATCH1', '3000', one)]);
    const [before = '', rest = ''] = single.split('<TxDtls>');
    const [detail = '', behind = ''] = rest.split('</TxDtls>');
    const second = detail.replaceAll('30.00', '12.00').replace(one, two);
    const whole = before.replace('30.00', '42.00');
    await bank.say(`${whole}<TxDtls>${detail}</TxDtls><TxDtls>${second}</TxDtls>${behind}`);
    await bank.hear();
    assert.deepEqual([await available(anna), await available(ben)], [3_000n, 1_200n]);
    const lump = booking('BATCH1', '4200', '');
    const day = { day: '2026-12-02', currency: 'EUR', opening: 0n, closing: 4_200n };
    await bank.say(camt053(head('R2'), 'DE89370400440532013000', day, [lump]));
    await bank.hear();
    assert.equal(await railOf('rail_settlement'), settled + 4_200n);
  });

  const BAD: readonly [string, (good: string) => string, RegExp][] = [
    ['is cut off in its last line', (good) => good.slice(0, -20), /^not_xml in line \d+$/],
    [
      'is about an account of others',
      (good) => good.replaceAll('DE89370400440532013000', 'DE75512108001245126199'),
      /^account_not_ours/,
    ],
    [
      'has an entity of its own',
      (good) => good.replace('<Document', '<!DOCTYPE a [<!ENTITY b "c">]><Document'),
      /^has_dtd in line 2$/,
    ],
    ['has a wrong amount behind a right one', (good) => good.replace('0.09', '0.094'), /^amount_not_usable/],
    [
      'is in another currency than the account',
      (good) => good.replaceAll('EUR', 'CNY'),
      /^currency_not_of_account/,
    ],
  ];
  for (const [what, spoil, fault] of BAD)
    test(`hands over a file that ${what} has it refused whole, with reason and line, and the next one is taken`, async () => {
      const anna = await world.person();
      const { reference } = await instructions(anna);
      const settled = await railOf('rail_settlement');
      const account = 'DE89370400440532013000';
      const good = camt054(head('R3'), account, [
        booking(`G${reference}`, '1500', reference),
        booking(`H${reference}`, '9', ''),
      ]);
      await bank.say(spoil(good));
      await bank.hear();
      const { rows } = await sql<{ fault: string | null }>`
        select fault from wallet.bank_report order by number desc limit 1`.execute(db.read);
      assert.match(rows[0]?.fault ?? '', fault);
      assert.deepEqual([await available(anna), await railOf('rail_settlement')], [0n, settled]);
      await bank.say(good);
      await bank.hear();
      assert.deepEqual([await available(anna), await railOf('rail_settlement')], [1_500n, settled + 1_509n]);
      await bank.say(good);
      await bank.hear();
      assert.equal(
        await railOf('rail_settlement'),
        settled + 1_509n,
        'a file that is sent again changes nothing',
      );
      const last = await sql<{ outcome: string; left: bigint }>`
        select outcome, (select count(*) from wallet.bank_line) as left from wallet.bank_report order by number desc limit 1`.execute(
        db.read,
      );
      assert.deepEqual([last.rows[0]?.outcome, last.rows[0]?.left], ['repeated', 0n]);
    });
});
