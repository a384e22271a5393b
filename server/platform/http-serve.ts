import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  IDEMPOTENCY_HEADER,
  type Out,
  type PlatformCode,
  type RateRule,
  REPLAYED_HEADER,
  type Route,
  UPLOAD_MEDIA_TYPE,
} from '#common/api/route';
import type { Locale } from '#common/locale';
import type { ReasonCode, Refusal } from '#common/reasons';
import { statusOf } from '#common/reasons';
import type { Result } from '#common/result';
import { type Actor, actorKey, type CustomerActor, type StaffActor } from './actor.ts';
import type { Reader, Tx } from './db.ts';
import { sendRefusal, tellRefusal } from './http-errors.ts';
import { BODY_LIMIT_BYTES, localeOf, type Server } from './http-base.ts';
import { type Input, inputParser } from './http-input.ts';
import { parseStrictJson } from './http-json.ts';
import {
  fingerprintOf,
  isIdempotencyKey,
  keepAnswer,
  type KeyedRequest,
  once,
  type QuickWay,
} from './idempotency.ts';
import { type Logger, withLogContext } from './log.ts';
import { Refused } from './problem.ts';
import { addressKey, charge } from './rate-limit.ts';

type ActorOf<R extends Route> = R['access'] extends 'customer' | 'customer_pending'
  ? CustomerActor
  : R['access'] extends 'staff' | { readonly staff: unknown }
    ? StaffActor
    : Actor;

/** What a handler is given. */
export type Ctx<R extends Route> = {
  readonly params: Out<R['params']>;
  readonly query: Out<R['query']>;
  readonly body: Out<R['body']>;
  readonly actor: ActorOf<R>;
  /**
   * Of idempotent routes: effect, key and answer commit together in it. A refusal undoes everything written with it, unless it is
   * answered as a `KeptRefusal`. Take no second connection while holding it.
   */
  readonly tx: R extends { readonly idempotent: true } ? Tx : undefined;
  /**
   * Of idempotent routes: has work done after the commit, before the caller is answered, e.g. a call to a provider. What it gives
   * is the answer, also to later requests with the same key. If the process dies before, they get what the handler returned.
   */
  readonly afterCommit: R extends { readonly idempotent: true }
    ? (work: () => Promise<Value<R>>) => void
    : undefined;
  readonly locale: Locale;
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came: of `provider` routes, for signatures, and of uploads. */
  readonly rawBody: Buffer;
  readonly log: Logger;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

type Value<R extends Route> = R['ok'] extends z.ZodType ? z.input<R['ok']> : void | undefined;
type Codes<R extends Route> =
  | (R extends { readonly errors: readonly (infer C extends ReasonCode)[] } ? C : never)
  | PlatformCode;
/** The contract's value, or a result around it. Only codes that the contract names (and the platform's own) may be refused with. */
export type Answer<R extends Route> =
  | Value<R>
  | Result<Value<R>, Refusal<Codes<R>>>
  | KeptRefusal<Refusal<Codes<R>>>;
/** A refusal that is itself an effect, such as a payment that failed and is recorded: what was written with it stays. */
export type KeptRefusal<E extends { code: string }> = {
  readonly ok: false;
  readonly error: E;
  readonly keep: true;
};
export const keepRefusal = <const E extends { code: string }>(error: E): KeptRefusal<E> => ({
  ok: false,
  error,
  keep: true,
});

type Handler<R extends Route> = (ctx: Ctx<R>) => Promise<Answer<R>> | Answer<R>;

/**
 * A quick way of an idempotent route, tried before its handler: it carries the ordinary case out at once with other requests and writes
 * the key's row with it. Whatever it does not do, the handler decides in a transaction of its own.
 */
export type Quick<R extends Route> = {
  /** After the commit: the answer. Null: nothing was written, or the records have to say what was. */
  readonly attempt: (
    asked: Pick<Ctx<R>, 'actor' | 'body' | 'request'>,
    keyed: KeyedRequest & { readonly status: number },
  ) => Promise<Value<R> | null>;
  /** The answer that an attempt gave, made again from the records of the operation that it named. */
  readonly again: (read: Reader, actor: ActorOf<R>, of: string) => Promise<Value<R>>;
};

/** Binds a handler to a contract route. */
export function serve<const R extends Route>(
  server: Server,
  r: R,
  handler: Handler<R>,
  quick?: Quick<R>,
): void {
  server.okpay.served.add(r);
  const parse = inputParser(r);
  const options = {
    method: r.method,
    url: r.path,
    // A HEAD of an endless stream would never end.
    ...(r.method === 'GET' ? { exposeHeadRoute: r.produces === undefined } : {}),
    config: { access: r.access, contract: r },
    handler: (request: FastifyRequest, reply: FastifyReply) =>
      withLogContext({ requestId: request.id }, () => handle({ r, parse, handler, quick }, request, reply)),
  };
  if (r.access !== 'provider' && !r.upload) {
    server.route(options);
    return;
  }
  // A scope of its own, in which the body is taken as bytes: any that a provider sends, a file of which nobody believes what it says.
  const bodyLimit = r.upload?.maxBytes ?? BODY_LIMIT_BYTES;
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const types = r.upload ? UPLOAD_MEDIA_TYPE : '*';
    scope.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.route({ ...options, bodyLimit });
  });
}

