import {
  isReasonCode,
  type MoneyEffect,
  type NextActor,
  type ReasonCode,
  type RemedyKind,
  type WireFact,
} from '#common/reasons';
import {
  type FieldError,
  IDEMPOTENCY_HEADER,
  type In,
  type OkOf,
  type Problem,
  type Route,
  UPLOAD_MEDIA_TYPE,
} from './route.ts';

/** The server refused: the reason with its facts and remedies, as it also stands on the wire. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: ReasonCode;
  readonly facts: Readonly<Record<string, WireFact>>;
  readonly remedies: readonly RemedyKind[];
  readonly nextActor: NextActor;
  readonly money: MoneyEffect;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly fields: readonly FieldError[];
  /** Seconds after which another try makes sense; null when the server named none. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(`${problem.status} ${problem.code}`);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.facts = problem.facts;
    this.remedies = problem.remedies;
    this.nextActor = problem.nextActor;
    this.money = problem.money;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.request_id;
    this.fields = problem.fields ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer came: what was asked for has happened or has not. Ask again with the same idempotency key. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('no answer from the server', { cause });
    this.name = 'NoAnswer';
  }
}

type Given<S, K extends string> = S extends undefined ? unknown : { readonly [P in K]: In<S> };
type Part<R extends Route, K extends 'params' | 'query' | 'body'> = K extends keyof R
  ? Given<R[K], K>
  : unknown;
type Upload<R extends Route> = R extends { upload: object } ? { readonly file: Blob } : unknown;
type Key<R extends Route> = R extends { idempotent: true } ? { readonly idempotencyKey: string } : unknown;
export type CallArgs<R extends Route> = Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'body'> &
  Upload<R> &
  Key<R> & { readonly signal?: AbortSignal };
/** `args` may be left out where nothing has to be given. */
type Args<R extends Route> = unknown extends Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'body'> &
  Upload<R> &
  Key<R>
  ? [args?: CallArgs<R>]
  : [args: CallArgs<R>];
export type Call = <R extends Route>(r: R, ...args: Args<R>) => Promise<OkOf<R>>;

export type ClientOptions = {
  /** `''` in the browser: the page's own origin. */
  readonly base: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Sent with every call, for example the language; asked for anew each time. */
  readonly headers?: () => Readonly<Record<string, string>>;
};

type Loose = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  file?: Blob;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/** The address of a route with its values in place. */
export function urlOf(r: Route, { params = {}, query = {} }: Pick<Loose, 'params' | 'query'> = {}): string {
  const path = r.path.replaceAll(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** A function that calls any route with its full types. Refusals throw `ApiProblem`, a lost answer throws `NoAnswer`. */
export function apiClient({ base, fetch, headers = () => ({}) }: ClientOptions): Call {
  return async <R extends Route>(r: R, ...[args]: Args<R>): Promise<OkOf<R>> => {
    const { params, query, body, file, idempotencyKey, signal } = (args ?? {}) as Loose;
    const init: RequestInit = {
      method: r.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(file === undefined ? {} : { 'content-type': UPLOAD_MEDIA_TYPE }),
        ...(idempotencyKey === undefined ? {} : { [IDEMPOTENCY_HEADER]: idempotencyKey }),
        ...headers(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
      ...(signal === undefined ? {} : { signal }),
    };
    const { response, text } = await send(fetch, base + urlOf(r, { params, query }), init);
    if (!response.ok) throw problemOf(response, text);
    return (text === '' ? undefined : JSON.parse(text)) as OkOf<R>;
  };
}

async function send(
  fetch: ClientOptions['fetch'],
  url: string,
  init: RequestInit,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new NoAnswer(error);
  }
}

function problemOf(response: Response, text: string): ApiProblem {
  const seconds = Number(response.headers.get('retry-after'));
  return new ApiProblem(
    readProblem(response, text),
    Number.isFinite(seconds) && seconds > 0 ? seconds : null,
  );
}

/** A proxy in between may answer in its own words; then only the status says what happened. */
function readProblem(response: Response, text: string): Problem {
  try {
    const body = JSON.parse(text) as Problem;
    if (isReasonCode(body.code)) return body;
  } catch {
    // Not JSON: not from OKPay.
  }
  const away = response.status >= 502 && response.status <= 504;
  return {
    type: 'about:blank',
    status: response.status,
    code: away ? 'temporarily_unavailable' : 'internal_error',
    title: '',
    detail: '',
    facts: {},
    remedies: ['retry'],
    nextActor: 'okpay',
    money: 'unknown',
    request_id: response.headers.get('x-request-id') ?? '',
  };
}
