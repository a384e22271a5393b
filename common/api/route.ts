import type { z } from 'zod';
import type { ReasonCode, WireReason } from '#common/reasons';

/** Roles of staff. An agent answers customers, a supervisor decides what an agent proposes; the others by their trade. */
export const STAFF_ROLES = ['agent', 'supervisor', 'risk', 'finance', 'operator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/**
 * Who may call a route. `customer_pending` is any signed-in customer, `customer` one whose e-mail and phone are verified;
 * `provider` is another company's machine, which the handler recognises by the signature over `ctx.rawBody`.
 */
export type Access =
  | 'public'
  | 'customer_pending'
  | 'customer'
  | 'staff'
  | { readonly staff: readonly StaffRole[] }
  | 'provider';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** At most `limit` calls in `seconds`, counted over all processes, per caller's address or per signed-in person. */
export type RateRule = { readonly limit: number; readonly seconds: number; readonly by: 'ip' | 'actor' };

/** One way to call the server: what is served, documented and called is this same object. */
export type Route = {
  readonly method: Method;
  /** `/api/v1/top-ups/:id` */
  readonly path: `/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** Every `:name` of the path, as strings. */
  readonly params?: z.ZodObject;
  /** Each value arrives as a string; a name that is given twice is refused. */
  readonly query?: z.ZodObject;
  /** Objects in it are strict by themselves: an unknown field is refused. */
  readonly body?: z.ZodType;
  /** The body is a file: raw bytes (`application/octet-stream`) in `ctx.rawBody`, at most so many. */
  readonly upload?: { readonly maxBytes: number };
  /** What a success answers; null for 204 and for answers that are not JSON. */
  readonly ok: z.ZodType | null;
  readonly status?: 200 | 201 | 202 | 204;
  /** Needs the header `Idempotency-Key`; the handler gets `ctx.tx`, in which effect and key are kept together. */
  readonly idempotent?: true;
  /** Refusals of its own; those that every route may give (`platformErrors`) need not be named. */
  readonly errors?: readonly ReasonCode[];
  readonly rate?: RateRule | readonly RateRule[];
  /** Media type when the answer is not JSON; the handler then writes by `ctx.reply`. */
  readonly produces?: string;
  /** Served but not in the public reference. */
  readonly hidden?: true;
};

/** Declares a route. It does nothing but keep the precise types. */
export const route = <const R extends Route>(r: R): R => r;

/** What a schema gives after parsing; `undefined` for a part that the route does not have. */
export type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
/** What a caller may write before parsing. */
export type In<S> = S extends z.ZodType ? z.input<S> : undefined;
export type BodyOf<R extends Route> = In<R['body']>;
/** What a call answers. */
export type OkOf<R extends Route> = R['ok'] extends z.ZodType ? z.output<R['ok']> : undefined;

/** Codes that the platform itself answers, whatever the route. */
export const PLATFORM_CODES = [
  'malformed_request',
  'unsupported_media_type',
  'too_large',
  'cross_origin_refused',
  'unauthenticated',
  'forbidden',
  'verification_required',
  'not_found',
  'rate_limited',
  'idempotency_key_missing',
  'idempotency_key_reused',
  'temporarily_unavailable',
  'internal_error',
] as const satisfies readonly ReasonCode[];
export type PlatformCode = (typeof PLATFORM_CODES)[number];

const isUnsafe = (r: Route): boolean => r.method !== 'GET';

/** The codes of `PLATFORM_CODES` that this route can really answer. */
export function platformErrors(r: Route): readonly PlatformCode[] {
  const needsSession = r.access !== 'public' && r.access !== 'provider';
  const possible: Record<PlatformCode, boolean> = {
    malformed_request: Boolean(r.params ?? r.query ?? r.body),
    unsupported_media_type: Boolean(r.body ?? r.upload) && r.access !== 'provider',
    too_large: Boolean(r.body ?? r.upload),
    cross_origin_refused: isUnsafe(r) && r.access !== 'provider',
    unauthenticated: needsSession,
    forbidden: needsSession,
    verification_required: r.access === 'customer',
    not_found: Boolean(r.params),
    rate_limited: true,
    idempotency_key_missing: r.idempotent === true,
    idempotency_key_reused: r.idempotent === true,
    temporarily_unavailable: true,
    internal_error: true,
  };
  return PLATFORM_CODES.filter((code) => possible[code]);
}

/** Why one field was refused: a short code and the facts that a sentence about it needs. */
export type FieldError = {
  readonly in: 'body' | 'query' | 'params' | 'header';
  /** `money.amount`, `items.0.name`; empty for the whole. */
  readonly path: string;
  readonly code: FieldCode | ReasonCode;
  readonly facts?: Readonly<Record<string, string | number>>;
};
export const FIELD_CODES = [
  'required',
  'unknown_field',
  'duplicate_field',
  'wrong_type',
  'wrong_format',
  'too_short',
  'too_long',
  'too_small',
  'too_big',
  'not_one_of',
  'invalid',
] as const;
export type FieldCode = (typeof FIELD_CODES)[number];

/** RFC 9457 problem details around a reason: its code, the facts of the decision and what can be done about it. */
export type Problem = WireReason & {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly request_id: string;
  readonly fields?: readonly FieldError[];
};

/** Header by which a caller says "this is the same request again". */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
/** Answered with a stored answer: `Idempotent-Replayed: true`. */
export const REPLAYED_HEADER = 'idempotent-replayed';
/** How an upload says that it is bytes; what they are is told by the bytes. */
export const UPLOAD_MEDIA_TYPE = 'application/octet-stream';
