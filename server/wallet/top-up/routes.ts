import { cardSourceOf } from '#common/api/card-source';
import { api } from '#common/api/index';
import type { CustomerId, TopUpId } from '#common/id';
import { err, invariant, ok } from '#common/result';
import { deviceHashOf } from '#identity';
import { type Entry, entryFor } from '#operations';
import type { Reader } from '#platform/db';
import { keepRefusal, serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { askProvider, chargeTopUp, requestFromEwallet } from './ask-provider.ts';
import { confirmTopUp } from './confirm-top-up.ts';
import { quoteTopUp } from './quote-top-up.ts';
import { receiveCallback, receiveEwalletNews } from './receive-callback.ts';
import { findTopUp } from './store.ts';

/** Where the acquirer and the e-wallet put their signatures. */
const SIGNATURE_HEADER = 'okpay-acquirer-signature';
const EWALLET_SIGNATURE_HEADER = 'okpay-ewallet-signature';

export function topUpRoutes(server: Server, deps: WalletDeps): void {
  const { db, acquirer, publicUrl } = deps;
  const entryOf = async (read: Reader, customer: CustomerId, id: TopUpId): Promise<Entry> => {
    const entry = await entryFor(read, customer, id, deps.casesOf);
    invariant(entry !== null, `${id} stands in its owner's history`);
    return entry;
  };

  serve(server, api.createQuote, ({ actor, body }) =>
    db.transaction((tx) =>
      quoteTopUp(tx, deps, { customer: actor.id, kind: body.kind, amount: body.amount }),
    ),
  );

  serve(server, api.openCardFields, async ({ body, locale }) => {
    const fields = await acquirer.openFields({
      origin: new URL(publicUrl).origin,
      locale,
      theme: body.theme,
    });
    return fields.ok
      ? ok({ url: fields.value.url, origin: fields.value.origin })
      : err({ code: 'top_up_unavailable' });
  });

  serve(server, api.createTopUp, async ({ actor, body, tx, afterCommit, request: http, locale }) => {
    const { id, quoteId, keepCard: keepsCard = false, stepUpId: stepUp = null } = body;
    const device = deviceHashOf(http);
    const source = cardSourceOf(body);
    const request = { id, customer: actor.id, quoteId, source, keepsCard, stepUp, device };
    const confirmed = await confirmTopUp(tx, deps, request);
    if (!confirmed.ok) return confirmed;
    if (confirmed.value.outcome === 'asks_for_factor') return keepRefusal(confirmed.value.refusal);
    if (confirmed.value.outcome === 'refused')
      return keepRefusal({ ...confirmed.value.refusal, operationId: id });
    if (confirmed.value.outcome === 'confirmed') {
      const { total, charged, keep } = confirmed.value;
      afterCommit(async () => {
        if (charged === null) await requestFromEwallet(deps, { id, total, locale });
        else await chargeTopUp(deps, { id, total, charged, keep });
        return entryOf(db.read, actor.id, id);
      });
    }
    return ok(await entryOf(tx, actor.id, id));
  });

  serve(server, api.checkTopUp, async ({ actor, params: { id } }) => {
    const topUp = await findTopUp(db.read, id);
    if (topUp?.customer !== actor.id) return err({ code: 'not_found' });
    if (topUp.isCharged) await askProvider(deps, id, 'between');
    return ok(await entryOf(db.read, actor.id, id));
  });

  serve(server, api.cardCallback, async ({ rawBody, headers }) =>
    receiveCallback(deps, { rawBody, signature: textOf(headers[SIGNATURE_HEADER]) }),
  );

  serve(server, api.ewalletCallback, async ({ rawBody, headers }) =>
    receiveEwalletNews(deps, { rawBody, signature: textOf(headers[EWALLET_SIGNATURE_HEADER]) }),
  );
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
