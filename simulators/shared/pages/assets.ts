import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from '../gate.ts';

const DAY_SECONDS = 86_400;
const FONTS = ['hanken-grotesk', 'noto-sans-sc'] as const;

/** What the pages load beside themselves. Scripts are TypeScript whose types are cut out when they are first asked for. */
export function serveAssets(server: FastifyInstance, scripts: readonly string[] = []): void {
  const ready = new Map<string, string>();
  for (const file of [join(import.meta.dirname, 'style.css'), ...scripts]) {
    server.get(`/assets/${basename(file)}`, (_request, reply) => {
      let text = ready.get(file);
      if (text === undefined) ready.set(file, (text = read(file)));
      const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
      return sealed(reply).type(`${type}; charset=utf-8`).header('cache-control', 'no-cache').send(text);
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

function read(file: string): string {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
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
