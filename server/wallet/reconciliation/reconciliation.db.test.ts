import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { money } from '#common/money';
import type { RailItemId } from '#common/id';
import { balancesOf, legId, openAccount, postIn } from '#ledger';
import { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { caller } from '#test/http';
import { answerChallenge } from '#test/simulators';
import { cny, walletWorld } from '#test/wallet';
import { until } from '#test/withdrawals';
import { digestOf } from './close-day.ts';
import { findDay } from './day-store.ts';
import { reconcile } from './reconcile.ts';
import { takeSettlements } from './take-settlements.ts';

const world = await walletWorld({ withBank: true });
const { db, owner, clock, bank, deps, outside } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-02T09:00:00+01:00')));
await bank.follow();

const desk = () => caller(world.url, world.sessions.staff({ role: 'finance' }).cookie);
const [lin, fang] = [desk(), desk()];
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
/** Some 26 hours: the bank closes its day, and we hear of it. */
async function nextDay(): Promise<void> {
  await bank.live({ hours: 26 });
  await reconcile(deps);
}
const dayOf = (id: string) => lin(api.reconciliationDay, { params: { id }, query: {} });
const close = (id: string, by = lin) => refused(by(api.closeRailDay, { params: { id }, body: {} }));
const propose = (
  parameters: Parameters<typeof lin<typeof api.proposeRailLines>>[1]['body']['parameters'],
  by = lin,
) => by(api.proposeRailLines, { body: { parameters, note: 'the bank has said so by phone' } });
async function decideTogether(parameters: Parameters<typeof propose>[0]): Promise<void> {
  const { proposalId } = await propose(parameters);
  await fang(api.decideRailLines, { params: { id: proposalId }, body: { decision: 'approve' } });
}
const figures = ({
  theirsClosing,
  oursClosing,
  timing,
  explained,
  unexplained,
}: Awaited<ReturnType<typeof dayOf>>) =>
  [theirsClosing, oursClosing, timing, explained, unexplained].map(({ amount }) => amount);
const railBalance = async (kind: string, rail = 'rail:bank', currency = 'EUR'): Promise<bigint> =>
  (await balancesOf(db.read, rail)).find((each) => each.kind === kind && each.currency === currency)?.posted
    .minor ?? 0n;
/** A posting of ours that no bank knows. */
async function postAlone(minor: bigint): Promise<void> {
  await db.transaction(async (tx) => {
    const currency = 'EUR' as const;
    const debit = await openAccount(tx, clock, { kind: 'rail_settlement', owner: 'rail:bank', currency });
    const credit = await openAccount(tx, clock, { kind: 'rail_suspense', owner: 'rail:bank', currency });
    const operationId = newId('bt');
    const leg = {
      kind: 'single',
      id: legId(operationId, 'alone'),
      code: 'suspense',
      debit,
      credit,
      amount: money(minor, currency),
    } as const;
    await postIn(tx, clock, [{ operationId, legs: [leg] }]);
  });
}

describe('a day of the bank', () => {
  test('on which both sides tell the same is matched by rules and closed by one press, once', async () => {
    await bank.transfer({ currency: 'EUR', minor: 5_000n, text: 'no reference' });
    await bank.hear();
    await nextDay();
    const id = 'bank-EUR-2026-12-02';
    const day = await dayOf(id);
    assert.deepEqual(figures(day), ['5000', '5000', '0', '0', '0']);
    assert.deepEqual(
      [day.state, day.refusal, day.lines.map(({ side, rule }) => [side, rule]).toSorted()],
      [
        'ready',
        null,
        [
          ['ours', 'reference'],
          ['theirs', 'reference'],
        ],
      ],
    );
    const answers = await Promise.all([close(id), close(id, fang), close(id)]);
    assert.deepEqual(answers.toSorted(), ['accepted', 'rail_day_closed', 'rail_day_closed']);
    const shown = await dayOf(id);
    assert.equal(shown.state, 'closed');
    const row = await findDay(db.read, { rail: 'rail:bank', currency: 'EUR' }, '2026-12-02');
    assert.ok(row);
    assert.deepEqual(digestOf(row), row.digest);
  });

  test('with a fee and interest has them booked by their codes, into accounts with names', async () => {
    await bank.own({ currency: 'EUR', minor: 250n, direction: 'DBIT', subFamily: 'CHRG' });
    await bank.own({ currency: 'EUR', minor: 40n, direction: 'DBIT', subFamily: 'INTR' });
    await nextDay();
    const day = await dayOf('bank-EUR-2026-12-03');
    // Booked on the day after: the line of theirs waits in between, with its other side known.
    assert.deepEqual(figures(day), ['4710', '5000', '290', '0', '0']);
    assert.deepEqual([await railBalance('rail_costs'), await railBalance('rail_interest')], [250n, -40n]);
    await reconcile(deps);
    assert.equal(await railBalance('rail_costs'), 250n, 'once');
    assert.equal((await bank.books()).balances['EUR'], (await railBalance('rail_settlement')).toString());
    assert.equal(await close('bank-EUR-2026-12-03'), 'accepted');
  });

  test('with breaks is not closed before each is dealt with by two people', async () => {
    await bank.own({ currency: 'EUR', minor: 900n, direction: 'DBIT', subFamily: 'ESCT' });
    await postAlone(70n);
    await bank.transfer({ currency: 'EUR', minor: 1_000n, text: 'hello' });
    await bank.hear();
    const id = 'bank-EUR-2026-12-04';
    await nextDay();
    const before = await dayOf(id);
    assert.deepEqual(figures(before), ['4810', '5780', '0', '0', '970']);
    assert.deepEqual(
      before.breaks
        .map(({ kind, amount, nextActor, ageDays }) => [kind, amount.amount, nextActor, ageDays])
        .toSorted(),
      [
        ['not_in_ours', '-900', 'okpay', 0],
        ['not_in_theirs', '70', 'bank', 0],
      ],
    );
    assert.equal(before.refusal?.code, 'rail_day_unexplained');
    assert.equal(await close(id), 'rail_day_unexplained');
    const [theirs, ours] = ['not_in_ours', 'not_in_theirs'].map(
      (kind) => before.breaks.find((each) => each.kind === kind)?.id,
    );
    assert.ok(theirs && ours);
    assert.equal(await refused(propose({ do: 'match', lines: [theirs, ours] })), 'rail_lines_differ');

    const { proposalId } = await propose({ do: 'book', line: theirs, account: 'suspense' });
    assert.equal(
      await refused(propose({ do: 'explain', line: theirs, why: 'rail_corrects' }, fang)),
      'proposal_open',
    );
    const decide = (by: typeof lin) =>
      refused(by(api.decideRailLines, { params: { id: proposalId }, body: { decision: 'approve' } }));
    assert.equal(await decide(lin), 'proposal_own');
    assert.equal((await dayOf(id)).breaks.find(({ id: line }) => line === theirs)?.proposal?.id, proposalId);
    assert.deepEqual((await Promise.all([decide(fang), decide(fang), decide(fang)])).toSorted(), [
      'accepted',
      'proposal_closed',
      'proposal_closed',
    ]);
    await decideTogether({ do: 'explain', line: ours, why: 'we_correct' });
    assert.equal(await refused(propose({ do: 'explain', line: ours, why: 'timing' })), 'rail_line_changed');

    // The posting came on the day after: what the bank did is in transit between the days.
    assert.deepEqual(figures(await dayOf(id)), ['4810', '5780', '900', '70', '0']);
    assert.equal(await close(id), 'accepted');
    // And the other one is taken back, which ends it.
    await decideTogether({ do: 'book', line: ours, account: 'suspense' });
    const { accounts } = await lin(api.reconciliation);
    const own = accounts.find(({ rail, currency }) => rail === 'rail:bank' && currency === 'EUR');
    assert.equal(own?.breaks.count, 0);
    assert.deepEqual(
      own.days.map(({ state }) => state),
      ['closed', 'closed', 'closed'],
    );
    assert.deepEqual(await world.violations(), []);
  });

  test('is closed after the one before it, not before it is over, and not against a statement that does not add up', async () => {
    await bank.transfer({ currency: 'CNY', minor: 3_000n, text: 'a' });
    await bank.hear();
    await nextDay();
    await bank.transfer({ currency: 'CNY', minor: 2_000n, text: 'b' });
    await bank.hear();
    await nextDay();
    const { accounts } = await lin(api.reconciliation);
    const days =
      accounts.find(({ currency, rail }) => rail === 'rail:bank' && currency === 'CNY')?.days ?? [];
    const [second, first] = days;
    assert.ok(first && second);
    assert.equal(await close(second.id), 'rail_day_before_open');
    await sql`update wallet.rail_statement set closing_minor = closing_minor + 1 where currency = 'CNY' and day = ${first.day}::date`.execute(
      owner.read,
    );
    assert.equal(await close(first.id), 'rail_day_differs');
    await sql`update wallet.rail_statement set closing_minor = closing_minor - 1 where currency = 'CNY' and day = ${first.day}::date`.execute(
      owner.read,
    );
    assert.equal(await close(first.id), 'accepted');
    await sql`update wallet.rail_statement set opening_minor = opening_minor + 1, closing_minor = closing_minor + 1
       where currency = 'CNY' and day = ${second.day}::date`.execute(owner.read);
    assert.equal(await close(second.id), 'rail_day_gap');
    assert.equal(await refused(dayOf('bank-CNY-2001-01-01')), 'not_found');
    assert.equal(await refused(dayOf('bank-XXX-2026-12-02')), 'not_found');
  });

  test('stays as it was closed, whoever tries, and gets no line any more', async () => {
    await assert.rejects(
      sql`update wallet.rail_day set explained_minor = 1, timing_minor = -1`.execute(owner.read),
      /stays as it is/,
    );
    await assert.rejects(sql`delete from wallet.rail_day`.execute(owner.read), /stays as it is/);
    await assert.rejects(
      sql`insert into wallet.rail_item (id, rail, currency, side, key, day, amount_minor, refs, code, taken_at)
          values (${newId('ri')}, 'rail:bank', 'EUR', 'theirs', 'late', '2026-12-02', 1, '{}', '', ${clock.now().toString()})`.execute(
        owner.read,
      ),
      /is closed/,
    );
    await assert.rejects(
      sql`insert into wallet.rail_day select rail, currency, '2026-12-09', 0, 0, 0, 0, 0, 0, 0, closed_by, closed_at, null, digest from wallet.rail_day limit 1`.execute(
        owner.read,
      ),
      /has an unexplained difference|the lines make|is open/,
    );
    const matched = await sql<{
      id: RailItemId;
    }>`select id from wallet.rail_item where match_id is not null limit 1`.execute(db.read);
    await assert.rejects(
      sql`update wallet.rail_item set match_id = null where id = ${matched.rows[0]?.id}`.execute(owner.read),
      /has its other side/,
    );
  });
});

describe('a day of the card acquirer', () => {
  test('brings charges, refunds and chargebacks together with what we booked of them', async () => {
    await outside.advance({ seconds: 1 });
    const anna = await world.person();
    const { id } = await outside.topUp(anna, cny(20_000n));
    await outside.topUp(anna, cny(7_000n));
    const charge = (await outside.charges()).find(({ reference }) => reference === id);
    assert.ok(charge);
    // A card that is only kept is a charge of nothing, which the acquirer states like any other.
    const token = await outside.cardToken(anna, 'challenge');
    const keeping = {
      source: { token },
      amount: cny(0n),
      reference: newId('kc'),
      returnUrl: `${world.deps.publicUrl}/x`,
      keep: true,
    };
    const kept = await deps.acquirer.charge(keeping);
    assert.ok(kept.kind === 'requires_challenge');
    await answerChallenge(kept.url, 'right_code');
    await outside.turn({ callbacks: 'sent', callbackDelayMillis: 0 });
    await outside.chargeBack(charge.id, 5_000n);
    for (let n = 0; n < 50 && (await outside.owedByAcquirer()) !== (await world.settlement()); n++)
      await outside.advance({ seconds: 1 });
    await outside.advance({ hours: 26 });
    await takeSettlements(deps);
    await takeSettlements(deps);
    await reconcile(deps);
    const { accounts } = await lin(api.reconciliation);
    const card = accounts.find(({ rail }) => rail === 'rail:card');
    assert.equal(card?.breaks.count, 0);
    const [day] = card.days;
    assert.ok(day);
    assert.deepEqual(
      [day.theirs.amount, day.ours.amount],
      Array(2).fill((await outside.owedByAcquirer()).toString()),
    );
    const { lines } = await dayOf(day.id);
    assert.deepEqual(
      lines
        .filter(({ side }) => side === 'theirs')
        .map(({ code }) => code)
        .toSorted(),
      ['charge', 'charge', 'chargeback'],
    );
    assert.equal(await close(day.id), 'accepted');
  });
});
