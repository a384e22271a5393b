import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Hint, STREAM_EVENTS, streamApi } from '#common/api/stream';
import { type CustomerActor, type StaffActor } from './actor.ts';
import { type Db, sql } from './db.ts';
import type { Server } from './http-base.ts';
import { serve } from './http-serve.ts';
import type { Logger } from './log.ts';
import { type Loop, startLoop } from './loop.ts';
import { hintsSent, streamsOpen } from './metrics.ts';
import { Refused } from './problem.ts';
import type { Listener, StreamHub } from './stream-hub.ts';
import { type Position, positionText, readPosition } from './stream-position.ts';
import { readHeads } from './stream-store.ts';

/** Milliseconds between comments that keep proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** Milliseconds between looks whether the sessions of open streams still live: a stream outlasts its session by less than five seconds. */
const SESSIONS_MS = 2_000;
/** Open streams of one person; a browser shares one between its tabs, so this is many devices. The oldest gives way. */
const STREAMS_PER_ACTOR = 12;
/** Audiences of one stream: an agent with very many open cases gets the rest by `staff`. */
const AUDIENCES_MAX = 100;
/** Bytes that may wait for a reader that does not read; then it is cut off and comes back when it can. */
const BACKLOG_MAX_BYTES = 256 * 1024;
/** Milliseconds a browser waits before it comes back. */
const RETRY_MS = 1_000;

type SignedIn = CustomerActor | StaffActor;
export type StreamDeps = {
  readonly db: Db;
  readonly log: Logger;
  readonly hub: StreamHub;
  /** What this person may hear. */
  readonly audiencesOf: (actor: SignedIn) => Promise<readonly string[]>;
  /** Those of these sessions that are still good. */
  readonly liveSessions: (
    sessions: readonly { readonly kind: SignedIn['kind']; readonly id: string }[],
  ) => Promise<ReadonlySet<string>>;
};

type Stream = Listener & {
  readonly actor: SignedIn;
  readonly reply: FastifyReply;
  close(why: 'end' | 'again'): void;
};

/** Serves the event streams of customers and of staff. */
export function serveStreams(server: Server, deps: StreamDeps): void {
  const open = new Set<Stream>();
  const loops: Loop[] = [];
  server.addHook('onReady', async () => {
    loops.push(
      startLoop({
        name: 'stream-heartbeat',
        log: deps.log,
        everyMs: HEARTBEAT_MS,
        work: async () => beat(open),
      }),
    );
    loops.push(
      startLoop({
        name: 'stream-sessions',
        log: deps.log,
        everyMs: SESSIONS_MS,
        work: () => endDeadSessions(open, deps),
      }),
    );
  });
  // Before the server waits for open requests: these would never end by themselves.
  server.addHook('preClose', async () => {
    server.okpay.draining = true;
    for (const stream of open) stream.close('again');
    await Promise.all(loops.map((loop) => loop.stop()));
  });
  serve(server, streamApi.stream, (ctx) => openStream(open, deps, ctx));
  serve(server, streamApi.staffStream, (ctx) => openStream(open, deps, ctx));
}

