import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '#common/api/route';
import { type Actor, GUEST } from './actor.ts';
import { isTokenShaped } from './crypto.ts';
import type { SessionKind } from './http-base.ts';
import { Refused } from './problem.ts';

const NAMES: Record<SessionKind, string> = { customer: 'okpay', staff: 'okpay_staff' };

/** `__Host-` binds the cookie to this very host over https; plain http on loopback cannot have it. */
const cookieName = (kind: SessionKind, secure: boolean): string => `${secure ? '__Host-' : ''}${NAMES[kind]}`;

/** The token a request carries, if it looks like one of ours. */
export function sessionToken(request: FastifyRequest, kind: SessionKind): string | null {
  const value = request.cookies[cookieName(kind, request.server.okpay.secure)];
  return value !== undefined && isTokenShaped(value) ? value : null;
}

const attributes = (reply: FastifyReply) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: reply.server.okpay.secure }) as const;

/** Hands the session to the browser. Without `maxAgeSeconds` it ends with the browser. */
export function setSessionCookie(
  reply: FastifyReply,
  kind: SessionKind,
  token: string,
  maxAgeSeconds?: number,
): void {
  void reply.setCookie(cookieName(kind, reply.server.okpay.secure), token, {
    ...attributes(reply),
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
}

/** Takes the session from the browser together with what pages have kept; the answers themselves were never kept. */
export function clearSessionCookie(reply: FastifyReply, kind: SessionKind): void {
  void reply.clearCookie(cookieName(kind, reply.server.okpay.secure), attributes(reply));
  void reply.header('clear-site-data', '"storage"');
}

/** Whose session counts for a route: staff routes look at the staff cookie, all others at the customer's. */
export const sessionKindOf = (access: Access): SessionKind =>
  access === 'staff' || typeof access === 'object' ? 'staff' : 'customer';

/** Asks the wiring who it is; a request without a session asks nobody. */
export async function authenticated(request: FastifyRequest, access: Access): Promise<Actor> {
  if (access === 'provider') return GUEST;
  const kind = sessionKindOf(access);
  const token = sessionToken(request, kind);
  if (token === null) return GUEST;
  return request.server.okpay.authenticate({
    kind,
    token,
    // Worked out from the proxies' headers, for those who want it.
    get ip() {
      return request.ip;
    },
    userAgent: request.headers['user-agent'] ?? '',
  });
}

/** Deny by default: whoever is not let in by name here is refused. */
export function refuseStranger(actor: Actor, access: Access): void {
  if (access === 'public' || access === 'provider') return;
  const isStaffRoute = sessionKindOf(access) === 'staff';
  if (actor.kind !== (isStaffRoute ? 'staff' : 'customer')) throw new Refused({ code: 'unauthenticated' });
  if (actor.kind === 'customer') {
    if (access === 'customer_pending' || actor.verified) return;
    throw new Refused({ code: 'verification_required' });
  }
  if (actor.kind === 'staff') {
    if (access === 'staff' || (typeof access === 'object' && access.staff.includes(actor.role))) return;
    throw new Refused({ code: 'forbidden' });
  }
  throw new Refused({ code: 'unauthenticated' });
}
