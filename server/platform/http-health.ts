import type { FastifyRequest } from 'fastify';
import { isSameSecret } from './crypto.ts';
import { type Db, sql } from './db.ts';
import type { Server } from './http-base.ts';
import { sendRefusal } from './http-errors.ts';
import type { Logger } from './log.ts';
import { archiveFailing, registry } from './metrics.ts';
import { outboxLagSeconds } from './outbox-relay.ts';

/** Milliseconds a check may take before it counts as failed, and how long its answer is given again: nobody loads us by asking. */
const CHECK_TIMEOUT_MS = 2_000;
const CHECK_KEPT_MS = 1_000;
/** Seconds that something committed may wait to be handed over before this process is called not ready. */
const OUTBOX_LAG_MAX_SECONDS = 60;

export type HealthDeps = {
  readonly db: Db;
  readonly log: Logger;
  /** Names of the migrations that this version needs. */
  readonly migrations: readonly string[];
  /** Opens /metrics to whoever knows it; without it only this machine may ask. */
  readonly metricsToken?: string | undefined;
};

/** `/health/live` (the process runs), `/health/ready` (it can do its work), `/metrics`. None of them says why. */
export function serveHealth(server: Server, { db, log, migrations, metricsToken }: HealthDeps): void {
  const open = { config: { access: 'public' } } as const;
  const ready = readiness({ db, log, migrations });
  server.get('/health/live', open, async () => ({ status: 'ok' }));
  server.get('/health/ready', open, async (_request, reply) => {
    const fine = !server.okpay.draining && (await ready());
    return reply.code(fine ? 200 : 503).send({ status: fine ? 'ok' : 'unavailable' });
  });
  server.get('/metrics', open, async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) return sendRefusal(request, reply, { code: 'not_found' });
    await lookAtArchive(db).catch(() => {}); // While the database is away the other figures are told all the same.
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** By the token; where none is set, by a direct connection of this machine: behind a proxy everybody would come from there. */
function mayReadMetrics({ headers, socket }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return isSameSecret(headers.authorization ?? '', `Bearer ${token}`);
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers || 'via' in headers;
  return !isForwarded && /^(?:127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

/** Asks the database at most once a second, however many ask here. */
function readiness({
  db,
  log,
  migrations,
}: Pick<HealthDeps, 'db' | 'log' | 'migrations'>): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined;
  let until = 0;
  return () => {
    if (answer !== undefined && performance.now() < until) return answer;
    until = performance.now() + CHECK_KEPT_MS;
    answer = Promise.race([check(db, migrations), timeout()]).catch((error: unknown) => {
      log.warn({ err: error }, 'not ready');
      return false;
    });
    return answer;
  };
}

/** The last attempt counts: a failure that a success has followed is over. Without an archive nothing fails. */
async function lookAtArchive(db: Db): Promise<void> {
  const { rows } = await sql<{ failing: boolean }>`
    select last_failed_time is not null and last_failed_time > coalesce(last_archived_time, '-infinity') as failing
    from pg_stat_archiver`.execute(db.read);
  archiveFailing.set(rows[0]?.failing ? 1 : 0);
}

const timeout = (): Promise<never> =>
  new Promise((_done, failed) => {
    setTimeout(() => failed(new Error('the database did not answer in time')), CHECK_TIMEOUT_MS).unref();
  });

async function check(db: Db, migrations: readonly string[]): Promise<boolean> {
  await sql`
    insert into platform.worker (id, seen_at) values ('health', clock_timestamp())
    on conflict (id) do update set seen_at = clock_timestamp()`.execute(db.read);
  const { rows } = await sql<{ name: string }>`select name from public.platform_migration`.execute(db.read);
  const applied = new Set(rows.map(({ name }) => name));
  const missing = migrations.filter((name) => !applied.has(name));
  if (missing.length > 0) throw new Error(`migrations are missing: ${missing.join(', ')}`);
  const lag = await outboxLagSeconds(db);
  if (lag > OUTBOX_LAG_MAX_SECONDS) throw new Error(`the outbox is ${Math.round(lag)} s behind`);
  return true;
}