type Bound<R extends Route> = {
  readonly r: R;
  readonly parse: ReturnType<typeof inputParser>;
  readonly handler: Handler<R>;
  readonly quick: Quick<R> | undefined;
};

async function handle<R extends Route>(
  bound: Bound<R>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { r, parse, handler } = bound;
  if (r.rate !== undefined) await chargeRates(r, request);
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const body =
    r.access === 'provider' ? providerBody(r, request, rawBody) : r.upload ? undefined : request.body;
  const input = parse({ params: request.params, url: request.raw.url ?? '', body });
  const context = (inside?: Inside): Ctx<R> => contextOf<R>(request, reply, input, rawBody, inside);
  if (r.idempotent) return answerOnce(bound, request, reply, { body, context });
  const told = outcomeOf(r, await handler(context()));
  if (reply.sent || r.produces !== undefined) return reply;
  if (told.refusal) return sendRefusal(request, reply, told.refusal);
  return sendText(reply, told.status, told.body);
}

function contextOf<R extends Route>(
  request: FastifyRequest,
  reply: FastifyReply,
  input: Input,
  rawBody: Buffer,
  inside: Inside | undefined,
): Ctx<R> {
  const context: Omit<Ctx<Route>, 'params' | 'query' | 'body' | keyof Inside> & Input & Partial<Inside> = {
    ...input,
    ...inside,
    rawBody,
    actor: request.actor,
    // Most handlers do not ask for these two, and both are worked out from headers.
    get locale() {
      return localeOf(request);
    },
    get ip() {
      return request.ip;
    },
    requestId: request.id,
    userAgent: request.headers['user-agent'] ?? '',
    headers: request.headers,
    log: request.log as Logger,
    request,
    reply,
  };
  // The parser of this very route and its access check have made the types of `Ctx<R>` true.
  return context as unknown as Ctx<R>;
}

/** Another company's callback: JSON or a form; read after nothing but its size was checked, as its signature covers the bytes. */
function providerBody(r: Route, request: FastifyRequest, raw: Buffer): unknown {
  if (!r.body || raw.length === 0) return undefined;
  const type = request.headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded/i.test(type))
    return Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  return parseStrictJson(raw);
}

