import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Route } from '#common/api/route';
import { type Locale, LOCALE_COOKIE, negotiateLocale } from '#common/locale';
import type { Actor } from './actor.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { Logger } from './log.ts';
import type { RenderReason } from './problem.ts';

/** A browser may be signed in as a customer and as staff at once; each has its own cookie. */
export type SessionKind = 'customer' | 'staff';
/** A session as a request presents it; who that is, the wiring knows. */
export type PresentedSession = {
  readonly kind: SessionKind;
  readonly token: string;
  readonly ip: string;
  readonly userAgent: string;
};

export type HttpOptions = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where people reach us, e.g. `https://pay.example.org`; the first is used in links. The Host header never is. */
  readonly publicOrigins: readonly [string, ...string[]];
  /** Served over https, by ourselves or by a declared proxy. */
  readonly secure: boolean;
  /** Certificate chain and key (PEM), when this process speaks https itself. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** Addresses whose X-Forwarded-For and -Proto are believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Connections that one address may hold open; for where callers reach us themselves, since behind a proxy all come from one address. */
  readonly connectionsPerAddress?: number;
  /** Origins that may be shown in a frame. */
  readonly frames?: readonly string[];
  /** Answers GUEST for a session that is unknown or over. */
  readonly authenticate: (session: PresentedSession) => Promise<Actor>;
  readonly render: RenderReason;
  /** Answers addresses that no route knows, for people: the app's shell, or a page that says so. False: it does not know either. */
  readonly web?: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
};

export type Server = FastifyInstance;

declare module 'fastify' {
  interface FastifyInstance {
    okpay: HttpOptions & {
      readonly headers: Readonly<Record<string, string>>;
      readonly served: Set<Route>;
      draining: boolean;
    };
  }
  interface FastifyRequest {
    /** Set before any handler runs; see `authenticated`. */
    actor: Actor;
  }
  interface FastifyContextConfig {
    /** Who may call; a route without it does not start. */
    access?: Access;
    contract?: Route;
  }
}

/** Bytes of a request's body. Uploads will have routes with limits of their own. */
export const BODY_LIMIT_BYTES = 64 * 1024;
/** The language of an answer: a customer's own, the cookie's, the browser's. */
export const localeOf = (request: FastifyRequest): Locale =>
  negotiateLocale(
    request.headers['accept-language'],
    request.cookies?.[LOCALE_COOKIE],
    profileLocale(request.actor),
  );

/**
 * Customers are written to in the language of their profile, so it speaks here too. A desk is shown in what its browser chose: answers
 * in another language would mix two on one screen. An address that could not even be routed has no actor.
 */
const profileLocale = (actor: Actor | undefined): Locale | null =>
  actor?.kind === 'customer' ? actor.locale : null;
