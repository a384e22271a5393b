import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify';
import type { Access, Route } from '#common/api/route';
import { GUEST } from './actor.ts';
import { noteRequest } from './calm.ts';
import { BODY_LIMIT_BYTES, type HttpOptions, type Server } from './http-base.ts';
import { answerError, answerNotFound, answerUnreadable } from './http-errors.ts';
import { parseStrictJson } from './http-json.ts';
import {
  contentSecurityPolicy,
  isUnsafe,
  refuseCrossOrigin,
  refuseOtherMedia,
  securityHeaders,
} from './http-security.ts';
import { authenticated, refuseStranger } from './http-session.ts';
import { httpDuration, httpInFlight } from './metrics.ts';
import { Refused } from './problem.ts';

export {
  type HttpOptions,
  localeOf,
  type PresentedSession,
  type Server,
  type SessionKind,
} from './http-base.ts';
export { keepRefusal, type KeptRefusal, type Quick, serve, type Answer, type Ctx } from './http-serve.ts';
export { page, type PageContext } from './http-page.ts';
export { clearSessionCookie, setSessionCookie } from './http-session.ts';

/** Milliseconds for the head of a request, and for all of it: slow senders do not keep a socket. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than load balancers keep a connection, so that they close it and not we. */
const KEEP_ALIVE_MS = 72_000;
const MAX_HEADER_BYTES = 16 * 1024;
/** Milliseconds between looks for connections over these times. */
const CHECK_MS = 2_000;
const LIMITS = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  maxHeaderSize: MAX_HEADER_BYTES,
  connectionsCheckingInterval: CHECK_MS,
};
const MAX_PARAM_LENGTH = 200;
/** Milliseconds a stopping server gives the requests that it has accepted. */
const FINISH_MS = 20_000;
/** Milliseconds between looks for connections whose last request has been answered. */
const CLOSE_IDLE_MS = 50;
/** Requests answered at once; more are told to come back, before they queue for connections to the database. */
export const MAX_IN_FLIGHT = 1_000;
/** Of these, what anything but money may take: who pays is served while chats, searches and lists are told to come back. */
export const ORDINARY_IN_FLIGHT = 800;
/** Sections of the contract whose requests move money, price it or tell where it is. */
const MONEY_TAGS: ReadonlySet<string> = new Set([
  'Money',
  'Payments',
  'Exchange',
  'Withdrawals',
  'Cross-border transfers',
  'Requests',
  'Callbacks',
]);

