import { api } from '#common/api/index';
import type { CrossBorderId, CustomerId } from '#common/id';
import { invariant, ok } from '#common/result';
import { deviceHashOf } from '#identity';
import { type Entry, entryFor } from '#operations';
import type { Reader } from '#platform/db';
import { keepRefusal, serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { cancelCrossBorder } from './cancel-cross-border.ts';
import { confirmCrossBorder } from './confirm-cross-border.ts';
import { quoteCrossBorder } from './quote-cross-border.ts';
import { recallCrossBorder } from './recall-cross-border.ts';

export function crossBorderRoutes(server: Server, deps: WalletDeps): void {
  const { db } = deps;
  const entryOf = async (read: Reader, customer: CustomerId, id: CrossBorderId): Promise<Entry> => {
    const entry = await entryFor(read, customer, id, deps.casesOf);
    invariant(entry !== null, `${id} stands in its owner's history`);
    return entry;
  };

  serve(server, api.createCrossBorderQuote, async ({ actor, body }) => {
    const { beneficiaryId: beneficiary, purposeText, ...wanted } = body;
    const asked = { ...wanted, beneficiary, purposeText: purposeText ?? null, customer: actor.id };
    return db.transaction((tx) => quoteCrossBorder(tx, deps, asked));
  });
  serve(
    server,
    api.createCrossBorder,
    async ({ actor, body: { id, quoteId, stepUpId }, tx, request: http }) => {
      const request = { id, customer: actor.id, quoteId, stepUp: stepUpId, device: deviceHashOf(http) };
      const confirmed = await confirmCrossBorder(tx, deps, request);
      if (!confirmed.ok) return confirmed;
      if (confirmed.value.outcome === 'refused')
        return keepRefusal({ ...confirmed.value.refusal, operationId: id });
      return ok(await entryOf(tx, actor.id, id));
    },
  );
  serve(server, api.cancelCrossBorder, async ({ actor, params: { id } }) =>
    db.transaction(async (tx) => {
      const cancelled = await cancelCrossBorder(tx, deps, { id, customer: actor.id });
      return cancelled.ok ? ok(await entryOf(tx, actor.id, id)) : cancelled;
    }),
  );
  serve(server, api.recallCrossBorder, async ({ actor, params: { id }, body: { ground } }) =>
    db.transaction(async (tx) => {
      const recalled = await recallCrossBorder(tx, deps, { id, customer: actor.id, ground });
      return recalled.ok ? ok(await entryOf(tx, actor.id, id)) : recalled;
    }),
  );
}
