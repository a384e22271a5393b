import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { CustomerId, StaffId } from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { createLog } from '#platform/log';
import { publish } from '#platform/outbox';
import {
  DECIDE_SCREENING,
  decideVerdict,
  defineScreening,
  eraseScreening,
  lastRun,
  listVersions,
  type Match,
  openMatches,
  openProposals,
  proposeLifting,
  proposeVerdict,
  requestLists,
  requestScreening,
  restrictionsInForce,
  screenName,
  type ScreeningDeps,
  type Subject,
} from '#risk';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { worker } from '#test/work';

const fresh = await freshDb();
const { db, owner } = fresh;
const clock = testClock();
const lists = fs.mkdtempSync(join(tmpdir(), 'screening-'));
after(() => fs.rmSync(lists, { recursive: true }));
for (const name of fs.readdirSync(join(import.meta.dirname, '../../sandbox/lists')))
  fs.copyFileSync(join(import.meta.dirname, '../../sandbox/lists', name), join(lists, name));

/** Who the customers are, as the room above would tell. */
const people = new Map<CustomerId, Subject>();
const deps: ScreeningDeps = {
  db,
  clock,
  log: createLog({ level: 'silent' }),
  lists,
  subjectsOf: async (_, ids) =>
    new Map(ids.flatMap((id) => (people.has(id) ? [[id, people.get(id) as Subject]] : []))),
  customersAfter: async (_, from, limit) =>
    [...people.keys()]
      .toSorted()
      .filter((id) => id > from)
      .slice(0, limit),
};
defineScreening(deps);
const drain = worker(fresh, clock);
const [lin, zhou]: [StaffId, StaffId] = [newId('stf'), newId('stf')];
const load = async (by: StaffId | null = null) => {
  await requestLists(db, by);
  await drain();
};
await load();

async function registered(name: string, known: Partial<Subject> = {}): Promise<CustomerId> {
  const customer = newId('cus');
  people.set(customer, { name, birth: null, countries: [], ...known });
  await db.transaction((tx) => publish(tx, clock, { type: 'customer.registered', customerId: customer }));
  await drain();
  return customer;
}
async function becomes(customer: CustomerId, known: Subject): Promise<void> {
  people.set(customer, known);
  await db.transaction((tx) => requestScreening(tx, customer));
  await drain();
}
const waiting = async (customer: CustomerId): Promise<Match[]> =>
  (await openMatches(db.read, 100)).filter((match) => match.customer === customer);
const one = async (customer: CustomerId): Promise<Match> => {
  const [match, ...more] = await waiting(customer);
  assert.ok(match && more.length === 0, 'one match waits');
  return match;
};
const kinds = async (customer: CustomerId): Promise<string[]> =>
  (await restrictionsInForce(db.read, customer)).map(({ kind, reason }) => `${kind}: ${reason}`);

const NOT_SAME = { verdict: 'not_same', ground: 'other_birth' } as const;
const SAME = { verdict: 'same', ground: 'papers_agree' } as const;
async function proposed(match: Match, verdict: typeof NOT_SAME | typeof SAME = NOT_SAME) {
  const done = await db.transaction((tx) =>
    proposeVerdict(tx, clock, { id: match.id, ...verdict, note: 'passport seen', by: lin }),
  );
  assert.ok(done.ok, JSON.stringify(done));
  const open = await openProposals(db.read, clock, DECIDE_SCREENING, { limit: 100 });
  const found = open.find(({ subject }) => subject === match.id);
  assert.ok(found);
  return found.id;
}
const approve = async (id: Awaited<ReturnType<typeof proposed>>, by = zhou) => {
  const done = await db.transaction((tx) =>
    decideVerdict(tx, clock, { id, by, decision: 'approve', note: null }),
  );
  return done.ok ? done.value : done.error.code;
};

const LISTED = 'Ignatius Malthouse-Verrin';
const HELD = ['legal_hold: sanctions_review'];

test('who registers with a listed name is held back, whatever it is written in; anybody else is not', async () => {
  for (const name of [LISTED, '卓北凌秀', 'Евстафий Драгунцев-Плошкин', 'قصيطر الطرفوني']) {
    const customer = await registered(name);
    assert.deepEqual(await kinds(customer), HELD, name);
    assert.ok((await one(customer)).score >= 85);
  }
  assert.deepEqual(await kinds(await registered('Anna Smith')), []);
  assert.deepEqual(await kinds(await registered('王小明')), []);
});

test('nothing is told of it: no event leaves', async () => {
  const customer = await registered(LISTED);
  const { rows } = await sql`
    select 1 from platform.outbox where payload::text like ${`%${customer}%`} and name like 'account.%'`.execute(
    owner.read,
  );
  assert.equal(rows.length, 0);
});

