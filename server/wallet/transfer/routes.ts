import { api } from '#common/api/index';
import { invariant, ok } from '#common/result';
import { entryFor } from '#operations';
import { keepRefusal, serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { sendTransfer } from './send-transfer.ts';

export function transferRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.createTransfer, async ({ actor, body, tx }) => {
    const { id, payee, amount, note, stepUpId } = body;
    const sent = await sendTransfer(tx, deps, { id, payer: actor.id, payee, amount, note, stepUp: stepUpId });
    if (!sent.ok) return sent;
    if (sent.value.outcome === 'refused') return keepRefusal({ ...sent.value.refusal, operationId: id });
    const entry = await entryFor(tx, actor.id, id, deps.casesOf);
    invariant(entry !== null, `${id} stands in the payer's history`);
    return ok(entry);
  });
}
