// Routes that belong to the installation and to no room: what it is, its health, its news.
import { api } from '#common/api/index';
import { CURRENCIES } from '#common/money';
import { TERMS_VERSION } from '#common/terms';
import * as identity from '#identity';
import type { Config } from '#platform/config';
import { serve, type Server } from '#platform/http';
import { serveStreams, type StreamHub } from '#platform/realtime';
import type { Parts } from './parts.ts';

export function siteRoutes(server: Server, config: Config, { clock, wallet }: Parts): void {
  serve(server, api.site, () => ({
    sandbox: config.mode === 'sandbox',
    operatorName: config.operatorName,
    supportEmail: config.supportEmail,
    supportPhone: config.supportPhone ?? null,
    securityQuestions: config.securityQuestions,
    bankTransfers: wallet.bank !== null,
    ewallet: wallet.ewallet?.name ?? null,
    termsVersion: TERMS_VERSION,
    baseCurrency: config.baseCurrency,
    currencies: [...CURRENCIES],
    now: clock.now().toString(),
  }));
}

/** A customer hears of the own account and cases, staff of the desk. */
export function streams(server: Server, { db, clock, log }: Parts, hub: StreamHub): void {
  serveStreams(server, {
    db,
    log,
    hub,
    // What happens in a customer's cases is told to the customer's own audience as well.
    audiencesOf: async (actor) => [actor.kind === 'staff' ? 'staff' : `customer:${actor.id}`],
    liveSessions: (sessions) => identity.liveSessions(db, clock, sessions),
  });
}
