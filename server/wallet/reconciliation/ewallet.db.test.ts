import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { type Currency, money, type Money } from '#common/money';
import type { Ewallet } from '#connectors';
import { balancesOf, openAccount, setFlags } from '#ledger';
import { sql } from '#platform/db';
import { caller } from '#test/http';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { until } from '#test/withdrawals';
import { reconcile } from './reconcile.ts';
import { takeSettlements } from './take-settlements.ts';

const world = await walletWorld({ outside: false, withEwallet: true });
const { db, clock, deps, ewallet } = world;
/** In the middle of a day where the e-wallet is, so that no story runs over midnight. */
const noon = clock.now().toZonedDateTimeISO('UTC').add({ days: 1 }).startOfDay().add({ hours: 10 });
clock.advance(until(clock, noon.toInstant()));
await ewallet.follow();

const desk = () => caller(world.url, world.sessions.staff({ role: 'finance' }).cookie);
const [lin, fang] = [desk(), desk()];
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const close = (id: string) => refused(lin(api.closeRailDay, { params: { id }, body: {} }));
const dayOf = (id: string) => lin(api.reconciliationDay, { params: { id }, query: {} });
const today = (): string => clock.now().toString().slice(0, 10);
const idOf = (day: string, currency: Currency = 'CNY'): string => `ewallet-${currency}-${day}`;
async function healthOf() {
  const { rails } = await lin(api.railHealth);
  const health = rails.find(({ rail }) => rail === 'rail:ewallet');
  assert.ok(health);
  return health;
}
async function paid(amount: Money, person?: WalletPerson): Promise<WalletPerson> {
  const by = person ?? (await world.person());
  const { id } = await ewallet.begin(by, amount);
  await ewallet.answer(id, { account: '1001' });
  await ewallet.check(by, id);
  return by;
}
async function compare(on: Pick<typeof deps, 'ewallet'> = deps): Promise<void> {
  await takeSettlements({ ...deps, ...on });
  await reconcile(deps);
}
/** A day on, at the same hour; answers the day that is over. */
async function nextDay(): Promise<string> {
  const day = today();
  await ewallet.live({ hours: 24 });
  return day;
}
/** What was taken of reports: lines and days. */
const rows = async (): Promise<number> =>
  (
    await sql<{ n: number }>`select ((select count(*) from wallet.rail_item where side = 'theirs')
      + (select count(*) from wallet.rail_statement))::int as n`.execute(db.read)
  ).rows[0]?.n ?? 0;
const railCosts = async (): Promise<bigint> =>
  (await balancesOf(db.read, 'rail:ewallet')).find(
    ({ kind, currency }) => kind === 'rail_costs' && currency === 'CNY',
  )?.posted.minor ?? 0n;

