import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from '../../shared/gate.ts';

const here = import.meta.dirname;
const DAY_SECONDS = 86_400;
/** What the pages load beside themselves. The scripts are TypeScript whose types are cut out when they are first asked for. */
const FILES = {
  'style.css': 'text/css; charset=utf-8',
  'fields.ts': 'text/javascript; charset=utf-8',
  'card-number.ts': 'text/javascript; charset=utf-8',
} as const;
const FONTS = ['hanken-grotesk', 'noto-sans-sc'] as const;

export function serveAssets(server: FastifyInstance): void {
  const ready = new Map<string, string>();
  for (const [name, type] of Object.entries(FILES)) {
    server.get(`/assets/${name}`, (_request, reply) => {
      let text = ready.get(name);
      if (text === undefined) ready.set(name, (text = read(name)));
      return sealed(reply).type(type).header('cache-control', 'no-cache').send(text);
    });
  }
  server.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  for (const font of FONTS) {
    server.get(`/fonts/${font}/index.css`, (_request, reply) =>
      sendFont(reply, font, 'index.css', 'text/css; charset=utf-8'),
    );
    server.get<{ Params: { file: string } }>(`/fonts/${font}/files/:file`, (request, reply) =>
      /^[\w-]+\.woff2$/.test(request.params.file)
        ? sendFont(reply, font, join('files', request.params.file), 'font/woff2')
        : refuse(reply, 404, 'not_found', 'There is no such font.'),
    );
  }
}

function read(name: string): string {
  const text = readFileSync(join(here, name), 'utf8');
  return name.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
}

/** The fonts are packages of the web build; without them the system's own faces do. */
function sendFont(reply: FastifyReply, font: string, file: string, type: string): FastifyReply {
  try {
    const folder = dirname(
      createRequire(import.meta.url).resolve(`@fontsource-variable/${font}/package.json`),
    );
    return sealed(reply)
      .type(type)
      .header('cache-control', `public, max-age=${DAY_SECONDS}`)
      .send(readFileSync(join(folder, file)));
  } catch {
    return refuse(reply, 404, 'not_found', 'There is no such font.');
  }
}

const sealed = (reply: FastifyReply): FastifyReply =>
  reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');

/** Headers of a page: it loads nothing from elsewhere, and only `frameAncestor` may show it in a frame. */
export function sealPage(
  reply: FastifyReply,
  { frameAncestor, formTargets = '' }: { frameAncestor: string; formTargets?: string },
): FastifyReply {
  return sealed(reply)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    .header(
      'content-security-policy',
      `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action ${formTargets || "'none'"}; frame-ancestors ${frameAncestor}`,
    );
}
