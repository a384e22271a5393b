// One run: a world is opened, clients live in it while things break, everything heals, every client gets its answers, and the world is judged.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDb, sql } from '#platform/db';
import { openBankAccounts } from './bank-load.ts';
import type { Client } from './client.ts';
import { breakThings, type Counts, moveClock } from './faults.ts';
import { openJournal } from './journal.ts';
import { makePeople, type Person } from './people.ts';
import { reportsOf } from './bank-faults.ts';
import { cardsOf, fund, liveAsClient } from './person-load.ts';
import { randomOf } from './random.ts';
import { openWorld, type Size, type World } from './world.ts';

type Options<V> = {
  folder: string;
  seed: number;
  seconds: number;
  size: Size;
  disk: boolean;
  tell: (what: string) => void;
  /** Whether everything is to be left for who wants to look at it, by the verdict; without one it is. */
  keep: (verdict: V | undefined) => boolean;
  judge: (folder: string, databaseUrl: string) => Promise<V>;
};

/** Milliseconds after the last fault in which every client must have its answer. */
const ANSWERS_MS = 180_000;
/** Milliseconds in which something of what follows from it must be done, again and again until it is. */
const STUCK_MS = 120_000;
/** Milliseconds between two words about what still waits. */
const TELL_MS = 20_000;
/** Seconds that the clock moves on while something still waits for its time: the acquirer is asked again after minutes and hours. */
const STEP_SECONDS = 3_700;
/** The same where only the bank is waited for, which works by days. */
const BANK_STEP_SECONDS = 4 * 3_600;
/** A little more than a new bank account has to wait for its first payout. */
const COOLING_SECONDS = 25 * 3_600;

export async function run<V>(
  options: Options<V>,
): Promise<{ verdict: V; faults: Counts; skipped: string[] }> {
  const { folder, seed, seconds, size, tell, judge } = options;
  const world = await openWorld(folder, size, seed, options.disk);
  const stop = (): void => void world.close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  let verdict: V | undefined;
  try {
    const people = await makePeople(world.addresses, size.people);
    let isFinishing = false;
    const clients = await startClients(world, people, options, () => isFinishing);
    const breaking = breakThings(world, seed, tell);
    await sleep(seconds * 1_000);
    await breaking.stop();
    tell('everything heals …');
    isFinishing = true;
    const answered = Promise.all([clients.done, ...world.posters.map((poster) => poster.finish())]);
    await within(ANSWERS_MS, answered, 'every client has its answers');
    await quiet(world, tell);
    tell('judged …');
    verdict = await judge(folder, world.database.direct().appUrl);
    return { verdict, faults: breaking.counts, skipped: world.disk ? [] : ['diskFull'] };
  } finally {
    await world.close({ keep: options.keep(verdict) });
  }
}

async function startClients(
  world: World,
  people: readonly Person[],
  { seed, size }: { seed: number; size: Size },
  isFinishing: () => boolean,
): Promise<{ done: Promise<unknown> }> {
  const listed = await fetch(`${world.acquirer.url}/test-cards`);
  const { cards } = (await listed.json()) as { cards: { name: string; number: string }[] };
  const clients = Array.from({ length: size.clients }, (_, index): Client => {
    const person = people[index % people.length];
    const [other, ...others] = people.filter((one) => one !== person);
    if (!person || !other) throw new Error('people pay each other: there are at least two');
    const name = `person-${String(index).padStart(3, '0')}`;
    const journal = openJournal(world.journals, name);
    const random = randomOf(seed, name);
    const bank = world.bank.url;
    return { person, others: [other, ...others], cards: cardsOf(cards), bank, random, journal, isFinishing };
  });
  for (const client of clients.slice(0, people.length)) await fund(client);
  await openBankAccounts(people);
  await moveClock(world.addresses, 0, COOLING_SECONDS);
  return { done: Promise.all(clients.map((client) => liveAsClient(client).finally(client.journal.close))) };
}

type Waits = { events: number; topUps: number; payouts: number; read: number; unworked: number };
/** What is still on its way. A payout that people have to look at is not. */
const waitsIn = sql<Waits>`
  select (select coalesce(sum(size), 0) from platform.outbox where routed_at is null)::int
         + (select count(*) from platform.delivery where state = 'waiting')::int as events,
         (select count(*) from operations.operation where kind = 'top_up'
            and state in ('created', 'awaiting_challenge', 'checking'))::int as "topUps",
         (select count(*) from operations.operation where kind = 'withdrawal'
            and state in ('in_review', 'requested', 'in_batch', 'sent', 'accepted', 'checking'))::int as payouts,
         (select coalesce(max(number), 0) from wallet.bank_report)::int as read,
         (select count(*) from wallet.bank_report where worked_at is null and outcome <> 'refused')::int as unworked`;

/** Waits until no event waits and nothing is open with acquirer and bank; the clock is moved on for what has its time. Slow is no failure; standing still is. */
async function quiet(world: World, tell: (what: string) => void): Promise<void> {
  const db = openDb(world.database.direct().appUrl, { size: 1 });
  let [waits, since, toldAt] = ['', performance.now(), performance.now()];
  try {
    for (let calm = 0, looks = 0; calm < 3; looks += 1) {
      const { rows } = await waitsIn.execute(db.read);
      const { events = 1, topUps = 1, payouts = 1, read = 0, unworked = 1 } = rows[0] ?? {};
      const unread = (await reportsOf(world.bank)) - read + unworked;
      calm = events + topUps + payouts + unread === 0 ? calm + 1 : 0;
      const now = `${events} events wait, ${topUps} top-ups and ${payouts} payouts are open, ${unread} reports of the bank are unread`;
      if (now !== waits) [waits, since] = [now, performance.now()];
      if (performance.now() > since + STUCK_MS) throw new Error(`for ${STUCK_MS / 1_000} s: ${waits}`);
      if (performance.now() > toldAt + TELL_MS) {
        tell(waits);
        toldAt = performance.now();
      }
      // The acquirer's jobs need a while between two steps; the bank is waited for by the day.
      if (topUps > 0 && looks % 5 === 4) await moveClock(world.addresses, 0, STEP_SECONDS);
      else if (topUps === 0 && payouts + unread > 0 && looks % 2 === 1)
        await moveClock(world.addresses, 0, BANK_STEP_SECONDS);
      await sleep(400);
    }
  } finally {
    await db.close();
  }
}

async function within<T>(milliseconds: number, work: Promise<T>, what: string): Promise<T> {
  const patience = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: patience.signal }).then(
    () => Promise.reject(new Error(`not within ${milliseconds / 1_000} s: ${what}`)),
    () => new Promise<never>(() => {}), // The work was faster.
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    patience.abort();
  }
}
