// What browsers get: the built files, the shells of the apps, and a page that says that there is none.
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpOptions } from '#platform/http';
import { contentSecurityPolicy } from '#platform/http-security';
import { staticFiles } from '#platform/http-static';

const BUILT = fileURLToPath(new URL('../../dist/web', import.meta.url));
/** Paths of the customer's app; a reload on any of them must find the app again. */
const CUSTOMER =
  /^\/(home|pay|requests|code|scan|pickup|top-up|exchange|withdraw|abroad|history|entry|receipt|messages|statements|statement|spending|help-me|me|sign-in|not-me|register|verify|verify-email|closure-record|forgot-password|reset-password)(\/|$)/;
const CONSOLE = /^\/console(\/|$)/;
const SANDBOX = /^\/sandbox$/;

/** The shell that a path belongs to, or null. */
export function shellOf(path: string, { sandbox }: { sandbox: boolean }): string | null {
  if (CUSTOMER.test(path)) return 'customer/index.html';
  if (CONSOLE.test(path)) return 'console/index.html';
  return sandbox && SANDBOX.test(path) ? 'sandbox/index.html' : null;
}

/** Answers addresses that no route knows: a built file, an app's shell, or `notFound`. */
export function webFallback({
  sandbox,
  notFound,
}: {
  sandbox: boolean;
  notFound: (request: FastifyRequest) => string;
}): NonNullable<HttpOptions['web']> {
  const files = staticFiles(BUILT);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const path = request.url.split('?')[0] ?? '/';
    const name = decodeName(path);
    // Shells are answered under their own paths, never as files: /customer/index.html is nobody's address.
    if (name !== null && !name.endsWith('.html') && (await files.send(request, reply, name))) return true;
    const shell = shellOf(path, { sandbox });
    if (shell !== null) {
      void reply.header('okpay-shell', shell.split('/')[0] ?? '');
      // The sandbox desk shows mails in a frame of our own.
      if (SANDBOX.test(path))
        void reply.header('content-security-policy', contentSecurityPolicy({ ownFrames: true }));
      return files.send(request, reply, shell);
    }
    if (!(request.headers.accept ?? '').includes('text/html')) return false;
    await reply.code(404).type('text/html; charset=utf-8').send(notFound(request));
    return true;
  };
}

function decodeName(path: string): string | null {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return null; // Not a name that anything could have.
  }
}
