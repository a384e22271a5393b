/**
 * The correspondent bank's simulator: takes pacs.008, camt.056 and pacs.028, pays abroad by its own clock and books, and says what becomes of it as pacs.002,
 * pacs.004 and camt.029. Environment: PORT, HOST, DATA_DIR, API_KEY, ACCOUNTS (`EUR=DE89370400440532013000,USD=400500600`).
 */
import { createHash } from 'node:crypto';
import { createClock } from '../shared/clock.ts';
import {
  answerOnlyTo,
  createServer,
  hangUp,
  portOf,
  refuse,
  requireKey,
  serveClock,
  wait,
} from '../shared/gate.ts';
import { announceReady, bookPath, readSettings, requireSetting, stopWithParent } from '../shared/process.ts';
import { ANSWERING } from '../shared/question.ts';
import { HAPPENINGS, type Knobs, NO_TROUBLE, openBooks, TEST_ACCOUNTS } from './books.ts';

const settings = readSettings();
const hasKey = requireKey(requireSetting('API_KEY'));
const accounts = new Map(
  requireSetting('ACCOUNTS')
    .split(',')
    .map((entry): [string, string] => {
      const [currency = '', number = ''] = entry.trim().split('=');
      return [`${currency} ${number.replace(/@.*$/, '')}`, currency];
    }),
);
const clock = createClock();
const knobs: Knobs = { ...NO_TROUBLE };
const books = await openBooks(bookPath(settings.dataDir), { clock, accounts, knobs });
/** Largest message that this bank takes, in bytes. */
const MESSAGE_MAX = 256 * 1024;
const server = createServer();
answerOnlyTo(server, [settings.host]);
serveClock(server, clock);
server.addContentTypeParser(
  ['application/xml', 'text/xml'],
  { parseAs: 'string', bodyLimit: MESSAGE_MAX },
  (_, body, done) => done(null, body),
);

const params = { type: 'object', properties: { id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,35}$' } } };
server.put<{ Params: { id: string }; Body: string }>(
  '/v1/files/:id',
  { schema: { params }, preHandler: hasKey, bodyLimit: MESSAGE_MAX },
  async (request, reply) => {
    if (knobs.upload === 'unavailable') return refuse(reply, 503, 'unavailable', 'Nothing at the moment.');
    if (knobs.upload === 'drop_before') return hangUp(request, reply);
    const { id } = request.params;
    const digest = createHash('sha256').update(request.body).digest('hex');
    const taken = await books.take(id, request.body, digest);
    if (knobs.upload === 'drop_answer') return hangUp(request, reply);
    if (taken === 'reused') return refuse(reply, 409, 'file_reused', 'There is another message of this id.');
    if (typeof taken === 'object') return refuse(reply, 422, taken.wrong, 'The message is not taken.');
    return reply.code(201).send({ id, state: 'taken' });
  },
);
server.get<{ Params: { id: string } }>(
  '/v1/files/:id',
  { schema: { params }, preHandler: hasKey },
  async ({ params: { id } }, reply) => {
    if (knobs.upload === 'unavailable') return refuse(reply, 503, 'unavailable', 'Nothing at the moment.');
    return books.has(id)
      ? { id, state: 'taken' }
      : refuse(reply, 404, 'not_found', 'There is no such message.');
  },
);
server.get<{ Querystring: { after?: string } }>('/v1/reports', { preHandler: hasKey }, ({ query }) => ({
  reports: books
    .after(Number(query.after ?? '0'))
    .slice(0, 1_000)
    .map((number) => ({ number })),
}));
server.get<{ Params: { number: string } }>(
  '/v1/reports/:number',
  { preHandler: hasKey },
  async ({ params: { number } }, reply) => {
    const xml = books.message(Number(number));
    return xml === undefined
      ? refuse(reply, 404, 'not_found', 'There is no such message.')
      : reply.type('application/xml').send(xml);
  },
);

const body = {
  type: 'object',
  additionalProperties: false,
  properties: {
    upload: { enum: ['taken', 'unavailable', 'drop_answer', 'drop_before'] },
    messages: { enum: ['sent', 'held', 'garbled'] },
    happens: { enum: [...HAPPENINGS, null] },
    answers: { enum: ANSWERING },
  },
};
server.get('/control/knobs', () => knobs);
server.post<{ Body: Partial<Knobs> }>('/control/knobs', { schema: { body } }, async (request) => {
  Object.assign(knobs, request.body);
  if (knobs.messages !== 'held') await books.letGo();
  return knobs;
});
server.post('/control/reset', () => Object.assign(knobs, NO_TROUBLE));
server.get('/control/books', async () => {
  await wait(1); // What the clock has just passed begins first.
  await books.settled();
  return { balances: books.balances(), payments: books.payments(), messages: books.after(0).length };
});
server.post<{ Body: { xml: string } }>('/control/messages', async (request) => {
  await books.say(request.body.xml);
  return { said: true };
});
server.get('/test-accounts', () => ({ accounts: TEST_ACCOUNTS }));

await server.listen({ host: settings.host, port: settings.port });
stopWithParent(async () => {
  clock.stop();
  await server.close();
  await books.close();
});
announceReady({ port: portOf(server) });
