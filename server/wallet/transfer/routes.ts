import { api } from '#common/api/index';
import { invariant, ok } from '#common/result';
import { entryFor, firstEntryFor, parseOperationId } from '#operations';
import { deviceHashOf } from '#identity';
import { keepRefusal, type Quick, serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { findAddressReference } from '../payee/store.ts';
import { sendToAddress } from '../pickup/send-to-address.ts';
import { quickTransfers } from './quick-transfer.ts';
import { sendTransfer } from './send-transfer.ts';

export function transferRoutes(server: Server, deps: WalletDeps): void {
  serve(
    server,
    api.createTransfer,
    async ({ actor, body, tx, request: http }) => {
      const { id, payee, amount, note, stepUpId, repeats } = body;
      const device = deviceHashOf(http);
      const request = { id, payer: actor.id, payee, amount, note, stepUp: stepUpId, device, repeats };
      const address = await findAddressReference(tx, payee, actor.id);
      const sent = address
        ? await sendToAddress(tx, deps, request, address)
        : await sendTransfer(tx, deps, request);
      if (!sent.ok) return sent;
      if (sent.value.outcome === 'refused') return keepRefusal({ ...sent.value.refusal, operationId: id });
      const entry = await entryFor(tx, actor.id, id, deps.casesOf);
      invariant(entry !== null, `${id} stands in the payer's history`);
      return ok(entry);
    },
    quickWay(deps),
  );
}

/** Answers are made again also where nothing is posted together: another process may have given them. */
function quickWay(deps: WalletDeps): Quick<typeof api.createTransfer> {
  const { ledger } = deps;
  const send = ledger && quickTransfers({ ...deps, ledger });
  return {
    attempt: async ({ actor, body: { stepUpId: stepUp, ...asked }, request }, keyed) =>
      send
        ? send({ ...asked, payer: actor.id, note: asked.note, stepUp, device: deviceHashOf(request) }, keyed)
        : null,
    async again(read, actor, of) {
      const id = parseOperationId(of);
      const entry = id && (await firstEntryFor(read, actor.id, id));
      invariant(entry !== null, `${of} stands in the payer's history`);
      return entry;
    },
  };
}
