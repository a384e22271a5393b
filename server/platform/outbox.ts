import type { DomainEvent, EventOf, EventType } from '#common/events';
import type { EventId } from '#common/id';
import type { Clock, Temporal } from './clock.ts';
import { onCommit, sql, type Tx } from './db.ts';
import { newId } from './ids.ts';

/** What a subscriber may want to know beside the event itself. */
export type EventMeta = { readonly id: EventId; readonly at: Temporal.Instant };
/** An event as it is handed over. */
export type Heard<E extends DomainEvent = DomainEvent> = { readonly event: E; readonly meta: EventMeta };
type Handler = (tx: Tx, heard: readonly Heard[]) => Promise<void>;
export type Subscription = {
  readonly name: string;
  readonly types: readonly EventType[];
  /** It takes many events at once; else it is given one at a time. */
  readonly takesMany: boolean;
  readonly handler: Handler;
};

const subscriptions = new Map<string, Subscription>();

/**
 * Tells others that something happened: written in the transaction, handed over after its commit, or never. Each subscriber
 * handles it in a transaction of its own, at least once, and its writes take effect exactly once.
 */
export async function publish(tx: Tx, clock: Clock, event: DomainEvent): Promise<EventId> {
  const id = newId('evt');
  await put(tx, { kind: 'event', name: event.type, key: id, payload: event, at: clock.now() });
  return id;
}

/**
 * Has `handler` called for each event of these types. It writes only by `tx`; mail, messages and calls to others are left to
 * jobs that it enqueues there. The name is kept in the database: renaming a subscriber makes a new one. Wiring a second server in
 * the same process replaces the handler of the same name.
 */
export function subscribe<T extends EventType>(
  name: string,
  types: readonly T[],
  handler: (tx: Tx, event: EventOf<T>, meta: EventMeta) => Promise<void>,
): void {
  register(name, types, false, async (tx, heard) => {
    // The relay hands over only events of the types named here.
    for (const { event, meta } of heard) await handler(tx, event as EventOf<T>, meta);
  });
}

/**
 * As `subscribe`, for what happens often: the handler is given all that wait, and does for them in a few statements what it would do for
 * each. If it fails nothing of it was done, and it is given them one by one.
 */
export function subscribeMany<T extends EventType>(
  name: string,
  types: readonly T[],
  handler: (tx: Tx, heard: readonly Heard<EventOf<T>>[]) => Promise<void>,
): void {
  register(name, types, true, handler as Handler);
}

function register(name: string, types: readonly EventType[], takesMany: boolean, handler: Handler): void {
  const known = subscriptions.get(name);
  if (known && String(known.types) !== String(types)) throw new Error(`two subscribers are called ${name}`);
  subscriptions.set(name, { name, types, takesMany, handler });
}

export const subscriptionNamed = (name: string): Subscription | undefined => subscriptions.get(name);
export const subscriberNames = (): string[] => [...subscriptions.keys()];
export const subscribersOfMany = (): string[] =>
  [...subscriptions.values()].filter(({ takesMany }) => takesMany).map(({ name }) => name);
export const subscribersOf = (type: string): string[] =>
  [...subscriptions.values()]
    .filter(({ types }) => types.some((each) => each === type))
    .map(({ name }) => name);

export type OutboxRow = {
  kind: 'event' | 'job' | 'hint';
  name: string;
  key: string | null;
  payload: unknown;
  at: Temporal.Instant;
};

/** Puts rows into the outbox, in their order, and wakes the relays of this process when they are committed. */
export async function put(tx: Tx, ...rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into platform.outbox (kind, name, key, payload, occurred_at)
    select row.kind, row.name, row.key, row.payload, row.at
    from unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ name }) => name)}::text[], ${rows.map(({ key }) => key)}::text[],
                ${rows.map(({ payload }) => JSON.stringify(payload))}::jsonb[], ${rows.map(({ at }) => at.toString())}::timestamptz[])
      with ordinality as row (kind, name, key, payload, at, n)
    order by row.n`.execute(tx);
  onCommit(tx, wakeRelays);
}

const sleepers = new Set<() => void>();
/** Called by relays: have `wake` called when this process has committed something for them. */
export function whenCommitted(wake: () => void): () => void {
  sleepers.add(wake);
  return () => sleepers.delete(wake);
}
/** For writers that put outbox rows by other means (the ledger's batch): there is something to hand over. */
export function wakeRelays(): void {
  for (const wake of sleepers) wake();
}
