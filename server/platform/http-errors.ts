import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '#common/api/route';
import type { Refusal } from '#common/reasons';
import { DatabaseUnavailable } from './db.ts';
import { BODY_LIMIT_BYTES, localeOf } from './http-base.ts';
import { MalformedBody } from './http-json.ts';
import { httpRefusals } from './metrics.ts';
import { problemOf, Refused, retryAfter } from './problem.ts';

type Telling = { readonly fields?: readonly FieldError[]; readonly retryAfterSeconds?: number | undefined };

/** Seconds after which a caller should try again when the database is away: it comes back within a few. */
const DATABASE_RETRY_SECONDS = 2;

/** The problem document of a refusal, as it is sent and as it is kept under an idempotency key. */
export function tellRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  telling: Telling = {},
) {
  const { render, clock } = request.server.okpay;
  const problem = problemOf(refusal, {
    render,
    locale: localeOf(request),
    requestId: request.id,
    fields: telling.fields ?? [],
  });
  const seconds = telling.retryAfterSeconds ?? retryAfter(refusal, clock.now());
  if (seconds !== undefined) void reply.header('retry-after', String(seconds));
  httpRefusals.inc({ code: refusal.code });
  return problem;
}

export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  telling: Telling = {},
): FastifyReply {
  const problem = tellRefusal(request, reply, refusal, telling);
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** Whatever was thrown becomes a problem that says nothing of how we are built. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const limit = request.routeOptions.config.contract?.upload?.maxBytes ?? BODY_LIMIT_BYTES;
  const { refusal, ...telling } = refusalOf(error, limit);
  // An address that cannot even be decoded has passed no hook.
  if (!reply.hasHeader('x-request-id'))
    void reply.headers({ ...request.server.okpay.headers, 'x-request-id': request.id });
  if (refusal.code === 'internal_error') request.log.error({ err: error, requestId: request.id }, 'failed');
  else if (refusal.code === 'temporarily_unavailable')
    request.log.warn({ err: error, requestId: request.id }, 'not available');
  sendRefusal(request, reply, refusal, telling);
}

function refusalOf(error: unknown, bodyLimitBytes: number): Telling & { readonly refusal: Refusal } {
  if (error instanceof Refused) return error;
  if (error instanceof DatabaseUnavailable || isOverload(error))
    return { refusal: { code: 'temporarily_unavailable' }, retryAfterSeconds: DATABASE_RETRY_SECONDS };
  if (error instanceof MalformedBody) {
    const field = {
      in: 'body',
      path: error.path,
      code: error.duplicate ? 'duplicate_field' : 'invalid',
    } as const;
    return { refusal: { code: 'malformed_request' }, fields: [field] };
  }
  const { code, statusCode } =
    typeof error === 'object' && error !== null ? (error as { code?: unknown; statusCode?: unknown }) : {};
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return { refusal: { code: 'too_large', maxKilobytes: bodyLimitBytes / 1024 } };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { refusal: { code: 'unsupported_media_type' } };
  // The rest of the framework's own 4xx: a length that does not match, an address that cannot be decoded, a body cut off.
  const isOwn =
    typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' && statusCode < 500;
  return { refusal: { code: isOwn ? 'malformed_request' : 'internal_error' } };
}

/** A conflict that outlasted all retries, or a statement, lock or connection that took too long: nothing was done, try again. */
const OVERLOAD = new Set(['40001', '40P01', '55P03', '57014', '53200', '53400', '25P03', '57P05']);
const isOverload = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && OVERLOAD.has(error.code);

/** An address that no route knows: a page for people, a problem for programs. */
export async function answerNotFound(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { web } = request.server.okpay;
  const isPage = (request.method === 'GET' || request.method === 'HEAD') && !request.url.startsWith('/api/');
  if (isPage && web && (await web(request, reply))) return;
  sendRefusal(request, reply, { code: 'not_found' });
}

/** Bytes that are no HTTP: the shortest answer, and the socket is closed. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  socket.destroy(error);
}
