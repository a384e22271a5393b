import { api } from '#common/api/index';
import { type MoneyRequestId, parseId } from '#common/id';
import { err, invariant, ok, type Result } from '#common/result';
import type { Refusal } from '#common/reasons';
import { customersById } from '#identity';
import type { Reader, Tx } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { askForMoney } from './ask-for-money.ts';
import { cancelRequest, declineRequest, remindOfRequest } from './change-request.ts';
import type { MoneyRequest } from './money-request.ts';
import { openLink, openRequest } from './open-request.ts';
import { showRequests } from './show-request.ts';
import * as store from './store.ts';

/** Rows of the list of who is not heard; nobody has had enough of so many. */
const BLOCKED_MAX = 200;

export function moneyRequestRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const show = async (read: Reader, reader: Parameters<typeof showRequests>[2], request: MoneyRequest) => {
    const [one] = await showRequests(read, deps, reader, [request]);
    invariant(one !== undefined, 'one is shown for one');
    return one;
  };
  /** Does something to a request and shows what it is then. */
  const changed = <R extends Refusal>(
    reader: Parameters<typeof showRequests>[2],
    change: (tx: Tx) => Promise<Result<MoneyRequest, R>>,
  ) =>
    db.transaction(async (tx) => {
      const done = await change(tx);
      return done.ok ? ok(await show(tx, reader, done.value)) : done;
    });

  serve(server, api.createMoneyRequest, async ({ actor, body, tx }) => {
    const asked = await askForMoney(tx, clock, { ...body, asker: actor.id, payee: body.payee ?? null });
    return asked.ok ? ok(await show(tx, actor.id, asked.value)) : asked;
  });
  serve(server, api.moneyRequests, async ({ actor, query: { side, state = null, cursor, limit } }) => {
    const after = cursor === undefined ? null : parseId('rq', cursor);
    if (cursor !== undefined && after === null) return err({ code: 'malformed_request' });
    const asked = { customer: actor.id, side, state, after, limit: limit + 1 };
    const rows = await store.listRequests(db.read, asked);
    const page = rows.slice(0, limit);
    const items = await showRequests(db.read, deps, actor.id, page);
    return ok({ items, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null });
  });
  serve(server, api.moneyRequest, async ({ actor, params: { id } }) => {
    const request = await own(db.read, actor.id, id);
    return request ? ok(await show(db.read, actor.id, request)) : err({ code: 'not_found' });
  });
  serve(server, api.openMoneyRequest, ({ actor, params: { id } }) => openRequest(deps, actor.id, id));
  serve(server, api.openRequestLink, ({ actor, body: { token } }) => openLink(deps, actor.id, token));
  serve(server, api.cancelMoneyRequest, ({ actor, params: { id } }) =>
    changed(actor.id, (tx) => cancelRequest(tx, clock, id, actor.id)),
  );
  serve(server, api.declineMoneyRequest, ({ actor, params: { id }, body: { block, report } }) =>
    changed(actor.id, (tx) =>
      declineRequest(tx, clock, { id, payer: actor.id, block, report: report ?? null }),
    ),
  );
  serve(server, api.remindMoneyRequest, ({ actor, params: { id } }) =>
    changed(actor.id, (tx) => remindOfRequest(tx, clock, id, actor.id)),
  );
  blockingRoutes(server, deps);
}

function blockingRoutes(server: Server, { db }: WalletDeps): void {
  serve(server, api.blockedAskers, async ({ actor }) => {
    const blocked = await store.blockedBy(db.read, actor.id, BLOCKED_MAX);
    const people = await customersById(db.read, blocked.map(({ asker }) => asker)); // prettier-ignore
    return ok({
      items: blocked.map(({ asker, request, since }) => ({
        requestId: request,
        maskedName: people.get(asker)?.maskedName ?? '',
        since: since.toString(),
      })),
    });
  });
  serve(server, api.unblockAsker, async ({ actor, params: { id } }) =>
    db.transaction(async (tx) =>
      (await store.unblock(tx, actor.id, id)) ? ok(undefined) : err({ code: 'not_found' as const }),
    ),
  );
}

/** A request of the reader's, on either side; of who is not heard nothing is there. */
async function own(
  read: Reader,
  reader: MoneyRequest['asker'],
  id: MoneyRequestId,
): Promise<MoneyRequest | null> {
  const request = await store.findRequest(read, id);
  if (!request) return null;
  if (request.asker === reader) return request;
  return request.payer === reader && !request.isHidden ? request : null;
}
