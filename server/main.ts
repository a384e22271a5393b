// The only place that knows every room: settings → database → rooms → http, jobs, realtime. It wires and decides nothing.
import { GUEST } from '#platform/actor';
import { systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { openDb } from '#platform/db';
import { createServer, type Server } from '#platform/http';
import { createLog } from '#platform/log';
import { OperatorError } from '#platform/operator-error';

export type Running = {
  /** Finishes what was accepted, then ends. */
  stop(): Promise<void>;
};

/** Starts everything that this process serves, on an open database. */
export async function startServer(config: Config, database: Database): Promise<Running> {
  const log = createLog({ level: config.logLevel });
  const clock = systemClock;
  const db = openDb(database.appUrl);
  const server = await createServer({
    db,
    clock,
    log,
    publicOrigins: [config.publicUrl],
    secure: config.publicUrl.startsWith('https://'),
    trustedProxies: config.trustedProxy ?? [],
    frames: [config.cardAcquirerPublicUrl],
    authenticate: async () => GUEST,
    render: (reason) => ({ title: reason.code, detail: reason.code }),
  });
  server.get('/health/live', { config: { access: 'public' } }, () => ({ ok: true }));
  server.get('/health/ready', { config: { access: 'public' } }, async () => {
    await db.pool.query('select 1');
    return { ok: true };
  });
  await listen(server, config);
  return {
    stop: async () => {
      await server.close();
      await db.close();
    },
  };
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new OperatorError(
        `port ${port} on ${host} is taken: end what uses it, or set PORT to another (0 takes a free one)`,
        { cause: error },
      );
    }
    throw error;
  }
}
