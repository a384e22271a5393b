// The only place that knows every room: settings → database → rooms → http, jobs, realtime. It wires and decides nothing.
import * as identity from '#identity';
import { defineLedgerParts, openFence, startSealing } from '#ledger';
import * as notifications from '#notifications';
import { type MovableClock, movableClock, systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import { openDb } from '#platform/db';
import { createServer, type Server } from '#platform/http';
import { serveHealth } from '#platform/http-health';
import { defineHousekeeping } from '#platform/housekeeping';
import { startWorkers } from '#platform/jobs';
import { createLog } from '#platform/log';
import { migrationsIn } from '#platform/migrate';
import { OperatorError } from '#platform/operator-error';
import { startRelay } from '#platform/outbox-relay';
import { startStreamHub, type StreamHub } from '#platform/realtime';
import { startTimers, wakeTimers } from '#platform/timers';
import {
  defineAnswerKeeping,
  defineForgetting,
  defineReviews,
  defineScreening,
  keepAnswersNow,
  requestLists,
} from '#risk';
import * as sandbox from '#sandbox';
import * as support from '#support';
import * as wallet from '#wallet';
import { docs } from './wiring/docs.ts';
import { httpOptions } from './wiring/http-options.ts';
import { publicPages } from './wiring/pages.ts';
import { type Parts, partsOf } from './wiring/parts.ts';
import { siteRoutes, streams } from './wiring/site-routes.ts';

export type Running = {
  /** Finishes what was accepted, then ends. */
  stop(): Promise<void>;
};

/** Ends one part of what runs. */
type End = () => unknown;

/** Ends one after the other, all of them whatever happens, and then says what went wrong. */
async function endAll(ends: readonly End[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything ended as it should');
}

/** Starts everything that this process serves, on an open database. What had started ends again if something does not. */
export async function startServer(config: Config, database: Database): Promise<Running> {
  const begun: End[] = [];
  try {
    return await start(config, database, begun);
  } catch (error) {
    await endAll(begun.toReversed()).catch(() => {}); // Why it did not start is what matters.
    throw error;
  }
}

async function start(config: Config, database: Database, begun: End[]): Promise<Running> {
  const log = createLog({ level: config.logLevel });
  const fence = openFence({ folder: config.data, log });
  // An address past a pooler is given only where there is one.
  const prepare = database.directUrl === database.appUrl;
  const db = openDb(database.appUrl, { lineUrl: database.directUrl, prepare, guard: fence.guard });
  begun.push(() => db.close());
  await fence.refuseBehind(db);
  // Only a sandbox has a clock that can be moved; nothing but this line knows the difference.
  const movable = config.mode === 'sandbox' ? movableClock() : null;
  const clock = movable ?? systemClock;
  const followed = movable && (await sandbox.followClock(db, movable, async () => wakeTimers()));
  begun.push(() => followed?.stop());
  const parts = partsOf(config, { db, clock, log });
  begun.push(() => parts.ledger.close());
  registerWork(parts);
  const server = await createServer(httpOptions(config, parts));
  const hub = startStreamHub({ db, directUrl: database.directUrl, log });
  begun.push(
    () => hub.stop(),
    () => server.close(),
  );
  serveRooms(server, config, parts, hub);
  if (movable && followed) serveSandbox(server, config, parts, { movable, followed });

  const work = startWork(parts, { database, begun });
  fence.watch(db);
  begun.push(() => fence.stop());
  await requestWork(parts);
  await listen(server, config);
  return {
    // First no new requests, then no new work; what was accepted is finished before its connections go.
    stop: () =>
      endAll([
        () => followed?.stop(),
        () => server.close(),
        () => parts.ledger.close(),
        ...work,
        () => hub.stop(),
        () => fence.stop(),
        () => db.close(),
      ]),
  };
}

type Around = { readonly database: Database; readonly begun: End[] };

/** What works through what is due; answered is how each ends, in that order. */
function startWork({ db, clock, log, signingKeys }: Parts, { database, begun }: Around): End[] {
  const relay = startRelay({ db, log });
  begun.push(() => relay.stop());
  const workers = startWorkers({ jobsUrl: database.jobsUrl, db, clock, log });
  begun.push(() => workers.stop());
  const timers = startTimers({ db, clock, log });
  begun.push(() => timers.stop());
  const sealing = startSealing({ db, clock, log, signingKeys });
  begun.push(() => sealing.stop());
  return [() => timers.stop(), () => sealing.stop(), () => relay.stop(), () => workers.stop()];
}

/** What is looked at when a server starts, whatever the timers say. */
async function requestWork({ db }: Parts): Promise<void> {
  await requestLists(db, null);
  await db.transaction(keepAnswersNow);
  await wallet.requestRates(db);
  await wallet.requestReports(db);
  await wallet.requestMessages(db);
}

/** Jobs, timers and subscribers: what happens without anybody asking. */
function registerWork(parts: Parts): void {
  defineHousekeeping(parts);
  defineLedgerParts(parts);
  defineReviews(parts);
  defineForgetting(parts);
  defineAnswerKeeping({ ...parts.support, idClock: systemClock });
  defineScreening(parts.screening);
  identity.defineIdentityHousekeeping(parts);
  identity.defineClosing(parts);
  identity.defineRetention({ ...parts, erasers: erasersOf(parts) });
  identity.defineProofJobs(parts.identity);
  wallet.registerJobs(parts.wallet);
  support.registerJobs(parts.support);
  notifications.registerSubscribers(parts.notifications);
}

/** What rooms above identity erase of a person when its time is over. */
const erasersOf = ({ clock }: Parts): Parameters<typeof identity.defineRetention>[0]['erasers'] => ({
  messages: notifications.eraseMessages,
  bankAccounts: async (tx, customer) => {
    await wallet.eraseBankAccounts(tx, customer, clock.now());
    await wallet.eraseBeneficiaries(tx, customer, clock.now());
    await wallet.erasePayers(tx, customer);
    await wallet.eraseKeptCards(tx, customer);
  },
});

function serveRooms(server: Server, config: Config, parts: Parts, hub: StreamHub): void {
  const migrations = migrationsIn().map(({ name }) => name);
  serveHealth(server, { ...parts, migrations, metricsToken: config.metricsToken });
  siteRoutes(server, config, parts);
  identity.routes(server, parts.identity);
  wallet.routes(server, parts.wallet);
  support.routes(server, parts.support);
  notifications.routes(server, parts.notifications);
  streams(server, parts, hub);
  const { limits, bank, ewallet, correspondent } = parts.wallet;
  publicPages(server, { ...parts, config, limits, bank, ewallet, correspondent });
  docs(server, config);
}

type Moved = { movable: MovableClock; followed: Awaited<ReturnType<typeof sandbox.followClock>> };

function serveSandbox(server: Server, config: Config, { db }: Parts, { movable, followed }: Moved): void {
  const {
    sandboxMailInboxUrl: mailInbox,
    sandboxSmsInboxUrl: smsInbox,
    cardAcquirerUrl: acquirer,
    rates: [rates],
    bankUrl: bank,
    correspondentUrl: correspondent,
    ewalletUrl: ewallet,
    publicUrl,
  } = config;
  if (!mailInbox || !smsInbox) return; // A sandbox with an outside world of its own has no desk for it.
  sandbox.routes(server, {
    db,
    hearBank: () => wallet.requestReports(db),
    hearCorrespondent: () => wallet.requestMessages(db),
    clock: movable,
    followed,
    world: {
      baseUrl: publicUrl,
      rails: {
        mailInbox,
        smsInbox,
        acquirer,
        ...(rates && { rates: new URL(rates).origin }),
        ...(bank && { bank }),
        ...(correspondent && { correspondent }),
        ...(ewallet && { ewallet }),
      },
    },
  });
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
