// How the HTTP server knows people and words.
import { readFileSync } from 'node:fs';
import { renderReason } from '#common/reason-text';
import * as identity from '#identity';
import type { Config } from '#platform/config';
import type { HttpOptions } from '#platform/http';
import { renderMissing } from './pages.ts';
import type { Parts } from './parts.ts';
import { webFallback } from './web.ts';

/** A household or an office shares an address; each of its browsers holds a handful. */
const CONNECTIONS_PER_ADDRESS = 256;

export function httpOptions(config: Config, { db, clock, log }: Parts): HttpOptions {
  return {
    db,
    clock,
    log,
    publicOrigins: originsOf(config.publicUrl),
    tls: tlsOf(config),
    secure: config.publicUrl.startsWith('https://'),
    trustedProxies: config.trustedProxy ?? [],
    ...(config.mode === 'live' && !config.trustedProxy
      ? { connectionsPerAddress: CONNECTIONS_PER_ADDRESS }
      : {}),
    frames: [config.cardAcquirerPublicUrl],
    authenticate: ({ kind, token }) =>
      (kind === 'staff' ? identity.authenticateStaff : identity.authenticateCustomer)(db, clock, token),
    render: (reason, locale) => {
      const text = renderReason(reason, locale, { timeZone: config.timeZone, now: clock.now().toString() });
      return { title: text.title, detail: [text.happened, text.next].join(locale === 'zh-CN' ? '' : ' ') };
    },
    web: webFallback({ sandbox: config.mode === 'sandbox', notFound: renderMissing(config) }),
  };
}

/** A page opened as localhost is the same page as under 127.0.0.1; for any other host there is one name. */
function originsOf(publicUrl: string): [string, ...string[]] {
  const url = new URL(publicUrl);
  const names = ['127.0.0.1', 'localhost'];
  if (!names.includes(url.hostname)) return [url.origin];
  return [url.origin, ...names.map((name) => Object.assign(new URL(url), { hostname: name }).origin)];
}

function tlsOf({ tlsCertFile, tlsKeyFile }: Config): HttpOptions['tls'] {
  return tlsCertFile && tlsKeyFile
    ? { cert: readFileSync(tlsCertFile), key: readFileSync(tlsKeyFile) }
    : undefined;
}
