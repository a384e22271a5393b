// A server with the wallet's routes, to be killed by a test: node test/support/payment-process.ts '{"appUrl":…,"now":…,"actors":{"token":"cus_…"}}'
import { z } from 'zod';
import type { CustomerId } from '#common/id';
import { createLedger } from '#ledger';
import { GUEST } from '#platform/actor';
import { openDb } from '#platform/db';
import { newId } from '#platform/ids';
import { routes } from '#wallet';
import { testClock } from './clock.ts';
import { listening, testServer } from './http.ts';
import { walletDeps } from './wallet.ts';

const given = z
  .object({ appUrl: z.string(), now: z.string(), actors: z.record(z.string(), z.custom<CustomerId>()) })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
const db = openDb(given.appUrl);
const clock = testClock(given.now);
const server = await testServer({
  db,
  clock,
  authenticate: async ({ token }) => {
    const id = given.actors[token];
    return id ? { kind: 'customer', id, sessionId: newId('ses'), verified: true, locale: 'en' } : GUEST;
  },
});
routes(
  server,
  walletDeps({ db, clock, url: 'http://127.0.0.1:9', acquirer: null, ledger: createLedger({ db, clock }) }),
);
process.stdout.write(`${await listening(server)}\n`);
