import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { SimulatedClock } from './clock.ts';

/** Largest request body that a simulator reads, in bytes. */
const BODY_LIMIT = 64 * 1024;

/** A refusal in the form that card and SMS companies use: `{ error: { code, message } }`. */
export function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ error: { code, message } });
}

/** An HTTP server without access log: its requests may carry a card number or a one-time code. */
export function createServer(): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false } },
  });
  server.setErrorHandler(
    (error: { statusCode?: number; validation?: unknown; message: string }, _request, reply) => {
      const status = error.statusCode ?? 500;
      // The message of a fault in here could quote the request; a validation message names the field only.
      return refuse(
        reply,
        status,
        status < 500 ? 'invalid_request' : 'internal_error',
        error.validation ? error.message : 'The request could not be read.',
      );
    },
  );
  server.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'not_found', 'There is nothing here.'));
  server.get('/health', () => ({ ok: true }));
  return server;
}

/**
 * Refuses requests that were addressed to another name. A page of a foreign site whose name suddenly points to loopback
 * could otherwise read the one-time codes in here.
 */
export function answerOnlyTo(server: FastifyInstance, names: readonly string[]): void {
  const known = new Set(['127.0.0.1', 'localhost', '[::1]', ...names]);
  server.addHook('onRequest', async (request, reply) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (!known.has(name)) await refuse(reply, 421, 'wrong_host', 'This address is not served here.');
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A route hook that lets a call through only with `Authorization: Bearer <key>`. */
export function requireKey(key: string): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const expected = digest(`Bearer ${key}`);
  return async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected))
      await refuse(reply, 401, 'unauthorized', 'The key is missing or wrong.');
  };
}

/** `POST /control/clock {offsetMillis}`: the sandbox moves its time, and the outside world with it. */
export function serveClock(server: FastifyInstance, clock: SimulatedClock): void {
  const body = {
    type: 'object',
    required: ['offsetMillis'],
    additionalProperties: false,
    properties: {
      offsetMillis: { type: 'integer', minimum: -3_200_000_000_000, maximum: 3_200_000_000_000 },
    },
  };
  server.get('/control/clock', () => ({ now: clock.text(), offsetMillis: clock.offsetMillis() }));
  server.post<{ Body: { offsetMillis: number } }>('/control/clock', { schema: { body } }, (request) => {
    clock.moveTo(request.body.offsetMillis);
    return { now: clock.text(), offsetMillis: clock.offsetMillis() };
  });
}

/** Ends the connection without a word, as a cut cable would. */
export function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

export function portOf(server: FastifyInstance): number {
  const address = server.server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

export const wait = (millis: number): Promise<void> =>
  millis <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, millis).unref());
