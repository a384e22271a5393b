import { api } from '#common/api/index';
import { err } from '#common/result';
import { customerById } from '#identity';
import { serve, type Server } from '#platform/http';
import type { SupportDeps } from '../deps.ts';
import { ownEntry } from '../desk/customer-routes.ts';
import { explain } from '../explain/explain.ts';
import { helpCentre } from './help-centre.ts';

/** Answers that need nobody: search, the explanation of an entry, the keys that records are checked with. */
export function helpRoutes(server: Server, { db, clock, signingKeys }: SupportDeps): void {
  const help = helpCentre();
  serve(server, api.searchHelp, ({ query, locale }) => ({
    items: help.search(query.q, { locale: query.locale ?? locale, limit: query.limit }),
  }));
  serve(server, api.explain, async ({ actor, query, locale }) => {
    const entry = query.entry === undefined ? null : await ownEntry(db.read, actor.id, query.entry);
    if (query.entry !== undefined && !entry) return err({ code: 'not_found' });
    const customer = await customerById(db.read, actor.id);
    return explain(help, entry, {
      locale,
      timeZone: customer?.timeZone ?? 'UTC',
      now: clock.now().toString(),
    });
  });
  serve(server, api.publicKeys, () => ({ keys: signingKeys.published.map((key) => ({ ...key })) }));
}
