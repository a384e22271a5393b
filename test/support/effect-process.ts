// A server with the effect route, to be killed by a test: node test/support/effect-process.ts '{"appUrl":…,"token":…,"id":…,"sessionId":…}'
import { z } from 'zod';
import type { CustomerId, SessionId } from '#common/id';
import { GUEST } from '#platform/actor';
import { systemClock } from '#platform/clock';
import { openDb } from '#platform/db';
import { serveEffect } from '#test/effect';
import { listening, testServer } from '#test/http';

const given = z
  .object({
    appUrl: z.string(),
    token: z.string(),
    id: z.custom<CustomerId>(),
    sessionId: z.custom<SessionId>(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
const server = await testServer({
  db: openDb(given.appUrl),
  clock: systemClock,
  authenticate: async ({ token }) =>
    token === given.token
      ? { kind: 'customer', id: given.id, sessionId: given.sessionId, verified: true, locale: 'en' }
      : GUEST,
});
serveEffect(server);
process.stdout.write(`${await listening(server)}\n`);
