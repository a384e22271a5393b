import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { instantOf, Temporal } from './clock.ts';
import { type Confirming, confirming, isUnconfirmed } from './db-confirming.ts';
import { type Line, openLine } from './db-line.ts';

export { CompiledQuery, sql };

/** No table is known to the builder: queries are written in SQL, in a room's `store.ts`. */
type Tables = Record<string, never>;
/** One open transaction. Whatever is done with it happens together or not at all. */
export type Tx = Transaction<Tables>;
/** Where a question can be asked: a transaction, or the pool outside of one. A function that only reads takes this. */
export type Reader = Kysely<Tables>;

export type Db = {
  /**
   * Runs the work in one transaction. A serialization failure or deadlock rolls it back and runs it again, a few times, so
   * the work must touch nothing but the transaction.
   */
  transaction<T>(
    work: (tx: Tx) => Promise<T>,
    options?: { isolation?: 'read committed' | 'repeatable read' | 'serializable' },
  ): Promise<T>;
  /** For questions outside of a transaction: `` sql`select …`.execute(db.read) ``. */
  readonly read: Reader;
  /** A connection of its own for statements that follow each other closely; opened with the first question. */
  readonly line: Line;
  readonly pool: pg.Pool;
  close(): Promise<void>;
};

/** The database cannot be reached or went away. `outcomeUnknown`: it went away while committing, so the work may have been done. */
export class DatabaseUnavailable extends Error {
  readonly code = 'temporarily_unavailable';
  readonly outcomeUnknown: boolean;
  constructor(cause: unknown, { outcomeUnknown }: { outcomeUnknown: boolean }) {
    super(`the database is not available: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'DatabaseUnavailable';
    this.outcomeUnknown = outcomeUnknown;
  }
}

/** What to do once a transaction has been committed; forgotten when it rolls back. */
const afterCommit = new WeakMap<Tx, (() => void)[]>();
/** Has `then` called as soon as this transaction is committed: to wake somebody up, never for anything that must happen. */
export function onCommit(tx: Tx, then: () => void): void {
  afterCommit.set(tx, [...(afterCommit.get(tx) ?? []), then]);
}

/** The whole transaction is lost or must be run again; not the failure of what was done in it. */
export const isOfTransaction = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable || isConflict(error);

/**
 * Does a part of a transaction that may fail alone: then nothing of it is written, what came before stays, and its error is handed back. Null: it
 * went well. What costs the whole transaction is thrown.
 */
export async function apart(tx: Tx, work: () => Promise<void>): Promise<{ readonly error: unknown } | null> {
  await sql`savepoint apart`.execute(tx);
  try {
    await work();
  } catch (error) {
    if (isOfTransaction(error)) throw error;
    await sql`rollback to savepoint apart`.execute(tx);
    return { error };
  }
  await sql`release savepoint apart`.execute(tx);
  return null;
}

/** Connections one process keeps at most. With 100 of the server's (`max_connections`) a few processes and the jobs fit in. */
const POOL_SIZE = 16;
/** Milliseconds to wait for a connection before saying that the database is not available. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Milliseconds a statement may run before the client gives the connection up; the server's own limit (`STATEMENT_TIMEOUT_MS`) comes first. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Milliseconds a statement of the running application may take; set on the runtime roles. */
export const STATEMENT_TIMEOUT_MS = 15_000;
/** Milliseconds a transaction may stand idle before the server ends it, so that a stuck process holds no lock for ever. */
export const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
/** Times a transaction is run before its conflict is told to the caller. */
const ATTEMPTS = 8;

/** How values arrive: int8 as bigint, timestamptz as Instant, date as PlainDate. Set per connection, so that libraries keep their own. */
const parsers = new Map<number, (text: string) => unknown>([
  [20, BigInt], // int8
  [1082, (text) => Temporal.PlainDate.from(text)], // date
  [1184, instantOf], // timestamptz
]);
/** Array types by the type of their elements. */
const arrays = new Map([
  [1016, 20],
  [1182, 1082],
  [1185, 1184],
]);
/** Splits `{a,NULL,"b"}`; the driver's parser of text[] (its type does not name array types). */
const textArray = (pg.types.getTypeParser as (oid: number) => (text: string) => (string | null)[])(1009);
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const parse = parsers.get(oid);
    if (parse) return parse;
    const element = parsers.get(arrays.get(oid) ?? 0);
    if (element)
      return (text: string) => textArray(text).map((item) => (item === null ? null : element(item)));
    return pg.types.getTypeParser(oid, format);
  },
};

/** A client of its own, for LISTEN and advisory locks; whoever opens it listens to its `error` and ends it. */
export async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => {}); // Without a listener a lost connection would end the process.
  try {
    await client.connect();
  } catch (error) {
    throw translated(error, '');
  }
  return client;
}

type Options = {
  /** Connections kept at most. */
  size?: number;
  /** Milliseconds a statement may take, instead of what the role allows: for an operator's command, not for requests. */
  patienceMs?: number;
  /** Where `line` connects to: past a transaction pooler, which would spread what follows each other over several connections. */
  lineUrl?: string;
  /** Whether connections remember statements; not through a transaction pooler, where the next one may come by another connection. */
  prepare?: boolean;
  /** Looks at every new connection before it is used; what it throws is what the asker gets. */
  guard?: (client: pg.ClientBase) => Promise<void>;
};

export function openDb(url: string, options: Options = {}): Db {
  const { size = POOL_SIZE, patienceMs, lineUrl = url, prepare = true, guard } = options;
  const poolOf = (max: number, more: pg.PoolConfig = {}): pg.Pool => {
    const made = new pg.Pool({
      connectionString: url,
      max,
      types,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: patienceMs ?? ANSWER_TIMEOUT_MS,
      ...(patienceMs !== undefined && { statement_timeout: patienceMs }),
      ...(guard && { onConnect: guard }),
      ...more,
    });
    made.on('error', () => {}); // An idle connection was lost; the next query opens another.
    made.on('connect', (client) => client.on('error', () => {}));
    return made;
  };
  const pool = poolOf(size);
  const confirmed = confirming();
  const kysely = new Kysely<Tables>({
    // Kysely's type asks for a cursor form too, which only streaming uses; nothing here streams.
    dialect: new PostgresDialect({
      pool: translatingPool(pool, { prepare, confirmed }) as unknown as PostgresPool,
    }),
  });
  const linePool = poolOf(1, { pipeline: true, connectionString: lineUrl });
  const lineClients = translatingPool(linePool, { prepare: prepare || lineUrl !== url, confirmed });
  const line = openLine(
    () => lineClients.connect(),
    (error) => error instanceof DatabaseUnavailable,
  );
  return {
    pool,
    read: kysely,
    line,
    transaction: (work, { isolation } = {}) =>
      retrying(async () => {
        const transaction = kysely.transaction();
        let opened: Tx | undefined;
        const result = await (isolation ? transaction.setIsolationLevel(isolation) : transaction).execute(
          (tx) => work((opened = tx)),
        );
        for (const then of (opened && afterCommit.get(opened)) ?? []) then();
        return result;
      }),
    close: async () => {
      await line.release();
      await Promise.all([pool.end(), linePool.end()]);
    },
  };
}

/** Milliseconds to wait before the next attempt: doubling up to a limit, spread so that two losers do not meet again. */
const pause = (attempt: number): number => Math.random() * Math.min(250, 5 * 2 ** attempt);

async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      await sleep(pause(attempt));
    }
  }
}

const sqlState = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
};

/** Another transaction was in the way (serialization failure, deadlock); running this one again can succeed. */
export const isConflict = (error: unknown): boolean =>
  ['40001', '40P01'].includes(sqlState(error) ?? '') ||
  (error instanceof DatabaseUnavailable && isOutdatedPlan(error.cause));

/** A migration has changed the type of a column that this connection remembers otherwise: it is given up, and another one asked. */
const isOutdatedPlan = (error: unknown): boolean =>
  sqlState(error) === '0A000' && error instanceof Error && error.message.startsWith('cached plan');

/** A unique index or constraint refused the row; with a name, that one did. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' &&
  (constraint === undefined ||
    (error instanceof Error && 'constraint' in error && error.constraint === constraint));

/** SQL states and system codes that mean the server is away, full or shutting down, not that the statement was wrong. */
const AWAY =
  /^(08...|57P0[1235]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout)/;

function translated(error: unknown, statement: string): unknown {
  if (!(error instanceof Error)) return error;
  const isAway = AWAY.test(sqlState(error) ?? '') || AWAY_MESSAGES.test(error.message);
  if (!isAway && !isOutdatedPlan(error)) return error;
  return new DatabaseUnavailable(error, { outcomeUnknown: statement === 'commit' });
}

/** Texts that get a name; more than the product has, so that only texts without end are left out. */
const NAMES_MAX = 1_000;
const names = new Map<string, string>();

/** The name under which every connection knows this text from its second use on: it is parsed and planned once, not per request. */
function nameOf(statement: string): string | undefined {
  const known = names.get(statement);
  if (known !== undefined || names.size === NAMES_MAX) return known;
  const name = `s${names.size + 1}`;
  names.set(statement, name);
  return name;
}

type TranslatingClient = {
  query<R extends pg.QueryResultRow>(
    statement: string,
    parameters: readonly unknown[],
  ): Promise<pg.QueryResult<R>>;
  release(): void;
};
type TranslatingPool = Omit<PostgresPool, 'connect'> & { connect(): Promise<TranslatingClient> };

/** The pool as Kysely sees it: what means "the database is away" becomes `DatabaseUnavailable`, whichever road it came by. */
function translatingPool(
  pool: pg.Pool,
  { prepare, confirmed }: { prepare: boolean; confirmed: Confirming },
): TranslatingPool {
  const wrapped = new WeakMap<pg.PoolClient, TranslatingClient>();
  async function connected(): Promise<pg.PoolClient> {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw translated(error, '');
    }
    try {
      await confirmed.confirm(client);
    } catch (error) {
      client.release(true);
      throw new DatabaseUnavailable(error, { outcomeUnknown: false });
    }
    return client;
  }
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await connected();
      const known = wrapped.get(client);
      if (known) return known;
      const fresh = translatingClient(client, { prepare, confirmed });
      wrapped.set(client, fresh);
      return fresh;
    },
  };
}

function translatingClient(
  client: pg.PoolClient,
  { prepare, confirmed }: { prepare: boolean; confirmed: Confirming },
): TranslatingClient {
  let lost = false;
  let unconfirmed: Error | undefined;
  client.on('notice', (notice) => {
    if (isUnconfirmed(notice)) unconfirmed = new Error(notice.message);
  });
  /** What is told when the database is away or did not keep its promise; the next connection asks first what became of it. */
  function unavailable(error: DatabaseUnavailable): DatabaseUnavailable {
    lost = true;
    confirmed.doubt();
    return unconfirmed ? new DatabaseUnavailable(unconfirmed, { outcomeUnknown: true }) : error;
  }
  async function query<R extends pg.QueryResultRow>(statement: string, parameters: readonly unknown[]) {
    const values = [...parameters];
    // Without values there is nothing to plan ahead: begin, commit, savepoints.
    const name = prepare && values.length > 0 ? nameOf(statement) : undefined;
    let result: pg.QueryResult<R>;
    try {
      result = await client.query<R>(
        name === undefined ? { text: statement, values } : { name, text: statement, values },
      );
    } catch (error) {
      const told = translated(error, statement);
      throw told instanceof DatabaseUnavailable ? unavailable(told) : told;
    }
    if (unconfirmed) throw unavailable(new DatabaseUnavailable(unconfirmed, { outcomeUnknown: true }));
    return result;
  }
  return { query, release: () => client.release(lost) };
}
