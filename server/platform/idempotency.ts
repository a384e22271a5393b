import { canonicalJson } from '#common/canonical-json';
import type { Clock } from './clock.ts';
import { sha256 } from './crypto.ts';
import { type Db, type Reader, sql, type Tx } from './db.ts';
import { Refused } from './problem.ts';

/** Days a key is remembered. Thirty are promised; the business id in the body stays unique for ever. */
export const KEEP_DAYS = 45;
/** What a key may look like: 1 to 255 printable ASCII letters. */
export const isIdempotencyKey = (text: unknown): text is string =>
  typeof text === 'string' && /^[\x21-\x7e]{1,255}$/.test(text);

/** Whose request it is, which route, and what it asks: two actors may use the same key without ever meeting. */
export type KeyedRequest = {
  readonly actor: string;
  readonly route: string;
  readonly key: string;
  readonly fingerprint: Buffer;
};
export type KeyedAnswer = { readonly status: number; readonly body: string };
/** An answer as the work gives it; `refused` undoes what the work wrote and keeps only the answer. */
type Outcome = KeyedAnswer & { readonly refused: boolean };

/** A way to carry a request out at once with others, its key's row too: see `Quick` in http-serve.ts. */
export type QuickWay = {
  /** Null leaves it to the transaction of its own; then nothing was written. */
  readonly attempt: () => Promise<KeyedAnswer | null>;
  /** The first answer again: it was kept as the name of an operation and is made from its records. */
  readonly again: (read: Reader, of: string) => Promise<string>;
};

type Row = { fingerprint: Buffer; status: number | null; body: string | null; answer_of: string | null };

/** A refusal that tells to try again (503, 429) must not be what every retry gets. */
const isPassing = ({ status }: KeyedAnswer): boolean => status >= 500 || status === 429;
class NotKept extends Error {
  readonly answer: KeyedAnswer;
  constructor(answer: KeyedAnswer) {
    super('the answer is not kept');
    this.answer = answer;
  }
}

/** Requests with the same key in this process wait for each other here, so that they do not each hold a connection. */
const running = new Map<string, Promise<unknown>>();

/**
 * Does the work once per key. The key's row, the work's effect and the answer commit together; whoever comes with the same key
 * meanwhile waits for that row and gets the same answer. A killed process leaves either all of it or nothing.
 */
export async function once(
  { db, clock }: { db: Db; clock: Clock },
  request: KeyedRequest,
  work: (tx: Tx) => Promise<Outcome>,
  quick?: QuickWay,
): Promise<KeyedAnswer & { readonly replayed: boolean }> {
  const turn = `${request.actor} ${request.route} ${request.key}`;
  return inTurn(turn, async () => {
    const done = await quick?.attempt();
    if (done) return { ...done, replayed: false };
    try {
      return await db.transaction((tx) => inTransaction(tx, clock, request, work, quick));
    } catch (error) {
      if (error instanceof NotKept) return { ...error.answer, replayed: false };
      throw error;
    }
  });
}

async function inTransaction(
  tx: Tx,
  clock: Clock,
  request: KeyedRequest,
  work: (tx: Tx) => Promise<Outcome>,
  quick: QuickWay | undefined,
) {
  // Waits for a transaction that has inserted the same key and not ended yet.
  const { rows: inserted } = await sql<{ key: string }>`
    insert into platform.idempotency (actor, route, key, fingerprint, created_at)
    values (${request.actor}, ${request.route}, ${request.key}, ${request.fingerprint}, ${clock.now().toString()})
    on conflict do nothing returning key`.execute(tx);
  if (inserted.length === 0) return replay(tx, request, quick);
  await sql`savepoint effect`.execute(tx);
  const { refused, status, body } = await work(tx);
  if (refused && isPassing({ status, body })) throw new NotKept({ status, body });
  await (refused ? sql`rollback to savepoint effect` : sql`release savepoint effect`).execute(tx);
  await sql`
    update platform.idempotency set status = ${status}, body = ${body}
    where actor = ${request.actor} and route = ${request.route} and key = ${request.key}`.execute(tx);
  return { status, body, replayed: false };
}

/** Puts a later answer in the place of the one that was committed with the effect. */
export async function keepAnswer(
  { db }: { db: Db },
  { actor, route, key }: KeyedRequest,
  { status, body }: KeyedAnswer,
): Promise<void> {
  await sql`
    update platform.idempotency set status = ${status}, body = ${body}
    where actor = ${actor} and route = ${route} and key = ${key}`.execute(db.read);
}

async function replay(tx: Tx, { actor, route, key, fingerprint }: KeyedRequest, quick: QuickWay | undefined) {
  const { rows } = await sql<Row>`
    select fingerprint, status, body, answer_of from platform.idempotency
    where actor = ${actor} and route = ${route} and key = ${key}`.execute(tx);
  const row = rows[0];
  if (!row || row.status === null) throw new Error('a key without its answer was committed');
  if (!row.fingerprint.equals(fingerprint)) throw new Refused({ code: 'idempotency_key_reused' });
  const body = row.answer_of === null ? (row.body ?? '') : await quick?.again(tx, row.answer_of);
  if (body === undefined) throw new Error(`nobody can make the answer of ${row.answer_of ?? ''} again`);
  return { status: row.status, body, replayed: true };
}

async function inTurn<T>(turn: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(turn);
  const mine = (before ?? Promise.resolve()).then(work, work);
  const settled = mine.then(
    () => {},
    () => {},
  );
  running.set(turn, settled);
  try {
    return await mine;
  } finally {
    if (running.get(turn) === settled) running.delete(turn);
  }
}

/** How a key travels to where many are kept in one call (`platform.keep_answers`), each with an answer that its operation's records make again. */
export const keptKey = ({ actor, route, key, fingerprint }: KeyedRequest) => ({
  actor,
  route,
  key,
  fingerprint: fingerprint.toString('base64'),
});

export { canonicalJson };

/** What a request asks, independent of the order of names and of white space. */
export const fingerprintOf = (request: unknown): Buffer => sha256(canonicalJson(request));

/** Forgets keys older than promised. */
export async function forgetOldKeys(db: Db, clock: Clock): Promise<void> {
  const before = clock.now().subtract({ hours: KEEP_DAYS * 24 });
  await sql`delete from platform.idempotency where created_at < ${before.toString()}`.execute(db.read);
}
