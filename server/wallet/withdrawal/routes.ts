import { api } from '#common/api/index';
import type { CustomerId, WithdrawalId } from '#common/id';
import { invariant, ok } from '#common/result';
import { deviceHashOf } from '#identity';
import { type Entry, entryFor } from '#operations';
import type { Reader } from '#platform/db';
import { keepRefusal, serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { cancelWithdrawal } from './cancel-withdrawal.ts';
import { confirmWithdrawal } from './confirm-withdrawal.ts';
import { quoteWithdrawal } from './quote-withdrawal.ts';

export function withdrawalRoutes(server: Server, deps: WalletDeps): void {
  const { db } = deps;
  const entryOf = async (read: Reader, customer: CustomerId, id: WithdrawalId): Promise<Entry> => {
    const entry = await entryFor(read, customer, id, deps.casesOf);
    invariant(entry !== null, `${id} stands in its owner's history`);
    return entry;
  };

  serve(server, api.createWithdrawalQuote, async ({ actor, body: { bankAccountId, amount } }) =>
    db.transaction((tx) => quoteWithdrawal(tx, deps, { customer: actor.id, account: bankAccountId, amount })),
  );
  serve(
    server,
    api.createWithdrawal,
    async ({ actor, body: { id, quoteId, stepUpId }, tx, request: http }) => {
      const device = deviceHashOf(http);
      const request = { id, customer: actor.id, quoteId, stepUp: stepUpId, device };
      const confirmed = await confirmWithdrawal(tx, deps, request);
      if (!confirmed.ok) return confirmed;
      if (confirmed.value.outcome === 'refused')
        return keepRefusal({ ...confirmed.value.refusal, operationId: id });
      return ok(await entryOf(tx, actor.id, id));
    },
  );
  serve(server, api.cancelWithdrawal, async ({ actor, params: { id } }) =>
    db.transaction(async (tx) => {
      const cancelled = await cancelWithdrawal(tx, deps, { id, customer: actor.id });
      return cancelled.ok ? ok(await entryOf(tx, actor.id, id)) : cancelled;
    }),
  );
}
