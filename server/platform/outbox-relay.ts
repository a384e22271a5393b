import type { DomainEvent } from '#common/events';
import type { EventId } from '#common/id';
import { calm } from './calm.ts';
import { type Clock, systemClock, type Temporal } from './clock.ts';
import { type Db, isOfTransaction, sql, type Tx } from './db.ts';
import { addJobs } from './jobs-queue.ts';
import { type Logger, loggedError, withLogContext } from './log.ts';
import { startLoop } from './loop.ts';
import { deliveries, deliveriesParked, outboxLag, outboxRouted, outboxWaiting } from './metrics.ts';
import { type Told, toldIn } from './outbox-bundle.ts';
import {
  subscriberNames,
  subscribersOf,
  subscribersOfMany,
  subscriptionNamed,
  whenCommitted,
} from './outbox.ts';
import { sendHints } from './stream-store.ts';

/** Rows routed, and deliveries handled, in one transaction: one flush to disk for all of them. */
const ROUTE_BATCH = 200;
const DELIVER_BATCH = 10;
/** Deliveries to those who take many at once. */
const DELIVER_MANY = 200;
/** Transactions that deliver at once in a process; a slow subscriber must not stop the others. */
const DELIVERERS = 2;
/** Milliseconds until rows of another process, or of one that was killed, are looked for. */
const POLL_MS = 300;
/** Handlings of an event by a subscriber before it is put aside for a person: more than an hour of trying. */
export const ATTEMPTS_MAX = 14;
const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 10 * 60_000;
/** Milliseconds between looks at how much waits. */
const GAUGES_MS = 5_000;

export type RelayDeps = {
  readonly db: Db;
  readonly log: Logger;
  /** Real time, for pauses between attempts; the clock of the application may stand still or leap. */
  readonly wall?: Clock;
};
export type Relay = { stop(): Promise<void> };

