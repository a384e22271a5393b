import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { Client } from './client.ts';

/** Seconds a browser is remembered: 400 days, the longest it allows. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

const nameOf = (secure: boolean): string => (secure ? '__Host-okpay_device' : 'okpay_device');

/** From where a request comes, with the browser's device cookie. */
export function clientOf({
  ip,
  userAgent,
  request,
}: {
  ip: string;
  userAgent: string;
  request: FastifyRequest;
}): Client {
  return { ip, userAgent, deviceToken: request.cookies[nameOf(request.server.okpay.secure)] ?? null };
}

/** The name by which the browser of a request is kept; null for one without a cookie of ours. */
export function deviceHashOf(request: FastifyRequest): Uint8Array | null {
  const token = request.cookies[nameOf(request.server.okpay.secure)];
  return token !== undefined && isTokenShaped(token) ? sha256(token) : null;
}

/** The cookie opens nothing: it only gives its owner a counter of wrong passwords that strangers cannot fill. */
export function setDeviceCookie(reply: FastifyReply, token: string): void {
  const { secure } = reply.server.okpay;
  void reply.setCookie(nameOf(secure), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: MAX_AGE_SECONDS,
  });
}