describe('a day of the e-wallet', () => {
  test('on which people paid, one was paid back and fees were kept is brought together by rules and closed', async () => {
    await ewallet.turn({ feeBasisPoints: 10 });
    await paid(cny(200_00n));
    await paid(cny(70_00n));
    // This one’s account was closed meanwhile: what it paid goes back over there, and was never in our books.
    const gone = await world.person();
    const { id } = await ewallet.begin(gone, cny(30_00n));
    await ewallet.turn({ feeBasisPoints: 0 });
    await ewallet.answer(id, { account: '1001' });
    await db.transaction(async (tx) => {
      const account = await openAccount(tx, clock, { kind: 'wallet', owner: gone.id, currency: 'CNY' });
      await setFlags(tx, clock, { account, set: ['closed'], reason: 'closed by its owner', actor: gone.id });
    });
    await ewallet.check(gone, id);
    await ewallet.live({ seconds: 1 });
    assert.equal((await ewallet.paymentFor(id))?.refunded, '3009');
    const day = await nextDay();
    await compare();

    const shown = await dayOf(idOf(day));
    assert.deepEqual(
      shown.lines
        .filter(({ side }) => side === 'theirs')
        .map(({ code, rule }) => `${code} ${rule}`)
        .toSorted(),
      [
        'payment several',
        'payment several',
        'payment several',
        'provider_fee reference',
        'provider_fee reference',
        'refund several',
      ],
    );
    assert.deepEqual([shown.breaks, shown.unexplained.amount], [[], '0']);
    assert.equal(await railCosts(), 29n, 'a tenth of a percent of 200.60 and of 70.21, rounded up');
    assert.equal(await ewallet.owes(), await ewallet.owedInOurBooks());
    assert.equal(shown.theirsClosing.amount, (await ewallet.owes()).toString());
    assert.equal(await close(idOf(day)), 'accepted');
    const { accounts } = await lin(api.reconciliation);
    assert.ok(accounts.some(({ rail, currency }) => rail === 'rail:ewallet' && currency === 'CNY'));
    assert.deepEqual(await world.violations(), []);
  });

  test('that is told again changes nothing', async () => {
    const before = await rows();
    await compare();
    await compare();
    assert.equal(await rows(), before);
    assert.equal(await railCosts(), 29n);
  });

  const lies = [
    ['cannot be read', 'malformed', 'unreadable', 1],
    ['breaks off', 'cut_off', 'cut_off', 1],
    ['tells a line twice', 'doubled', 'told_twice', 2],
    ['has a line in another currency', 'wrong_currency', 'other_currency', 1],
    ['does not add up', 'does_not_add_up', 'does_not_add_up', 1],
  ] as const;
  for (const [what, report, fault, line] of lies)
    test(`whose report ${what} is refused whole with its line and reason, and taken when it is told as it was`, async () => {
      await paid(cny(50_00n));
      const day = await nextDay();
      const before = await rows();
      await ewallet.turn({ report });
      await compare();
      await compare();
      assert.equal(await rows(), before, 'nothing of it is taken');
      const { refused: open, refusedFiles } = await healthOf();
      assert.equal(refusedFiles, 1);
      assert.deepEqual(
        open.map((each) => [each.day, each.currency, each.fault, each.line]),
        [[day, 'CNY', fault, line]],
      );
      assert.equal(await refused(dayOf(idOf(day))), 'not_found');
      await ewallet.turn({ report: 'usual' });
      await compare();
      assert.deepEqual((await healthOf()).refused, []);
      assert.equal((await dayOf(idOf(day))).breaks.length, 0);
      assert.equal(await close(idOf(day)), 'accepted');
    });

  test('whose report is refused holds up later days of its currency and of no other, however long it takes', async () => {
    await paid(cny(10_00n));
    const first = await nextDay();
    await ewallet.turn({ report: 'malformed' });
    await compare();
    await ewallet.turn({ report: 'usual' });
    // The same line in the reports of two days: the later one is refused, whatever else it tells.
    const real = deps.ewallet;
    assert.ok(real);
    const broken: Ewallet = {
      ...real,
      settlement: async (of) =>
        of.currency === 'CNY' && of.day === first
          ? { ok: false, error: { code: 'report_refused', fault: 'unreadable', line: 0 } }
          : real.settlement(of),
    };
    const dollars: string[] = [];
    for (let n = 0; n < 5; n++) {
      await paid(money(20_00n, 'USD'));
      await paid(cny(10_00n));
      dollars.push(await nextDay());
      await compare({ ewallet: broken });
    }
    for (const day of dollars) {
      assert.equal((await dayOf(idOf(day, 'USD'))).breaks.length, 0);
      assert.equal(await refused(dayOf(idOf(day))), 'not_found');
    }
    await compare();
    for (const day of [first, ...dollars]) assert.equal(await close(idOf(day)), 'accepted');
  });

  test('that tells a line of an earlier day once more is refused', async () => {
    const told = (await ewallet.payments()).length;
    await paid(cny(15_00n));
    const first = await nextDay();
    await compare();
    await paid(cny(16_00n));
    await nextDay();
    const real = deps.ewallet;
    assert.ok(real);
    const earlier = await real.settlement({ day: first, currency: 'CNY' });
    assert.ok(earlier.ok);
    const again: Ewallet = {
      ...real,
      settlement: async (of) => {
        const own = await real.settlement(of);
        if (!own.ok || of.currency !== 'CNY' || of.day === first) return own;
        const lines = [...own.value.lines, ...earlier.value.lines];
        return { ok: true, value: { ...own.value, lines } };
      },
    };
    await compare({ ewallet: again });
    assert.deepEqual(
      (await healthOf()).refused.map(({ fault, line }) => [fault, line]),
      [['told_before', 2]],
    );
    await compare();
    assert.deepEqual((await healthOf()).refused, []);
    assert.equal((await ewallet.payments()).length, told + 2);
  });
});

describe('an e-wallet that does not tell the truth', () => {
  const openOf = async (day: string) =>
    (await dayOf(idOf(day))).breaks
      .map(({ side, kind, amount }) => `${side} ${kind} ${amount.amount}`)
      .toSorted();
  const closeEarlier = async (): Promise<void> => {
    const { accounts } = await lin(api.reconciliation);
    const own = accounts.find(({ rail, currency }) => rail === 'rail:ewallet' && currency === 'CNY');
    for (const { id, state } of own?.days.toReversed() ?? [])
      if (state !== 'closed') assert.equal(await close(id), 'accepted');
  };

  test('and tells a payment with another amount is found: the day stays open until two people have dealt with it', async () => {
    await closeEarlier();
    await paid(cny(40_00n));
    const day = await nextDay();
    await ewallet.turn({ report: 'another_amount' });
    await compare();
    await ewallet.turn({ report: 'usual' });
    assert.deepEqual(await openOf(day), [
      'ours amount_differs 12',
      'ours amount_differs 4000',
      'theirs amount_differs 4013',
    ]);
    assert.equal(await close(idOf(day)), 'rail_day_unexplained');
    for (const { id: line } of (await dayOf(idOf(day))).breaks) {
      const body = {
        parameters: { do: 'explain', line, why: 'rail_corrects' } as const,
        note: 'they say so',
      };
      const { proposalId } = await lin(api.proposeRailLines, { body });
      await fang(api.decideRailLines, { params: { id: proposalId }, body: { decision: 'approve' } });
    }
    assert.equal(await close(idOf(day)), 'accepted');
  });

  test('and leaves a payment out is found: what only we have is named, and grows old', async () => {
    await paid(cny(60_00n));
    await paid(cny(61_00n));
    const day = await nextDay();
    await ewallet.turn({ report: 'leaves_out' });
    await compare();
    await ewallet.turn({ report: 'usual' });
    const { breaks, refusal } = await dayOf(idOf(day));
    assert.deepEqual(
      breaks
        .filter(({ explanation }) => explanation === null)
        .map(({ kind, amount }) => [kind, amount.amount])
        .toSorted(),
      [
        ['not_in_theirs', '18'],
        ['not_in_theirs', '6000'],
      ],
    );
    assert.ok(refusal);
    assert.notEqual(await close(idOf(day)), 'accepted');
    await ewallet.live({ hours: 24 * 14 });
    const old = (await lin(api.reconciliation)).accounts.find(
      ({ rail, currency }) => rail === 'rail:ewallet' && currency === 'CNY',
    );
    assert.ok((old?.breaks.old ?? 0) >= 2);
  });
});
