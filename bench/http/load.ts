// The load generator: a process of its own, so that asking does not run on the event loop that answers. It is told what to do by
// messages of its parent, and answers each with what it saw.
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../report.ts';
import { type Connection, openConnections } from './wire.ts';

export type Order = {
  readonly port: number;
  /** Whole requests as base64; each is sent once, or again and again when `repeat` is set. */
  readonly requests: readonly string[];
  readonly repeat: boolean;
  /** Status of every answer that counts; any other ends the measurement. */
  readonly expected: number;
  readonly seconds: number;
} & (
  | { readonly kind: 'closed'; readonly callers: number }
  | { readonly kind: 'open'; readonly perSecond: number }
);

export type Seen = {
  readonly answers: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
};

/** Connections of the open loop: more requests than this at once wait for one, and their waiting counts. */
const OPEN_CONNECTIONS = 128;

process.on('message', (order: Order) => {
  void run(order).then(
    (seen) => process.send?.({ seen }),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) }),
  );
});

async function run(order: Order): Promise<Seen> {
  const requests = order.requests.map((text) => Buffer.from(text, 'base64'));
  const connections = await openConnections(
    order.port,
    order.kind === 'closed' ? order.callers : OPEN_CONNECTIONS,
  );
  try {
    return order.kind === 'closed'
      ? await closedLoop(order, requests, connections)
      : await openLoop(order, requests, connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Every caller sends its next request as soon as the last one is answered. */
async function closedLoop(
  order: Order,
  requests: readonly Buffer[],
  connections: readonly Connection[],
): Promise<Seen> {
  const latencies: number[] = [];
  let next = 0;
  const began = performance.now();
  const until = began + order.seconds * 1000;
  const callers = connections.map(async (connection) => {
    while (performance.now() < until) {
      const request = requests[order.repeat ? next++ % requests.length : next++];
      if (!request) return;
      const sent = performance.now();
      await ask(connection, request, order.expected);
      latencies.push(performance.now() - sent);
    }
  });
  await Promise.all(callers);
  return summary(latencies, performance.now() - began);
}

/**
 * Requests arrive at their own times, whatever the server does: by chance, as independent people do (exponential gaps). A latency
 * counts from the planned time, so that a stall is felt by everyone who would have arrived in it.
 */
async function openLoop(
  order: Order & { kind: 'open' },
  requests: readonly Buffer[],
  connections: Connection[],
): Promise<Seen> {
  const latencies: number[] = [];
  const free = [...connections];
  const waiting: ((connection: Connection) => void)[] = [];
  const take = (): Promise<Connection> | Connection =>
    free.pop() ?? new Promise((taken) => waiting.push(taken));
  const giveBack = (connection: Connection): void => {
    const first = waiting.shift();
    if (first) first(connection);
    else free.push(connection);
  };
  const one = async (request: Buffer, planned: number): Promise<void> => {
    const connection = await take();
    await ask(connection, request, order.expected);
    latencies.push(performance.now() - planned);
    giveBack(connection);
  };
  const chance = seededChance(1);
  const began = performance.now();
  const running: Promise<void>[] = [];
  let planned = began;
  for (const request of requests) {
    planned += (-Math.log(1 - chance()) * 1000) / order.perSecond;
    if (planned > began + order.seconds * 1000) break;
    const early = planned - performance.now();
    if (early > 0) await sleep(early);
    running.push(one(request, planned));
  }
  await Promise.all(running);
  return summary(latencies, performance.now() - began);
}

async function ask(connection: Connection, request: Buffer, expected: number): Promise<void> {
  const { status, body } = await connection.ask(request);
  if (status !== expected)
    throw new Error(`answered ${status} instead of ${expected}: ${body.slice(0, 300)}`);
}

function summary(latencies: readonly number[], ms: number): Seen {
  const sorted = latencies.toSorted((a, b) => a - b);
  return {
    answers: sorted.length,
    seconds: ms / 1000,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: sorted.at(-1) ?? Number.NaN,
  };
}

/** The same arrivals in every run (mulberry32). */
function seededChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
