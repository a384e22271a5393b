import { api } from '#common/api/index';
import { maskedAccount } from '#common/bank-account';
import { CORRIDORS } from '#common/beneficiary';
import { err, invariant, ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import { publish } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { addBeneficiary, judgeBeneficiary, lastSigns, payableCurrencies } from './add-beneficiary.ts';
import { beneficiariesShown } from './show-beneficiaries.ts';
import * as store from './store.ts';

export function beneficiaryRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;

  serve(server, api.beneficiaries, async ({ actor }) => {
    const payable = payableCurrencies(deps);
    return ok({
      items: await beneficiariesShown(db.read, deps, actor.id),
      offered: CORRIDORS.filter(({ currency }) => payable.includes(currency)).map(
        ({ country, currency, fields, purposes }) => ({
          country,
          currency,
          fields: [...fields],
          purposes: [...purposes],
        }),
      ),
    });
  });
  serve(server, api.checkBeneficiary, async ({ actor, body }) => {
    const judged = await judgeBeneficiary(db.read, deps, actor.id, body);
    if (!judged.ok) return judged;
    const { country, currency, number } = judged.value;
    return ok({ masked: maskedAccount({ country, last4: lastSigns(number) }), currency });
  });
  serve(server, api.addBeneficiary, async ({ actor, body, tx }) => {
    const { stepUpId, ...typed } = body;
    const added = await addBeneficiary(tx, deps, { ...typed, stepUp: stepUpId, customer: actor.id });
    if (!added.ok) return added;
    const shown = (await beneficiariesShown(tx, deps, actor.id)).find(({ id }) => id === body.id);
    invariant(shown !== undefined, `${body.id} is in use`);
    return ok(shown);
  });
  serve(server, api.removeBeneficiary, async ({ actor, params: { id } }) =>
    db.transaction(async (tx) => {
      const found = await store.findBeneficiary(tx, id);
      // Somebody else's is not there.
      if (found?.customer !== actor.id || !(await store.markRemoved(tx, id, clock.now())))
        return err({ code: 'not_found' });
      await publish(tx, clock, { type: 'beneficiary.removed', customerId: actor.id, beneficiaryId: id });
      return ok(undefined);
    }),
  );
}
