import type { Client } from 'pg';
import { type Db, openClient } from './db.ts';
import type { Logger } from './log.ts';
import { type Loop, startLoop } from './loop.ts';
import { CHANNEL, readHeads, readHints, type SentHint } from './stream-store.ts';

/** Hints read at once of one audience. */
const PAGE = 200;
/** Milliseconds between looks for what a lost notification would have told. */
const SWEEP_MS = 10_000;
/** Milliseconds between signs that the listening connection lives. */
const PING_MS = 5_000;

/** Somebody who listens to audiences in this process. It gets each hint once and in order of its audience. */
export type Listener = {
  readonly audiences: readonly string[];
  /** The next one for this audience, one higher than the last. */
  deliver(hint: SentHint): void;
  /** The last number delivered, or from where to begin. */
  position(audience: string): bigint;
};

export type StreamHub = {
  /** Resolves when the listener has all there is; from then on it gets what is new. */
  add(listener: Listener): Promise<void>;
  remove(listener: Listener): void;
  stop(): Promise<void>;
  /** Ends the connection that listens, as a broken network would; for tests. */
  readonly cut: () => Promise<void>;
};

type Deps = { readonly db: Db; readonly directUrl: string; readonly log: Logger };

/**
 * One per process: listens to the database for news and hands hints to the streams that are open here. A notification is only
 * the wake-up; what is delivered is read from the table from each listener's own position, so a lost one costs time and nothing
 * else. After a lost connection everything is read again.
 */
export function startStreamHub({ db, directUrl, log }: Deps): StreamHub {
  const listeners = new Map<string, Set<Listener>>();
  const pump = startPump(db, log, listeners);
  const line = startListening({ directUrl, log, onNews: pump.news, onConnected: pump.all });
  return {
    async add(listener) {
      for (const audience of listener.audiences) {
        const others = listeners.get(audience) ?? new Set();
        listeners.set(audience, others.add(listener));
      }
      await pump.read(listener.audiences);
    },
    remove(listener) {
      for (const audience of listener.audiences) {
        const others = listeners.get(audience);
        others?.delete(listener);
        if (others?.size === 0) listeners.delete(audience);
      }
    },
    async stop() {
      await Promise.all([pump.stop(), line.stop()]);
    },
    cut: line.cut,
  };
}

/** Reads what is new for the listeners of this process, one read at a time, so that no hint can overtake another. */
function startPump(db: Db, log: Logger, listeners: ReadonlyMap<string, ReadonlySet<Listener>>) {
  const stale = new Set<string>();
  let busy: Promise<void> = Promise.resolve();
  async function readStale(): Promise<void> {
    const audiences = [...stale].filter((audience) => listeners.has(audience));
    stale.clear();
    if (audiences.length === 0) return;
    try {
      const heads = await readHeads(db.read, audiences);
      for (const [audience, head] of heads)
        await deliverUpTo(db, audience, head, listeners.get(audience) ?? new Set());
    } catch (error) {
      for (const audience of audiences) stale.add(audience);
      throw error;
    }
  }
  function read(audiences: Iterable<string>): Promise<void> {
    for (const audience of audiences) stale.add(audience);
    busy = busy.then(readStale, readStale);
    return busy;
  }
  const loop = startLoop({ name: 'stream-pump', log, everyMs: SWEEP_MS, work: () => read(listeners.keys()) });
  return {
    read,
    stop: () => loop.stop(),
    all: () => loop.wake(),
    news(audience: string): void {
      // What fails here the loop tries again, with pauses, and says what is wrong.
      if (listeners.has(audience)) void read([audience]).catch(() => loop.wake());
    },
  };
}

type Listening = {
  readonly directUrl: string;
  readonly log: Logger;
  readonly onNews: (audience: string) => void;
  /** There may have been news while nobody listened. */
  readonly onConnected: () => void;
};

/** Holds a connection that listens, and gets another when it is lost. */
function startListening({ directUrl, log, onNews, onConnected }: Listening) {
  let client: Client | undefined;
  let stopping = false;
  const loop: Loop = startLoop({
    name: 'stream-listen',
    log,
    everyMs: PING_MS,
    work: async () => {
      if (client) await client.query('select 1');
      else await connect();
    },
  });
  async function connect(): Promise<void> {
    const fresh = await openClient(directUrl);
    const lost = (): void => {
      if (client === fresh) client = undefined;
      if (!stopping) loop.wake();
    };
    fresh.on('error', lost).on('end', lost);
    fresh.on('notification', ({ payload = '' }) => onNews(payload.slice(0, payload.lastIndexOf(' '))));
    try {
      await fresh.query(`listen ${CHANNEL}`);
    } catch (error) {
      await fresh.end().catch(() => {});
      throw error;
    }
    client = fresh;
    onConnected();
  }
  return {
    async stop() {
      stopping = true;
      await loop.stop();
      await client?.end().catch(() => {});
    },
    cut: async () => client?.end(),
  };
}

/** Brings every listener of an audience up to a number. Read once for all of them, from where the last of them stands. */
async function deliverUpTo(
  db: Db,
  audience: string,
  head: bigint,
  listeners: ReadonlySet<Listener>,
): Promise<void> {
  for (;;) {
    const behind = [...listeners].filter((listener) => listener.position(audience) < head);
    if (behind.length === 0) return;
    const from = behind.map((listener) => listener.position(audience)).reduce((a, b) => (a < b ? a : b));
    const hints = await readHints(db.read, audience, from, PAGE);
    if (hints.length === 0) return; // They have been forgotten; the stream said `fresh` when it began so far back.
    for (const hint of hints)
      for (const listener of behind) if (hint.seq > listener.position(audience)) listener.deliver(hint);
  }
}
