/**
 * The bank's simulator: takes files of payments, books them by its own clock and books, and reports what it did, as pain.002, camt.054 and
 * camt.053; asked about a payment (pacs.028, camt.056), it answers from its books as pain.002 and camt.029. Environment: PORT, HOST, DATA_DIR, API_KEY, ACCOUNTS (`EUR=DE89370400440532013000,CNY=110910000000000123@308584000013`).
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
import { type Knobs, NO_TROUBLE, openBooks, type OwnBooking } from './books.ts';
import { TEST_ACCOUNTS } from './payments.ts';
import type { Sender } from './reports.ts';

const settings = readSettings();
const hasKey = requireKey(requireSetting('API_KEY'));
const accounts = new Map(
  requireSetting('ACCOUNTS')
    .split(',')
    .map((entry): [string, string] => {
      const [currency = '', number = ''] = entry.trim().split('=');
      return [number.replace(/@.*$/, ''), currency];
    }),
);
const clock = createClock();
const knobs: Knobs = { ...NO_TROUBLE };
const books = await openBooks(bookPath(settings.dataDir), { clock, accounts, knobs });
/** Largest file that this bank takes, in bytes. */
const FILE_MAX = 8 * 1024 * 1024;
const server = createServer();
answerOnlyTo(server, [settings.host]);
serveClock(server, clock);
server.addContentTypeParser(
  ['application/xml', 'text/xml'],
  { parseAs: 'string', bodyLimit: FILE_MAX },
  (_, body, done) => done(null, body),
);

const params = { type: 'object', properties: { id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,35}$' } } };
server.put<{ Params: { id: string }; Body: string }>(
  '/v1/files/:id',
  { schema: { params }, preHandler: hasKey, bodyLimit: FILE_MAX },
  async (request, reply) => {
    if (knobs.upload === 'unavailable') return refuse(reply, 503, 'unavailable', 'No files at the moment.');
    if (knobs.upload === 'drop_before') return hangUp(request, reply);
    const { id } = request.params;
    const digest = createHash('sha256').update(request.body).digest('hex');
    const taken = await books.take(id, request.body, digest);
    if (knobs.upload === 'drop_answer') return hangUp(request, reply);
    if (taken === 'file_reused')
      return refuse(reply, 409, 'file_reused', 'There is another file of this id.');
    if (typeof taken === 'object') return refuse(reply, 422, taken.wrong, 'The file is not taken.');
    return reply.code(201).send({ id, state: 'taken' });
  },
);
server.get<{ Params: { id: string } }>(
  '/v1/files/:id',
  { schema: { params }, preHandler: hasKey },
  async ({ params: { id } }, reply) => {
    if (knobs.upload === 'unavailable') return refuse(reply, 503, 'unavailable', 'No files at the moment.');
    return books.has(id) ? { id, state: 'taken' } : refuse(reply, 404, 'not_found', 'There is no such file.');
  },
);
server.get<{ Querystring: { after?: string } }>('/v1/reports', { preHandler: hasKey }, ({ query }) => ({
  reports: books
    .reportsAfter(Number(query.after ?? '0'))
    .slice(0, 1_000)
    .map((number) => ({ number })),
}));
server.get<{ Params: { number: string } }>(
  '/v1/reports/:number',
  { preHandler: hasKey },
  async ({ params: { number } }, reply) => {
    const xml = books.report(Number(number));
    return xml === undefined
      ? refuse(reply, 404, 'not_found', 'There is no such report.')
      : reply.type('application/xml').send(xml);
  },
);

const text = { type: ['string', 'null'], maxLength: 35 };
const body = {
  type: 'object',
  additionalProperties: false,
  properties: {
    upload: { enum: ['taken', 'unavailable', 'drop_answer', 'drop_before'] },
    reports: { enum: ['sent', 'held', 'twice', 'garbled'] },
    reject: text,
    sendBack: text,
    bookMore: { type: 'integer' },
    answers: { enum: ANSWERING },
  },
};
server.get('/control/knobs', () => knobs);
server.post<{ Body: Partial<Knobs> }>('/control/knobs', { schema: { body } }, async (request) => {
  Object.assign(knobs, request.body);
  if (knobs.reports !== 'held') await books.letGo();
  return knobs;
});
server.post('/control/reset', () => Object.assign(knobs, NO_TROUBLE));
server.get('/control/books', async () => {
  await wait(1); // What the clock has just passed begins first.
  await books.settled();
  return {
    balances: books.balances(),
    files: books.files(),
    questions: books.questions(),
    reports: books.reportsAfter(0).length,
  };
});
server.post<{ Body: { xml: string } }>('/control/reports', async (request) => {
  await books.say(request.body.xml);
  return { said: true };
});
const letters = (maxLength: number) => ({ type: 'string', maxLength });
const transferBody = {
  type: 'object',
  additionalProperties: false,
  required: ['currency', 'minor'],
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    minor: { type: 'string', pattern: '^[1-9]\\d{0,14}$' },
    sent: { type: ['string', 'null'], pattern: '^[1-9]\\d{0,14}$' },
    text: letters(140),
    isStructured: { type: 'boolean' },
    name: letters(140),
    account: letters(34),
    bank: { type: ['string', 'null'], maxLength: 35 },
  },
};
type TransferBody = { currency: string; minor: string } & Partial<Sender>;
/** Money that somebody sends to one of the accounts. */
server.post<{ Body: TransferBody }>(
  '/control/transfers',
  { schema: { body: transferBody } },
  async ({ body: { currency, minor, ...from } }, reply) => {
    const nobody = { name: '', account: '', bank: null, text: '', isStructured: false, sent: null };
    const reference = await books.arrive({ currency, minor, from: { ...nobody, ...from } });
    return reference === null
      ? refuse(reply, 404, 'not_found', 'There is no account of this currency.')
      : { reference };
  },
);
const ownBody = {
  type: 'object',
  additionalProperties: false,
  required: ['currency', 'minor', 'direction'],
  properties: {
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    minor: { type: 'string', pattern: '^[1-9]\\d{0,14}$' },
    direction: { enum: ['DBIT', 'CRDT'] },
    subFamily: { type: 'string', pattern: '^[A-Z]{4}$' },
    reverses: letters(35),
  },
};
/** What this bank books without being asked. */
server.post<{ Body: OwnBooking }>(
  '/control/own-bookings',
  { schema: { body: ownBody } },
  async ({ body: booking }, reply) => {
    const reference = await books.bookOwn(booking);
    return reference === null
      ? refuse(reply, 404, 'not_found', 'There is no account of this currency.')
      : { reference };
  },
);
server.get('/test-accounts', () => ({ accounts: TEST_ACCOUNTS }));

await server.listen({ host: settings.host, port: settings.port });
stopWithParent(async () => {
  clock.stop();
  await server.close();
  await books.close();
});
announceReady({ port: portOf(server) });