async function chargeRates(r: Route, request: FastifyRequest): Promise<void> {
  const { db, clock } = request.server.okpay;
  const rules: readonly RateRule[] = r.rate === undefined ? [] : 'limit' in r.rate ? [r.rate] : r.rate;
  for (const { limit, seconds, by } of rules) {
    const key =
      by === 'ip' || request.actor.kind === 'guest' ? addressKey(request.ip) : actorKey(request.actor);
    const charged = await charge(
      db,
      clock,
      { scope: `${r.method} ${r.path} ${by} ${seconds}`, limit, seconds },
      key,
    );
    if (!charged.ok) throw new Refused({ code: 'rate_limited', until: charged.until.toString() });
  }
}

/** What a handler has only inside of the transaction that keeps its answer. */
type Inside = { readonly tx: Tx; readonly afterCommit: (work: () => Promise<unknown>) => void };

type ToAnswer<R extends Route> = {
  /** As it came, for the fingerprint. */
  readonly body: unknown;
  readonly context: (inside?: Inside) => Ctx<R>;
};

async function answerOnce<R extends Route>(
  { r, handler, quick }: Bound<R>,
  request: FastifyRequest,
  reply: FastifyReply,
  { body, context }: ToAnswer<R>,
): Promise<FastifyReply> {
  const key = request.headers[IDEMPOTENCY_HEADER];
  if (!isIdempotencyKey(key)) throw new Refused({ code: 'idempotency_key_missing' });
  const asked = { params: request.params, url: request.raw.url, body: body ?? null };
  const keyed = {
    actor: actorKey(request.actor),
    route: `${r.method} ${r.path}`,
    key,
    fingerprint: fingerprintOf(asked),
  };
  let later: (() => Promise<unknown>) | undefined;
  const work = async (tx: Tx) => {
    later = undefined; // A transaction that lost a conflict runs its work again.
    const told = outcomeOf(r, await handler(context({ tx, afterCommit: (then) => void (later = then) })));
    if (!told.refusal) return { ...told, refused: false };
    const problem = JSON.stringify(tellRefusal(request, reply, told.refusal));
    return { status: told.status, body: problem, refused: !told.kept };
  };
  const answer = await once(request.server.okpay, keyed, work, quick && quickWay(r, quick, context(), keyed));
  if (answer.replayed) void reply.header(REPLAYED_HEADER, 'true');
  if (answer.replayed || !later) return sendText(reply, answer.status, answer.body);
  const { status, body: text } = outcomeOf(r, await later());
  await keepAnswer(request.server.okpay, keyed, { status, body: text });
  return sendText(reply, status, text);
}

function quickWay<R extends Route>(
  r: R,
  quick: Quick<R>,
  { actor, body, request }: Ctx<R>,
  keyed: KeyedRequest,
): QuickWay {
  return {
    async attempt() {
      const value = await quick.attempt({ actor, body, request }, { ...keyed, status: r.status ?? 200 });
      return value === null ? null : outcomeOf(r, value);
    },
    again: async (read, of) => outcomeOf(r, await quick.again(read, actor, of)).body,
  };
}

type Outcome = {
  readonly status: number;
  readonly body: string;
  readonly refusal?: Refusal;
  readonly kept?: boolean;
};

const isResult = (answer: unknown): answer is Result<unknown, Refusal> =>
  typeof answer === 'object' &&
  answer !== null &&
  'ok' in answer &&
  typeof answer.ok === 'boolean' &&
  ('value' in answer || 'error' in answer);

/** The answer as text. The contract's schema leaves only what it names, so nothing slips out with an object. */
function outcomeOf(r: Route, answer: unknown): Outcome {
  if (isResult(answer) && !answer.ok)
    return { status: statusOf(answer.error.code), body: '', refusal: answer.error, kept: 'keep' in answer };
  const value = isResult(answer) ? (answer.ok ? answer.value : undefined) : answer;
  if (!r.ok) return { status: r.status ?? 204, body: '' };
  return { status: r.status ?? 200, body: JSON.stringify(r.ok.parse(value)) };
}

function sendText(reply: FastifyReply, status: number, body: string): FastifyReply {
  void reply.code(status);
  if (body === '') return reply.send();
  return reply
    .type(status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8')
    .send(body);
}
