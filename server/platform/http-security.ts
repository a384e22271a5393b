import type { FastifyRequest } from 'fastify';
import { UPLOAD_MEDIA_TYPE } from '#common/api/route';
import { Refused } from './problem.ts';

/** Seconds browsers are to insist on https: two years, what the preload lists ask for. */
const HSTS_SECONDS = 63_072_000;

export type PolicyOptions = {
  /** Origins whose pages may be shown in a frame: the card acquirer's. */
  readonly frames?: readonly string[];
  /** Whether a `srcdoc` frame may show mail, sandboxed; the sandbox desk only. */
  readonly ownFrames?: boolean;
};

/** Content-Security-Policy of our pages: nothing is allowed that is not named, and nothing inline. */
export function contentSecurityPolicy({ frames = [], ownFrames = false }: PolicyOptions = {}): string {
  const frameSources = [...(ownFrames ? ["'self'"] : []), ...frames];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${frameSources.length > 0 ? frameSources.join(' ') : "'none'"}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

/** What every answer carries. Answers may be kept by nobody unless the route says otherwise. */
export function securityHeaders({
  secure,
  policy,
}: {
  secure: boolean;
  policy: string;
}): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy':
      'camera=(self), clipboard-write=(self), publickey-credentials-get=(self), geolocation=(), microphone=(), payment=(), usb=()',
    'cache-control': 'no-store',
    ...(secure ? { 'strict-transport-security': `max-age=${HSTS_SECONDS}; includeSubDomains` } : {}),
  };
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
export const isUnsafe = (method: string): boolean => UNSAFE.has(method);

/**
 * Refuses what another site made a browser send. Browsers name the Origin of every unsafe request; where it is missing they still
 * name Sec-Fetch-Site. A caller that sends neither is no browser, so it carries nobody's cookies but its own.
 */
export function refuseCrossOrigin(request: FastifyRequest, origins: readonly string[]): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOurs =
    origin === undefined ? site === undefined || site === 'same-origin' : origins.includes(origin);
  if (!isOurs) throw new Refused({ code: 'cross_origin_refused' });
}

const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;

/** A body must say that it is JSON, or bytes where a file is taken: a form of another site can say neither. */
export function refuseOtherMedia(request: FastifyRequest): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const type = request.headers['content-type'];
  const takesFile = request.routeOptions.config.contract?.upload !== undefined;
  const fits = (given: string): boolean => (takesFile ? given === UPLOAD_MEDIA_TYPE : JSON_TYPE.test(given));
  if (type === undefined ? hasBody : !fits(type)) throw new Refused({ code: 'unsupported_media_type' });
  if (request.headers['content-encoding'] !== undefined)
    throw new Refused({ code: 'unsupported_media_type' });
}