/** The HTTP server without routes. Each room adds its own by `serve`. */
export async function createServer(options: HttpOptions): Promise<Server> {
  const server: Server = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Lines name their request by the log context; a child logger would name it twice.
    childLoggerFactory: (logger) => logger,
    genReqId: () => `req_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    requestIdHeader: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    ...(options.tls ? { https: { ...options.tls, minVersion: 'TLSv1.2', ...LIMITS } } : { http: LIMITS }),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, querystringParser: () => ({}) }, // Queries are parsed by http-input.ts.
    frameworkErrors: answerError,
    clientErrorHandler: answerUnreadable,
  });
  const headers = securityHeaders({
    secure: options.secure,
    policy: contentSecurityPolicy({ frames: options.frames ?? [] }),
  });
  server.decorate('okpay', { ...options, headers, served: new Set<Route>(), draining: false });
  server.decorateRequest('actor');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body.length === 0 ? undefined : parseStrictJson(body as Buffer));
  });
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(answerNotFound);
  server.addHook('onRoute', refuseUndeclared);
  await server.register(cookie);
  addHooks(server);
  const sockets = new Set<Socket>();
  const { connectionsPerAddress } = options;
  server.server.on('connection', (socket: Socket) => {
    if (connectionsPerAddress !== undefined && countFrom(sockets, socket) >= connectionsPerAddress) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.addHook('preClose', async () => letGo(server, sockets));
  return server;
}

/** Connections from the address of this one. */
const countFrom = (sockets: ReadonlySet<Socket>, { remoteAddress }: Socket): number =>
  [...sockets].filter((each) => each.remoteAddress === remoteAddress).length;

/**
 * A connection kept alive after its last answer would hold a stopping server for a minute, one that never asked anything or
 * whose answer never ends for as long as it likes.
 */
function letGo({ server: http }: Server, sockets: ReadonlySet<Socket>): void {
  const idle = setInterval(() => {
    http.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, CLOSE_IDLE_MS);
  const enough = setTimeout(() => http.closeAllConnections(), FINISH_MS);
  http.once('close', () => {
    clearInterval(idle);
    clearTimeout(enough);
  });
}

/** Keeps the server from starting with a route that nobody decided about. */
function refuseUndeclared(r: {
  method: string | string[];
  url: string;
  config?: { access?: Access; contract?: Route } | undefined;
}): void {
  const name = `${String(r.method)} ${r.url}`;
  if (r.config?.access === undefined) throw new Error(`${name} does not declare who may call it (access)`);
  if (r.url.startsWith('/api/v') && r.config.contract === undefined)
    throw new Error(`${name} is not in the contract (common/api)`);
}

function addHooks(server: Server): void {
  const { publicOrigins, headers } = server.okpay;
  server.addHook('onRequest', async (request, reply) => {
    request.actor = GUEST;
    void reply.headers({ ...headers, 'x-request-id': request.id });
    const { access, contract } = request.routeOptions.config;
    if (contract?.produces === undefined) count(request, 1);
    noteRequest();
    if (access === undefined) return; // No such route: answerNotFound.
    if (inFlight > roomFor(contract) && !isHealth(request))
      throw new Refused({ code: 'temporarily_unavailable' }, { retryAfterSeconds: 1 });
    if (isUnsafe(request.method) && access !== 'provider') {
      refuseCrossOrigin(request, publicOrigins);
      refuseOtherMedia(request);
    }
    request.actor = await authenticated(request, access);
    refuseStranger(request.actor, access);
  });
  server.addHook('onResponse', async (request, reply) => {
    count(request, -1);
    const route = request.routeOptions.url ?? 'none';
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    httpDuration.observe({ method: request.method, route, status: reply.statusCode }, ms / 1000);
    const line = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms,
      ...idsOf(request),
    };
    if (reply.statusCode >= 500) request.log.warn(line, 'answered');
    else request.log.info(line, 'answered');
  });
}

/** Requests at once beyond which this one is told to come back. */
export const roomFor = (contract: Route | undefined): number =>
  contract?.tags?.some((tag) => MONEY_TAGS.has(tag)) ? MAX_IN_FLIGHT : ORDINARY_IN_FLIGHT;

/** Whoever watches us must not take a busy process for a dead one: it would be ended, and the others get its load too. */
const isHealth = ({ routeOptions: { url } }: FastifyRequest): boolean => url?.startsWith('/health/') === true;

let inFlight = 0;
const counted = new WeakSet<FastifyRequest>();
function count(request: FastifyRequest, change: 1 | -1): void {
  if (change === 1) counted.add(request);
  else if (!counted.delete(request)) return;
  inFlight += change;
  httpInFlight.set(inFlight);
}

const ID = /^[a-z]{2,4}_[0-9A-Z]{26}$/;
/** Ids that say what a request was about: of its path and of its body, nothing else of either. */
function idsOf({ params, body, actor }: FastifyRequest): Record<string, unknown> {
  const named = [params, body].flatMap((part) =>
    typeof part === 'object' && part !== null ? Object.entries(part) : [],
  );
  const ids = named.filter(([, value]) => typeof value === 'string' && ID.test(value));
  return {
    ...(ids.length > 0 ? { ids: Object.fromEntries(ids) } : {}),
    ...(actor.kind === 'guest' ? {} : { actor: actor.id }),
  };
}
