// Conflicts about transfers abroad, ended by two people; and what the correspondent sends back that nobody here has sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { ConflictOutcome } from '#common/conflict';
import { fromWire, type Money } from '#common/money';
import { balancesOf } from '#ledger';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { american, sendAbroad, sender } from '#test/cross-border';
import { caller } from '#test/http';
import { cny, walletWorld } from '#test/wallet';
import { pacs002, pacs004 } from '../../../simulators/correspondent/messages.ts';

const world = await walletWorld({ outside: false, withCorrespondent: true });
const { db, clock } = world;
const bank = world.abroad;
const START = cny(1_000_000n);
let at = clock.now().toZonedDateTimeISO('America/New_York').add({ days: 1 });
at = at.with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
while (at.dayOfWeek !== 2 || at.day < 3) at = at.add({ days: 1 });
await bank.live({ milliseconds: Math.ceil(clock.now().until(at.toInstant()).total('milliseconds')) });
const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
const rates = { CNY: { mantissa: 80n, scale: 1 }, USD: { mantissa: 1143n, scale: 3 } };
await db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: clock.now(), rates }));

const desk = () => caller(world.url, world.sessions.staff({ role: 'finance' }).cookie);
const [lin, fang] = [desk(), desk()];
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
type Sent = Awaited<ReturnType<typeof sent>>;
const standing = async ({ anna, id }: Sent) => {
  const { state, reason } = await anna.call(api.entry, { params: { id } });
  return [state, reason?.code ?? null, await world.available(anna)];
};
const head = () => ({ id: newId('xb').slice(-20), at: clock.now().toString() });
const aboutOf = ({ id, get }: { id: string; get: Money }) => ({
  payment: id,
  uetr: '8a562c67-ca16-48ba-b074-65581be6f001',
  minor: get.minor.toString(),
  currency: get.currency,
});
const less = ({ get, ...it }: Sent, by: bigint): Sent => ({ ...it, get: { ...get, minor: get.minor - by } });
const say = async (xml: string): Promise<void> => {
  await bank.say(xml);
  await bank.hear();
};
const credited = (it: Sent) => say(pacs002(head(), aboutOf(it), { status: 'ACCC', code: null }));
const refusedBy = (it: Sent) => say(pacs002(head(), aboutOf(it), { status: 'RJCT', code: 'AC04' }));
const cameBack = (it: { id: string; get: Money }, reference: string) =>
  say(pacs004(head(), aboutOf(it), { code: 'AC04', reference }));
async function sent() {
  const { anna, to } = await sender(world, START, american('0707'));
  const { id, quote } = await sendAbroad(world, anna, { to, amount: cny(50_000n) });
  await bank.live({ minutes: 11 });
  return { anna, id, get: fromWire(quote.get) };
}
const railOf = async (kind: string): Promise<bigint> =>
  (await balancesOf(db.read, 'rail:correspondent')).find(
    (each) => each.kind === kind && each.currency === 'USD',
  )?.posted.minor ?? 0n;
/** Where our account there stands, with what is still on the way. */
const there = async () => (await railOf('rail_settlement')) + (await railOf('rail_in_transit'));

async function end(it: Sent, outcome: ConflictOutcome): Promise<string> {
  const { words } = await lin(api.conflict, { params: { id: it.id } });
  const body = { outcome, words: words.length, note: 'asked the correspondent by its own reference' };
  return refused(
    (async () => {
      const { proposalId: id } = await lin(api.proposeConflictEnd, { params: { id: it.id }, body });
      await fang(api.decideConflictEnd, { params: { id }, body: { decision: 'approve' } });
    })(),
  );
}

test('less came back before anything arrived: it counts as arrived, or its owner gets all of it; our account there stays as it was', async () => {
  for (const outcome of ['paid', 'came_back'] as const) {
    const it = await sent();
    await cameBack(less(it, 100n), `SHORT-${outcome}`);
    assert.equal((await standing(it))[0], 'conflict');
    const before = await there();
    assert.equal(await end(it, outcome), 'accepted');
    assert.equal(await there(), before);
    assert.deepEqual(
      await standing(it),
      outcome === 'paid'
        ? ['delivered', null, START.minor - 50_000n]
        : ['returned', 'cross_border_found_back', START.minor],
    );
  }
  assert.deepEqual(await world.violations(), []);
});

test('refused after it was credited stays arrived, since nothing came back; a return that comes later is given back as ever', async () => {
  const it = await sent();
  await credited(it);
  await refusedBy(it);
  assert.equal((await standing(it))[0], 'conflict');
  assert.equal(await end(it, 'came_back'), 'conflict_outcome_not_possible');
  assert.equal(await end(it, 'paid'), 'accepted');
  assert.equal((await standing(it))[0], 'delivered');
  await credited(it);
  assert.equal((await standing(it))[0], 'delivered', 'nothing new');
  await cameBack(it, 'LATE-1');
  assert.deepEqual((await standing(it)).slice(0, 1), ['returned']);
  assert.deepEqual(await world.violations(), []);
});

test('credited after it came back: its owner keeps it', async () => {
  const it = await sent();
  await cameBack(it, 'WHOLE-1');
  await credited(it);
  assert.equal((await standing(it))[0], 'conflict');
  assert.equal(await end(it, 'stays_back'), 'accepted');
  assert.deepEqual(await standing(it), ['returned', 'cross_border_found_back', START.minor]);
  assert.deepEqual(await world.violations(), []);
});

test('what nobody here has sent is put aside once, however often it is told, and finance gives it to whom it belongs', async () => {
  const ghost = { id: newId('xb'), get: { minor: 12_345n, currency: 'USD' } as const };
  const before = [await railOf('rail_settlement'), await railOf('rail_suspense')] as const;
  await cameBack(ghost, 'GHOST-1');
  await cameBack(ghost, 'GHOST-1');
  await cameBack({ ...ghost, id: 'not-an-id-of-ours' }, 'GHOST-1');
  const items = (await lin(api.suspense)).items.filter(({ why }) => why === 'returned_abroad');
  assert.deepEqual(
    items.map(({ amount, texts, canGoBack, goesBackAt }) => [amount.amount, texts[1], canGoBack, goesBackAt]),
    [
      ['12345', 'GHOST-1', false, null],
      ['12345', 'GHOST-1', false, null],
    ],
    'two payments may come back under one reference',
  );
  assert.deepEqual(
    [(await railOf('rail_settlement')) - before[0], (await railOf('rail_suspense')) - before[1]],
    [24_690n, 24_690n],
    'our account there stands as the bank says',
  );
  const anna = await world.person('Anna Smith');
  const [item] = items;
  assert.ok(item);
  const { proposalId: id } = await lin(api.proposeBankMoney, {
    params: { id: item.id },
    body: { parameters: { do: 'assign', customer: anna.id }, note: 'the bank names her' },
  });
  await fang(api.decideBankMoney, { params: { id }, body: { decision: 'approve' } });
  assert.equal(await world.available(anna, 'USD'), 12_345n);
  assert.equal((await railOf('rail_suspense')) - before[1], 12_345n);
  assert.deepEqual(await world.violations(), []);
});
