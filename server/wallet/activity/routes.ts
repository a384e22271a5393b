import { api } from '#common/api/index';
import { err, ok } from '#common/result';
import {
  type EntryFilters,
  entryFor,
  listEntries,
  parseOperationId,
  searchAmounts,
  searchForms,
} from '#operations';
import { Temporal } from '#platform/clock';
import { type Ctx, serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';

export function activityRoutes(server: Server, { db, casesOf }: WalletDeps): void {
  serve(server, api.entries, ({ actor, query }) => listEntries(db.read, actor.id, filtersOf(query), query));

  serve(server, api.entry, async ({ actor, params }) => {
    const id = parseOperationId(params.id);
    const entry = id && (await entryFor(db.read, actor.id, id, casesOf));
    return entry ? ok(entry) : err({ code: 'not_found' });
  });
}

function filtersOf(query: Ctx<typeof api.entries>['query']): EntryFilters {
  const { kind, family, direction, currency, from, to, minAmount, maxAmount, search } = query;
  return {
    ...(kind && { kind }),
    ...(family && { family }),
    ...(direction && { direction }),
    ...(currency && { currency }),
    ...(from && { from: Temporal.Instant.from(from) }),
    ...(to && { to: Temporal.Instant.from(to) }),
    ...(minAmount && { minMinor: BigInt(minAmount) }),
    ...(maxAmount && { maxMinor: BigInt(maxAmount) }),
    ...(search && { searchForms: searchForms(search), searchAmounts: searchAmounts(search) }),
  };
}