type Context = {
  readonly actor: SignedIn;
  readonly query: { readonly last_event_id?: string | undefined };
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

async function openStream(
  open: Set<Stream>,
  deps: StreamDeps,
  { actor, query, request, reply }: Context,
): Promise<void> {
  if (request.server.okpay.draining)
    throw new Refused({ code: 'temporarily_unavailable' }, { retryAfterSeconds: 1 });
  const audiences = (await deps.audiencesOf(actor)).slice(0, AUDIENCES_MAX);
  const asked = String(request.headers['last-event-id'] ?? query.last_event_id ?? '');
  const { position, fresh } = await startingPosition(deps.db, audiences, asked);
  if (request.raw.destroyed) return;
  makeRoom(open, actor);
  reply.hijack();
  reply.raw.writeHead(200, {
    ...request.server.okpay.headers,
    'x-request-id': request.id,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    // The line ends with the stream, or a stopping server would wait for its next request.
    connection: 'close',
  });
  const stream = streamTo(reply, actor, audiences, position);
  reply.raw.write(
    `retry: ${RETRY_MS}\nid: ${positionText(position)}\nevent: ${STREAM_EVENTS.hello}\ndata: ${JSON.stringify({ fresh })}\n\n`,
  );
  open.add(stream);
  streamsOpen.set(open.size);
  reply.raw.once('close', () => {
    open.delete(stream);
    streamsOpen.set(open.size);
    deps.hub.remove(stream);
  });
  await deps.hub.add(stream).catch(() => stream.close('again'));
}

/** From where a stream goes on. Audiences it knows nothing of begin at their end; too long ago, or in a future that was restored away, is `fresh`. */
async function startingPosition(
  db: Db,
  audiences: readonly string[],
  asked: string,
): Promise<{ position: Position; fresh: boolean }> {
  const known = readPosition(asked, audiences);
  const heads = await readHeads(db.read, audiences);
  const gone = await forgotten(db, known);
  const position: Position = new Map();
  let fresh = known.size === 0;
  for (const [audience, head] of heads) {
    const at = known.get(audience);
    const usable = at !== undefined && at <= head && !gone.has(audience);
    position.set(audience, usable ? at : head);
    if (at !== undefined && !usable) fresh = true;
  }
  return { position, fresh };
}

/** Audiences whose next hint after this position is kept no more. */
async function forgotten(db: Db, position: Position): Promise<Set<string>> {
  if (position.size === 0) return new Set();
  const { rows } = await sql<{ audience: string }>`
    select asked.audience
    from unnest(${[...position.keys()]}::text[], ${[...position.values()]}::bigint[]) as asked (audience, seq)
    join platform.stream_head head on head.audience = asked.audience and head.last_seq > asked.seq
    where not exists (select from platform.stream_event event where event.audience = asked.audience and event.seq = asked.seq + 1)`.execute(
    db.read,
  );
  return new Set(rows.map(({ audience }) => audience));
}

function makeRoom(open: Set<Stream>, actor: SignedIn): void {
  const own = [...open].filter((stream) => stream.actor.id === actor.id);
  for (const stream of own.slice(0, Math.max(0, own.length - STREAMS_PER_ACTOR + 1))) stream.close('again');
}

function streamTo(
  reply: FastifyReply,
  actor: SignedIn,
  audiences: readonly string[],
  position: Position,
): Stream {
  const { raw } = reply;
  const close = (why: 'end' | 'again'): void => {
    if (raw.writableEnded) return;
    raw.end(why === 'end' ? `event: ${STREAM_EVENTS.end}\ndata: {}\n\n` : '');
  };
  return {
    actor,
    reply,
    audiences,
    close,
    position: (audience) => position.get(audience) ?? 0n,
    deliver({ audience, seq, type, id }) {
      position.set(audience, seq);
      if (raw.writableEnded) return;
      const hint: Hint = { type, id };
      raw.write(`id: ${positionText(position)}\ndata: ${JSON.stringify(hint)}\n\n`);
      hintsSent.inc();
      if (raw.writableLength > BACKLOG_MAX_BYTES) raw.destroy();
    },
  };
}

function beat(open: ReadonlySet<Stream>): void {
  for (const { reply } of open) if (!reply.raw.writableEnded) reply.raw.write(': still here\n\n');
}

async function endDeadSessions(open: ReadonlySet<Stream>, { liveSessions }: StreamDeps): Promise<void> {
  if (open.size === 0) return;
  const streams = [...open];
  const live = await liveSessions(streams.map(({ actor }) => ({ kind: actor.kind, id: actor.sessionId })));
  for (const stream of streams) if (!live.has(stream.actor.sessionId)) stream.close('end');
}
