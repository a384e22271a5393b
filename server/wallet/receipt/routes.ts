import { api } from '#common/api/index';
import { err, ok, unreachable } from '#common/result';
import { verifyReceipt } from '#common/verify-receipt';
import { receiptOf, SEAL_EVERY_MS } from '#ledger';
import { entryFor, parseOperationId } from '#operations';
import { textOf } from '#platform/clock';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';

/** Milliseconds until a receipt that was asked for too early is surely there: the next round of sealing, and the one after it. */
const ASK_AGAIN_MS = 3 * SEAL_EVERY_MS;

export function receiptRoutes(server: Server, { db, clock, signingKeys }: WalletDeps): void {
  serve(server, api.entryReceipt, async ({ actor, params }) => {
    const id = parseOperationId(params.id);
    // Who has no part in an entry does not learn that there is one.
    if (!id || !(await entryFor(db.read, actor.id, id))) return err({ code: 'not_found' });
    const answer = await receiptOf(db.read, { operationId: id, owner: actor.id }, signingKeys);
    switch (answer.state) {
      case 'waiting':
        return ok({ ...answer, askAgainAt: clock.now().add({ milliseconds: ASK_AGAIN_MS }).toString() });
      case 'archived':
        return ok({ ...answer, since: textOf(answer.since) });
      case 'sealed':
      case 'nothing':
        return ok(answer);
      default:
        return unreachable(answer);
    }
  });

  serve(server, api.checkReceipt, async ({ body }) => {
    const { fault, transfers } = await verifyReceipt(body, signingKeys.published);
    return {
      fault,
      transfers: transfers.map(({ seq, amount, debitAccount, creditAccount, ...rest }) => ({
        ...rest,
        seq: seq.toString(),
        amount: amount.toString(),
        debitAccount: debitAccount.toString(),
        creditAccount: creditAccount.toString(),
      })),
    };
  });
}
