// How the HTTP server knows people and words.
import { renderReason } from '#common/reason-text';
import * as identity from '#identity';
import type { Config } from '#platform/config';
import type { HttpOptions } from '#platform/http';
import { renderMissing } from './pages.ts';
import type { Parts } from './parts.ts';
import { webFallback } from './web.ts';

export function httpOptions(config: Config, { db, clock, log }: Parts): HttpOptions {
  return {
    db,
    clock,
    log,
    publicOrigins: [config.publicUrl],
    secure: config.publicUrl.startsWith('https://'),
    trustedProxies: config.trustedProxy ?? [],
    frames: [config.cardAcquirerPublicUrl],
    authenticate: ({ kind, token }) => (kind === 'staff' ? identity.authenticateStaff : identity.authenticateCustomer)(db, clock, token),
    render: (reason, locale) => {
      const text = renderReason(reason, locale, { timeZone: config.timeZone, now: clock.now().toString() });
      return { title: text.title, detail: `${text.happened} ${text.next}` };
    },
    web: webFallback({ sandbox: config.mode === 'sandbox', notFound: renderMissing(config) }),
  };
}