/** Routes what transactions have put into the outbox, in this process. Any number of processes may. */
export function startRelay({ db, log, wall = systemClock }: RelayDeps): Relay {
  const deps = { db, log, wall };
  const deliverers = Array.from({ length: DELIVERERS }, () =>
    startLoop({ name: 'deliver', log, everyMs: POLL_MS, work: () => untilIdle(() => deliverBatch(deps)) }),
  );
  const router = startLoop({
    name: 'route',
    log,
    everyMs: POLL_MS,
    work: () =>
      untilIdle(
        () => routeBatch(deps),
        () => deliverers.forEach((loop) => loop.wake()),
      ),
  });
  const gauges = startLoop({ name: 'outbox-gauges', log, everyMs: GAUGES_MS, work: () => readGauges(deps) });
  const forget = whenCommitted(() => router.wake());
  const loops = [router, gauges, ...deliverers];
  return {
    async stop() {
      forget();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Routes and delivers what is there and due, until there is nothing; says how much it did. For tests and for moved clocks. */
export async function drainOutbox({ db, log, wall = systemClock }: RelayDeps): Promise<number> {
  const deps = { db, log, wall };
  let done = 0;
  const count = async (work: () => Promise<number>): Promise<number> => {
    const more = await work();
    done += more;
    return more;
  };
  while ((await count(() => routeBatch(deps))) + (await count(() => deliverBatch(deps))) > 0);
  return done;
}

async function untilIdle(batch: () => Promise<number>, then: () => void = () => {}): Promise<void> {
  for (;;) {
    await calm();
    if ((await batch()) === 0) return;
    then();
  }
}

type Deps = Required<RelayDeps>;
type Row = {
  id: bigint;
  kind: 'event' | 'job' | 'hint' | 'bundle';
  name: string;
  key: string | null;
  payload: unknown;
  cells: readonly string[] | null;
  size: number;
};

/** Names the lock under which one process at a time routes, so that what was committed first goes first. */
const ROUTE_LOCK = 7_250_419;

/**
 * Takes rows that nobody has routed. A row of a transaction that is still open is not seen and comes later, whatever its id:
 * nothing is skipped.
 */
async function routeBatch({ db, wall }: Deps): Promise<number> {
  const rows = await db.transaction(async (tx) => {
    await sql`select pg_advisory_xact_lock(${ROUTE_LOCK})`.execute(tx);
    const { rows: taken } = await sql<Row>`
      with waiting as (
        select id, sum(size) over (order by id) - size as before
        from (select id, size from platform.outbox where routed_at is null order by id limit ${ROUTE_BATCH}) first
      )
      select id, kind, name, key, payload, cells, size
      from platform.outbox where id in (select id from waiting where before < ${ROUTE_BATCH})
      order by id for update skip locked`.execute(tx);
    if (taken.length === 0) return taken;
    const now = wall.now();
    const of = (kind: Row['kind']) => taken.filter((row) => row.kind === kind);
    const told = of('bundle').flatMap(toldIn);
    await unpack(tx, told, now);
    await fanOut(tx, of('event'), now);
    await addJobs(tx, of('job'));
    await sendHints(tx, [...told.map(({ hint }) => hint), ...of('hint')], now);
    await sql`delete from platform.outbox where kind <> 'event' and id = any(${taken.map(({ id }) => id)}::bigint[])`.execute(
      tx,
    );
    return taken;
  });
  for (const { kind, size } of rows) outboxRouted.inc({ kind }, size);
  return rows.length;
}

/** Makes rows of the events of bundles, routed at once. */
async function unpack(tx: Tx, told: readonly Told[], now: Temporal.Instant): Promise<void> {
  if (told.length === 0) return;
  const pairs = [...new Set(told.map(({ event }) => event['type'] ?? ''))].flatMap((type) =>
    subscribersOf(type).map((subscriber) => ({ type, subscriber })),
  );
  await sql`
    with event as (
      insert into platform.outbox (kind, name, key, payload, occurred_at, written_at, routed_at)
      select 'event', b.name, each.id, each.event, b.occurred_at, b.written_at, ${now.toString()}::timestamptz
      from unnest(${told.map(({ bundle }) => bundle)}::bigint[], ${told.map(({ id }) => id)}::text[],
                  ${told.map(({ event }) => JSON.stringify(event))}::jsonb[]) with ordinality each (bundle, id, event, n)
      join platform.outbox b on b.id = each.bundle
      order by each.n
      returning id, name
    )
    insert into platform.delivery (outbox_id, subscriber, next_at)
    select event.id, heard.subscriber, ${now.toString()}::timestamptz
    from event
    join unnest(${pairs.map(({ type }) => type)}::text[], ${pairs.map(({ subscriber }) => subscriber)}::text[]) heard (type, subscriber)
      on heard.type = event.name`.execute(tx);
}

async function fanOut(tx: Tx, events: readonly Row[], now: Temporal.Instant): Promise<void> {
  if (events.length === 0) return;
  const pairs = events.flatMap(({ id, name }) =>
    subscribersOf(name).map((subscriber) => ({ id, subscriber })),
  );
  await sql`
    insert into platform.delivery (outbox_id, subscriber, next_at)
    select id, subscriber, ${now.toString()}::timestamptz
    from unnest(${pairs.map(({ id }) => id)}::bigint[], ${pairs.map(({ subscriber }) => subscriber)}::text[]) as pair (id, subscriber)
    on conflict do nothing`.execute(tx);
  await sql`update platform.outbox set routed_at = ${now.toString()} where id = any(${events.map(({ id }) => id)}::bigint[])`.execute(
    tx,
  );
}

type Delivery = {
  outbox_id: bigint;
  subscriber: string;
  attempts: number;
  event: DomainEvent;
  event_id: EventId;
  occurred_at: Temporal.Instant;
};

/** Handles some deliveries. The handlers' writes and `done` commit together. */
async function deliverBatch(deps: Deps): Promise<number> {
  const outcomes = await deps.db.transaction(async (tx) => [
    ...(await deliverMany(tx, deps)),
    ...(await deliverOneByOne(tx, deps, await due(tx, deps, { limit: DELIVER_BATCH }))),
  ]);
  for (const labels of outcomes) deliveries.inc(labels);
  return outcomes.length;
}

type Handled = { subscriber: string; outcome: 'done' | 'failed' | 'parked' };

/** What waits and is due, under its locks: what can be handled together (never tried before), or all else. */
async function due(
  tx: Tx,
  { wall }: Pick<Deps, 'wall'>,
  { limit, together = false }: { limit: number; together?: boolean },
) {
  const { rows } = await sql<Delivery>`
    select d.outbox_id, d.subscriber, d.attempts, o.payload as event, o.key as event_id, o.occurred_at
    from platform.delivery d join platform.outbox o on o.id = d.outbox_id
    where d.state = 'waiting' and d.next_at <= ${wall.now().toString()} and d.subscriber = any(${subscriberNames()}::text[])
      and (d.attempts = 0 and d.subscriber = any(${subscribersOfMany()}::text[])) = ${together}
    order by d.outbox_id limit ${limit} for update of d skip locked`.execute(tx);
  return rows;
}

/** Hands each subscriber who takes many all that waits for it, behind one savepoint; what fails so is handled one by one. */
async function deliverMany(tx: Tx, deps: Deps): Promise<Handled[]> {
  if (subscribersOfMany().length === 0) return [];
  const rows = await due(tx, deps, { limit: DELIVER_MANY, together: true });
  const handled: Handled[] = [];
  for (const [subscriber, own] of Map.groupBy(rows, (row) => row.subscriber)) {
    await sql`savepoint deliveries`.execute(tx);
    try {
      await handOver(tx, subscriber, own);
      await sql`release savepoint deliveries`.execute(tx);
      handled.push(...own.map(() => ({ subscriber, outcome: 'done' as const })));
    } catch (error) {
      if (isOfTransaction(error)) throw error;
      await sql`rollback to savepoint deliveries`.execute(tx);
      handled.push(...(await deliverOneByOne(tx, deps, own)));
    }
  }
  return handled;
}

async function handOver(tx: Tx, subscriber: string, rows: readonly Delivery[]): Promise<void> {
  const heard = rows.map(({ event, event_id: id, occurred_at: at }) => ({ event, meta: { id, at } }));
  await withLogContext({ subscriber }, async () => subscriptionNamed(subscriber)?.handler(tx, heard));
  await sql`
    update platform.delivery set state = 'done', attempts = attempts + 1, last_error = null
    where subscriber = ${subscriber} and outbox_id = any(${rows.map((row) => row.outbox_id)}::bigint[])`.execute(
    tx,
  );
}

async function deliverOneByOne(tx: Tx, deps: Deps, rows: readonly Delivery[]): Promise<Handled[]> {
  const handled: Handled[] = [];
  for (const delivery of rows)
    handled.push({ subscriber: delivery.subscriber, outcome: await deliver(tx, delivery, deps) });
  return handled;
}

async function deliver(
  tx: Tx,
  delivery: Delivery,
  { log, wall }: Pick<Deps, 'log' | 'wall'>,
): Promise<'done' | 'failed' | 'parked'> {
  const { subscriber, event_id: event } = delivery;
  await sql`savepoint delivery`.execute(tx);
  try {
    await withLogContext({ event }, () => handOver(tx, subscriber, [delivery]));
  } catch (error) {
    if (isOfTransaction(error)) throw error;
    await sql`rollback to savepoint delivery`.execute(tx);
    return putOff(tx, delivery, error, { log, wall });
  }
  await sql`release savepoint delivery`.execute(tx);
  return 'done';
}

async function putOff(
  tx: Tx,
  delivery: Delivery,
  error: unknown,
  { log, wall }: Pick<Deps, 'log' | 'wall'>,
): Promise<'failed' | 'parked'> {
  const attempts = delivery.attempts + 1;
  const state = attempts >= ATTEMPTS_MAX ? 'parked' : 'waiting';
  const milliseconds = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempts);
  await sql`
    update platform.delivery
    set state = ${state}, attempts = ${attempts}, next_at = ${wall.now().add({ milliseconds }).toString()}, last_error = ${loggedError(error).message}
    where outbox_id = ${delivery.outbox_id} and subscriber = ${delivery.subscriber}`.execute(tx);
  const line = {
    err: error,
    event: delivery.event_id,
    type: delivery.event.type,
    subscriber: delivery.subscriber,
    attempts,
  };
  if (state === 'parked')
    log.error(line, 'a subscriber gave an event up: it is parked until somebody retries it');
  else log.warn(line, 'a subscriber failed and will try again');
  return state === 'parked' ? 'parked' : 'failed';
}

type Parked = {
  subscriber: string;
  type: string;
  event: EventId;
  since: Temporal.Instant;
  error: string | null;
};
/** Rows of a list for an operator. */
const PARKED_MAX = 200;

/** What was given up, oldest first, and why. */
export async function parkedDeliveries(db: Db): Promise<Parked[]> {
  const { rows } = await sql<Parked>`
    select d.subscriber, o.name as type, o.key as event, o.occurred_at as since, d.last_error as error
    from platform.delivery d join platform.outbox o on o.id = d.outbox_id
    where d.state = 'parked' order by d.outbox_id limit ${PARKED_MAX}`.execute(db.read);
  return rows;
}

/** Gives parked deliveries another round, after what stopped them was mended. */
export async function retryParked(db: Db, wall: Clock = systemClock): Promise<number> {
  const { rows } = await sql`
    update platform.delivery set state = 'waiting', attempts = 0, next_at = ${wall.now().toString()} where state = 'parked'
    returning outbox_id`.execute(db.read);
  return rows.length;
}

type Waiting = { rows: bigint; deliveries: bigint; parked: bigint };

async function readWaiting(db: Db): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select (select coalesce(sum(size), 0) from platform.outbox where routed_at is null) as rows,
           (select count(*) from platform.delivery where state = 'waiting') as deliveries,
           (select count(*) from platform.delivery where state = 'parked') as parked`.execute(db.read);
  const row = rows[0];
  if (!row) throw new Error('counting answered no row');
  return row;
}

async function readGauges({ db }: Deps): Promise<void> {
  const waiting = await readWaiting(db);
  outboxWaiting.set(Number(waiting.rows + waiting.deliveries));
  deliveriesParked.set(Number(waiting.parked));
  outboxLag.set(await outboxLagSeconds(db));
}

/** Age of the oldest row that nobody has routed. By the database's own time of writing, as the clock of events can be moved. */
export async function outboxLagSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{ lag: number }>`
    select coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0)::float8 as lag
    from platform.outbox where routed_at is null`.execute(db.read);
  return rows[0]?.lag ?? 0;
}
