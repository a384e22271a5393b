// One run: a world is opened, clients live in it while things break, everything heals, every client gets its answers, and the world is judged.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDb, sql } from '#platform/db';
import { breakThings, type Counts, moveClock } from './faults.ts';
import { openJournal } from './journal.ts';
import { makePeople, type Person } from './people.ts';
import { cardsOf, type Client, fund, liveAsClient } from './person-load.ts';
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
    return { person, others: [other, ...others], cards: cardsOf(cards), random, journal, isFinishing };
  });
  for (const client of clients.slice(0, people.length)) await fund(client);
  return { done: Promise.all(clients.map((client) => liveAsClient(client).finally(client.journal.close))) };
}

/** Waits until no event waits and no top-up is open; the clock is moved on for what has its time. Slow is no failure; standing still is. */
async function quiet(world: World, tell: (what: string) => void): Promise<void> {
  const db = openDb(world.database.direct().appUrl, { size: 1 });
  let [waits, since, toldAt] = ['', performance.now(), performance.now()];
  try {
    for (let calm = 0, looks = 0; calm < 3; looks += 1) {
      const { rows } = await sql<{ events: number; topUps: number }>`
        select (select coalesce(sum(size), 0) from platform.outbox where routed_at is null)::int
               + (select count(*) from platform.delivery where state = 'waiting')::int as events,
               (select count(*) from operations.operation where kind = 'top_up'
                  and state in ('created', 'awaiting_challenge', 'checking'))::int as "topUps"`.execute(
        db.read,
      );
      const { events = 1, topUps = 1 } = rows[0] ?? {};
      calm = events + topUps === 0 ? calm + 1 : 0;
      const now = `${events} events wait and ${topUps} top-ups are open`;
      if (now !== waits) [waits, since] = [now, performance.now()];
      if (performance.now() > since + STUCK_MS) throw new Error(`for ${STUCK_MS / 1_000} s: ${waits}`);
      if (performance.now() > toldAt + TELL_MS) {
        tell(waits);
        toldAt = performance.now();
      }
      if (topUps > 0 && looks % 5 === 4) await moveClock(world.addresses, 0, STEP_SECONDS);
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
