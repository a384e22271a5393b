import type { FastifyReply, FastifyRequest } from 'fastify';
import { PENDING_MINUTES } from './sign-in.ts';

const nameOf = (secure: boolean): string => (secure ? '__Host-okpay_pending' : 'okpay_pending');
const optionsOf = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure }) as const;

/** The token of the sign-in that this browser has begun. */
export const pendingToken = ({ cookies, server }: FastifyRequest): string | null =>
  cookies[nameOf(server.okpay.secure)] ?? null;

export function setPendingCookie(reply: FastifyReply, token: string): void {
  const { secure } = reply.server.okpay;
  void reply.setCookie(nameOf(secure), token, { ...optionsOf(secure), maxAge: PENDING_MINUTES * 60 });
}

export function clearPendingCookie(reply: FastifyReply): void {
  const { secure } = reply.server.okpay;
  void reply.clearCookie(nameOf(secure), optionsOf(secure));
}
