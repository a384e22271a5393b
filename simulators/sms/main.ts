/**
 * The SMS simulator: an HTTP gateway as the usual companies offer it, and the phones' inboxes.
 * Environment: PORT, HOST, DATA_DIR, API_KEY.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
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
import { type NewSms, noSmsTrouble, openSmsBook, type SmsKnobs, type SmsView } from './messages.ts';

/** Ten segments of the GSM alphabet; longer texts are refused as gateways do. */
const TEXT_MAX = 1_530;
/** Messages per answer of the inbox, unless asked for fewer; and the most that one answer holds. */
const PAGE = 100;
const PAGE_MAX = 500;

const settings = readSettings();
const key = requireSetting('API_KEY');
const clock = createClock();
const book = await openSmsBook(bookPath(settings.dataDir), clock);
const knobs = noSmsTrouble();
const server = createServer();
answerOnlyTo(server, [settings.host]);
serveClock(server, clock);
serveGateway();
servePhones();
await server.listen({ host: settings.host, port: settings.port });
stopWithParent(async () => {
  await server.close();
  await book.close();
});
announceReady({ port: portOf(server) });

function serveGateway(): void {
  const body = {
    type: 'object',
    required: ['to', 'text', 'reference'],
    additionalProperties: false,
    properties: {
      to: { type: 'string', pattern: '^\\+[1-9]\\d{6,14}$' },
      text: { type: 'string', minLength: 1, maxLength: TEXT_MAX },
      reference: { type: 'string', pattern: '^[\\w-]{1,64}$' },
    },
  };
  const onRequest = requireKey(key);
  server.post<{ Body: NewSms }>('/v1/messages', { onRequest, schema: { body } }, (request, reply) =>
    accept(request, reply),
  );
  server.get<{ Params: { id: string } }>('/v1/messages/:id', { onRequest }, (request, reply) =>
    show(reply, book.findBy('id', request.params.id)),
  );
  const querystring = {
    type: 'object',
    required: ['reference'],
    properties: { reference: { type: 'string', maxLength: 64 } },
  };
  server.get<{ Querystring: { reference: string } }>(
    '/v1/messages',
    { onRequest, schema: { querystring } },
    (request, reply) => show(reply, book.findBy('reference', request.query.reference)),
  );
}

async function accept(request: FastifyRequest<{ Body: NewSms }>, reply: FastifyReply): Promise<FastifyReply> {
  await wait(knobs.answerDelayMillis);
  if (knobs.unavailableNext > 0) {
    knobs.unavailableNext--;
    return refuse(reply, 503, 'unavailable', 'The gateway is down.');
  }
  if (knobs.refuseNumbers.includes(request.body.to))
    return refuse(reply, 400, 'number_not_served', 'This number is not served.');
  const accepted = await book.accept(request.body, knobs);
  if (accepted.kind === 'reference_reused')
    return refuse(reply, 409, 'reference_reused', 'The reference belongs to another message.');
  if (knobs.lostAnswers > 0) {
    knobs.lostAnswers--;
    return hangUp(request, reply);
  }
  return reply.code(202).send(publicView(accepted.sms));
}

function show(reply: FastifyReply, sms: SmsView | undefined): FastifyReply {
  return sms === undefined
    ? refuse(reply, 404, 'not_found', 'There is no such message.')
    : reply.send(publicView(sms));
}

/** Gateways do not give texts back: they may hold one-time codes. */
const publicView = ({ id, to, reference, status }: SmsView): Omit<SmsView, 'text' | 'at'> => ({
  id,
  to,
  reference,
  status,
});

function servePhones(): void {
  const querystring = {
    type: 'object',
    additionalProperties: false,
    properties: {
      to: { type: 'string', maxLength: 20 },
      since: { type: 'string', format: 'date-time' },
      limit: { type: 'integer', minimum: 1, maximum: PAGE_MAX, default: PAGE },
    },
  };
  server.get<{ Querystring: { to?: string; since?: string; limit: number } }>(
    '/inbox',
    { schema: { querystring } },
    (request) => ({
      messages: book.inbox(request.query),
    }),
  );
  const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
  const millis = { type: 'integer', minimum: 0, maximum: 120_000 };
  const body = {
    type: 'object',
    additionalProperties: false,
    properties: {
      dropNext: count,
      failNext: count,
      lostAnswers: count,
      unavailableNext: count,
      deliveryDelayMillis: millis,
      answerDelayMillis: millis,
      refuseNumbers: { type: 'array', maxItems: 1_000, items: { type: 'string', maxLength: 20 } },
    },
  };
  server.get('/control/knobs', () => knobs);
  server.post<{ Body: Partial<SmsKnobs> }>('/control/knobs', { schema: { body } }, (request) =>
    Object.assign(knobs, request.body),
  );
  server.post('/control/reset', () => Object.assign(knobs, noSmsTrouble()));
}
