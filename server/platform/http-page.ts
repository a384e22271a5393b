import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '#common/api/route';
import type { Locale } from '#common/locale';
import type { Actor } from './actor.ts';
import { localeOf, type Server } from './http-base.ts';
import { queryOf } from './http-input.ts';

/** What a page for people knows of its reader. */
export type PageContext = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
};

export const pageContext = (request: FastifyRequest, reply: FastifyReply): PageContext => ({
  request,
  reply,
  actor: request.actor,
  locale: localeOf(request),
  params: request.params as Record<string, string>,
  query: queryOf(request.url),
});

/** A page rendered by the server, read by GET. The handler gives HTML, or null when there is no such page. */
export function page(
  server: Server,
  path: string,
  handler: (context: PageContext) => Promise<string | null> | string | null,
  { access = 'public' }: { access?: Access } = {},
): void {
  server.get(path, { config: { access } }, async (request, reply) => {
    const html = await handler(pageContext(request, reply));
    if (reply.sent) return reply;
    if (html === null) return reply.callNotFound();
    return reply.type('text/html; charset=utf-8').send(html);
  });
}
