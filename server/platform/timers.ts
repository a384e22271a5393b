import { z } from 'zod';
import { type Clock, Temporal } from './clock.ts';
import { type Db, onCommit, sql, type Tx } from './db.ts';
import { addJobs } from './jobs-queue.ts';
import type { Logger } from './log.ts';
import { type Loop, startLoop } from './loop.ts';
import { timersFired } from './metrics.ts';

export type Timer = {
  /** When the clock of the application passes this, the job is enqueued. */
  readonly at: Temporal.Instant;
  readonly job: string;
  readonly payload: unknown;
  /** Names the timer: setting it again moves it. */
  readonly key: string;
};

/** Sets a timer in the caller's transaction; one of the same key is replaced. */
export async function schedule(tx: Tx, { at, job, payload, key }: Timer): Promise<void> {
  await sql`
    insert into platform.timer (key, at, job, payload) values (${key}, ${at.toString()}, ${job}, ${JSON.stringify(payload)}::jsonb)
    on conflict (key) do update set at = excluded.at, job = excluded.job, payload = excluded.payload`.execute(
    tx,
  );
  onCommit(tx, wakeTimers);
}

/** Takes a timer back; one that has fired or was never set is no error. */
export async function unschedule(tx: Tx, key: string): Promise<void> {
  await sql`delete from platform.timer where key = ${key}`.execute(tx);
}

/** How often: at every full multiple of a span, or daily at a time of day in a named zone. */
export type Recurrence =
  | { readonly every: { readonly minutes: number } }
  | { readonly dailyAt: string; readonly zone: string };
type Recurring = { readonly recurrence: Recurrence; readonly job: string; readonly payload: unknown };
const recurrences = new Map<string, Recurring>();
const PREFIX = 'recurring:';

/**
 * Has a job enqueued again and again. A clock that leaps over many times enqueues it once; what a missed time would have done is
 * the job's to find in the data.
 */
export function recurring(name: string, recurrence: Recurrence, job: string, payload: unknown = {}): void {
  recurrences.set(name, { recurrence, job, payload });
}

/** The first time after `now` that a recurrence names. */
export function nextTime(recurrence: Recurrence, now: Temporal.Instant): Temporal.Instant {
  if ('every' in recurrence) {
    const span = recurrence.every.minutes * 60_000;
    return Temporal.Instant.fromEpochMilliseconds((Math.floor(now.epochMilliseconds / span) + 1) * span);
  }
  const local = now.toZonedDateTimeISO(recurrence.zone);
  const today = local
    .toPlainDate()
    .toZonedDateTime({ timeZone: recurrence.zone, plainTime: Temporal.PlainTime.from(recurrence.dailyAt) });
  const next = Temporal.Instant.compare(today.toInstant(), now) > 0 ? today : today.add({ days: 1 });
  return next.toInstant();
}

/** Timers fired in one transaction. */
const BATCH = 50;
/** Milliseconds until a leap of the clock, or a timer set by another process, is noticed. */
const POLL_MS = 500;

const loops = new Set<Loop>();
/** For whoever moves the clock: look now. */
export function wakeTimers(): void {
  for (const loop of loops) loop.wake();
}

export type TimerDeps = { readonly db: Db; readonly clock: Clock };
export type Timers = { stop(): Promise<void> };

/** Fires timers as the clock passes them, in this process. Any number of processes may. */
export function startTimers({ db, clock, log }: TimerDeps & { readonly log: Logger }): Timers {
  let begun = false;
  const loop = startLoop({
    name: 'timers',
    log,
    everyMs: POLL_MS,
    work: async () => {
      if (!begun) await beginRecurring({ db, clock });
      begun = true;
      await fireDue({ db, clock });
    },
  });
  loops.add(loop);
  return {
    async stop() {
      loops.delete(loop);
      await loop.stop();
    },
  };
}

/** Fires everything that is due by the clock, in due order, and says how many. */
export async function fireDue({ db, clock }: TimerDeps): Promise<number> {
  let fired = 0;
  for (;;) {
    const now = clock.now();
    const count = await db.transaction((tx) => fireBatch(tx, now));
    fired += count;
    if (count < BATCH) break;
  }
  if (fired > 0) timersFired.inc(fired);
  return fired;
}

/** What the job of a timer is told beside its payload: from when on it may look. */
const DUE = '$due';
const duePayload = z.looseObject({ [DUE]: z.string().optional() });

/**
 * The payload of a job, if it may begin by this clock. Another server's clock may have fired its timer a moment early for ours: a job that looked
 * now would find nothing due, and nobody would look again. It is a timer once more then, under a name of its own, and null is the answer.
 */
export async function payloadIfDue(
  { db, clock }: TimerDeps,
  { id, job, payload }: { readonly id: string; readonly job: string; readonly payload: unknown },
): Promise<unknown> {
  const told = duePayload.safeParse(payload);
  const text = told.data?.[DUE];
  if (!told.success || text === undefined) return payload;
  const { [DUE]: _due, ...own } = told.data;
  const at = Temporal.Instant.from(text);
  if (Temporal.Instant.compare(clock.now(), at) >= 0) return own;
  await db.transaction((tx) => schedule(tx, { at, job, payload: own, key: `early:${id}` }));
  return null;
}

/** A timer's row is gone and its job is in the queue in one commit: it fires once, whoever is killed. */
async function fireBatch(tx: Tx, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ key: string; at: Temporal.Instant; job: string; payload: object }>`
    select key, at, job, payload from platform.timer where at <= ${now.toString()}
    order by at, key limit ${BATCH} for update skip locked`.execute(tx);
  if (rows.length === 0) return 0;
  await sql`delete from platform.timer where key = any(${rows.map(({ key }) => key)}::text[])`.execute(tx);
  await addJobs(
    tx,
    rows.map(({ at, job, payload }) => ({
      name: job,
      key: null,
      payload: { ...payload, [DUE]: at.toString() },
    })),
  );
  for (const { key } of rows) {
    const name = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : null;
    const again = name === null ? undefined : recurrences.get(name);
    if (again)
      await schedule(tx, {
        key,
        at: nextTime(again.recurrence, now),
        job: again.job,
        payload: again.payload,
      });
  }
  return rows.length;
}

/** Sets what was declared `recurring` and is not yet set, or is set later than it should be. */
export async function beginRecurring({ db, clock }: TimerDeps): Promise<void> {
  const now = clock.now();
  await db.transaction(async (tx) => {
    for (const [name, { recurrence, job, payload }] of recurrences) {
      await sql`
        insert into platform.timer (key, at, job, payload)
        values (${PREFIX + name}, ${nextTime(recurrence, now).toString()}, ${job}, ${JSON.stringify(payload)}::jsonb)
        on conflict (key) do update
        set at = least(platform.timer.at, excluded.at), job = excluded.job, payload = excluded.payload`.execute(
        tx,
      );
    }
  });
}

/** When the next timer is due by the clock of the application; null when none is set. For the sandbox desk. */
export async function nextDue(db: Db): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{
    at: Temporal.Instant | null;
  }>`select min(at) as at from platform.timer`.execute(db.read);
  return rows[0]?.at ?? null;
}