test('two people set an account free, nobody alone, and not past them at the desk of restrictions', async () => {
  const customer = await registered(LISTED);
  const [restriction] = await restrictionsInForce(db.read, customer);
  assert.ok(restriction);
  const past = await db.transaction((tx) =>
    proposeLifting(tx, clock, { id: restriction.id, ground: 'explained', note: 'x', by: lin }),
  );
  assert.equal(past.ok ? 'done' : past.error.code, 'screening_decides');
  const proposal = await proposed(await one(customer));
  assert.equal(await approve(proposal, lin), 'proposal_own');
  assert.deepEqual(await kinds(customer), HELD);
  assert.deepEqual(await approve(proposal), { state: 'cleared', isFree: true });
  assert.deepEqual(await kinds(customer), []);
  assert.equal(await approve(proposal), 'proposal_closed');
});

test('a pair that was cleared stays cleared until either side changes', async () => {
  const customer = await registered(LISTED);
  await approve(await proposed(await one(customer)));
  await becomes(customer, { name: LISTED, birth: null, countries: [] });
  assert.deepEqual(await waiting(customer), []);
  await becomes(customer, {
    name: `${LISTED.split(' ')[0]} Corvel ${LISTED.split(' ')[1]}`,
    birth: null,
    countries: [],
  });
  assert.deepEqual(await kinds(customer), HELD, 'another name is another question');
  await approve(await proposed(await one(customer)));
  assert.deepEqual(await kinds(customer), []);
});

test('a birth date that is another one speaks for the customer', async () => {
  const customer = await registered(LISTED, { birth: '1999-01-01', countries: ['CN'] });
  assert.deepEqual(await kinds(customer), []);
});

test('a true match stays held back until two people say that it was a mistake', async () => {
  const customer = await registered(LISTED);
  const match = await one(customer);
  assert.deepEqual(await approve(await proposed(match, SAME)), { state: 'confirmed', isFree: false });
  assert.deepEqual(await waiting(customer), []);
  const [restriction] = await restrictionsInForce(db.read, customer);
  assert.equal(restriction?.dueAt, null, 'we owe no decision any more');
  await becomes(customer, { name: `${LISTED} Junior`, birth: null, countries: [] });
  assert.deepEqual(await waiting(customer), [], 'it is not asked twice');
  await becomes(customer, { name: LISTED, birth: null, countries: [] });
  assert.deepEqual(await approve(await proposed(match)), { state: 'cleared', isFree: true });
  const again = await db.transaction((tx) =>
    proposeVerdict(tx, clock, { id: match.id, ...SAME, note: 'x', by: lin }),
  );
  assert.equal(again.ok ? 'done' : again.error.code, 'screening_over');
});

test('a proposal about a pair that has changed meanwhile decides nothing', async () => {
  const customer = await registered(LISTED);
  const proposal = await proposed(await one(customer));
  await becomes(customer, { name: `Ignatius Corvel Malthouse Verrin`, birth: null, countries: [] });
  assert.equal(await approve(proposal), 'screening_over');
  assert.deepEqual(await kinds(customer), HELD);
});

test('the database holds it: nobody clears without an approval of exactly this', async () => {
  const match = await one(await registered(LISTED));
  const other = await one(await registered(LISTED));
  const proposal = await proposed(other, SAME);
  await approve(proposal);
  const bend = (set: ReturnType<typeof sql>) =>
    sql`update risk.screening_match set decided_at = opened_at, ${set} where id = ${match.id}`.execute(
      owner.read,
    );
  await assert.rejects(bend(sql`state = 'cleared'`), /decided_with_four_eyes|nobody approved/);
  await assert.rejects(bend(sql`state = 'cleared', proposal_id = ${proposal}`), /nobody approved/);
  await assert.rejects(
    sql`update risk.screening_match set state = 'cleared' where id = ${other.id}`.execute(owner.read),
    /nobody approved/,
    'approved as the same is not approved as another',
  );
});

test('a name for somebody who is no customer is looked up by one function', async () => {
  const [hit] = await screenName(db.read, clock, {
    name: 'Lingxiu Zhuobei',
    birth: '1971',
    countries: ['CN'],
  });
  assert.deepEqual([hit?.entry.ref, hit?.score, hit?.compared.birth], ['900002', 100, 'same']);
  assert.deepEqual(
    await screenName(db.read, clock, { name: 'Paper Boat', birth: null, countries: [] }),
    [],
    'a ship',
  );
});

const sdn = join(lists, 'SDN.CSV');
const before = fs.readFileSync(sdn, 'utf8').replace('\u001a', '');
const newRow = (ref: string, name: string): string =>
  `${ref},"${name}","individual","MADE-UP-PROGRAM",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"This person does not exist."\r\n`;

test('a new version finds customers who were there before, fifty at a time, and not twice', async () => {
  const customer = await registered('Perpetua Quillon-Harrowgate');
  for (let n = 0; n < 120; n++)
    people.set(newId('cus'), { name: `Nobody Number${n}`, birth: null, countries: [] });
  assert.deepEqual(await kinds(customer), []);
  fs.writeFileSync(sdn, before + newRow('900006', 'QUILLON-HARROWGATE, Perpetua'));
  await load(lin);
  assert.deepEqual(await kinds(customer), HELD);
  const run = await lastRun(db.read);
  assert.deepEqual([run?.screened, run?.found, run?.finishedAt !== null], [people.size, 1, true]);
  await load();
  assert.equal((await lastRun(db.read))?.id, run?.id, 'the same lists are walked with once');
  const [version] = await listVersions(db.read, 1);
  assert.deepEqual(
    [version?.state, version?.entries, version?.loadedBy, version?.hash.length],
    ['current', 6, lin, 32],
  );
});

test('a broken version is refused whole, by file and line, and the one before stays in force', async () => {
  fs.writeFileSync(sdn, `${before}900007,"HALF A ROW`);
  await load();
  await load();
  const [refused, current] = await listVersions(db.read, 2);
  assert.deepEqual(
    [refused?.state, refused?.refusedReason, refused?.refusedFile, current?.state, current?.entries],
    ['refused', 'not_csv', 'SDN.CSV', 'current', 6],
    'once, however often it is looked at',
  );
  assert.equal((await screenName(db.read, clock, { name: LISTED, birth: null, countries: [] })).length, 1);
});

test('a name twice, and an alias of nobody, refuse the version too', async () => {
  fs.writeFileSync(sdn, before + newRow('900001', 'TWICE, Sam'));
  await load();
  assert.equal((await listVersions(db.read, 1))[0]?.refusedReason, 'twice');
  fs.writeFileSync(sdn, before.split('\r\n').slice(1).join('\r\n'));
  await load();
  assert.equal((await listVersions(db.read, 1))[0]?.refusedReason, 'unknown_entry');
});

test('a list that lost most of its entries waits for a person', async () => {
  const alt = join(lists, 'ALT.CSV');
  const add = join(lists, 'ADD.CSV');
  const kept = [alt, add].map((file) => fs.readFileSync(file));
  for (const file of [alt, add]) fs.writeFileSync(file, '');
  fs.writeFileSync(sdn, newRow('900001', 'MALTHOUSE-VERRIN, Ignatius Corvel'));
  await load();
  assert.equal((await listVersions(db.read, 1))[0]?.refusedReason, 'shrunk');
  await load(zhou);
  const [version] = await listVersions(db.read, 1);
  assert.deepEqual([version?.state, version?.entries, version?.loadedBy], ['current', 1, zhou]);
  [alt, add].forEach((file, at) => fs.writeFileSync(file, kept[at] ?? ''));
});

test('who is found no more still waits for people, and is marked', async () => {
  const open = await openMatches(db.read, 200);
  const faded = open.filter(({ entry }) => entry.ref === '900006');
  assert.ok(faded.length > 0);
  assert.ok(faded.every(({ fadedAt }) => fadedAt !== null));
  for (const match of faded) await approve(await proposed(match));
  assert.deepEqual(await kinds(faded[0]?.customer ?? newId('cus')), []);
});

test('what was compared of a former customer is erased with what staff wrote about it; what was confirmed by a call of its own', async () => {
  const [cleared, confirmed, other] = [
    await registered(LISTED),
    await registered(LISTED),
    await registered(LISTED),
  ];
  await approve(await proposed(await one(cleared)));
  await approve(await proposed(await one(confirmed), SAME));
  const left = async (customer: CustomerId) => {
    const { rows } = await sql<{ what: string }>`
      select 'match' as what from risk.screening_match where customer_id = ${customer}
      union all select 'note' from risk.account_restriction where customer_id = ${customer} and note <> ''`.execute(
      owner.read,
    );
    return rows.map(({ what }) => what).toSorted();
  };
  const written = async () =>
    (
      await sql<{ count: number }>`
        select count(*)::int as count from risk.proposal where action = 'decide_screening' and reason <> '-'`.execute(
        owner.read,
      )
    ).rows[0]?.count ?? 0;
  const before = [await left(cleared), await left(confirmed), await left(other)];
  const words = await written();
  await db.transaction((tx) => eraseScreening(tx, cleared, 'decided otherwise'));
  await db.transaction((tx) => eraseScreening(tx, confirmed, 'decided otherwise'));
  assert.deepEqual(
    [await left(cleared), await left(confirmed), await left(other)],
    [[], before[1], before[2]],
  );
  assert.equal(await written(), words - 1);
  await db.transaction((tx) => eraseScreening(tx, confirmed, 'confirmed'));
  assert.deepEqual([await left(confirmed), await written()], [[], words - 2]);
  await assert.rejects(
    sql`update risk.proposal set decision = 'rejected' where decision = 'approved'`.execute(owner.read),
    /decided already/,
  );
});
