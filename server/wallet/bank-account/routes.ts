import { api } from '#common/api/index';
import { maskedAccount, SCHEME_OF } from '#common/bank-account';
import type { BankAccountId, CustomerId } from '#common/id';
import { err, invariant, ok } from '#common/result';
import type { Reader, Tx } from '#platform/db';
import { serve, type Server } from '#platform/http';
import { publish } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { withdrawalCurrencies } from '../withdrawal/offered.ts';
import { addAccount, judgeAccount, lastSigns } from './add-account.ts';
import type { BankAccount } from './bank-account.ts';
import { accountsShown, knownNameOf, type WireAccount } from './show-accounts.ts';
import * as store from './store.ts';

export function bankAccountRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const one = async (read: Reader, customer: CustomerId, id: BankAccountId): Promise<WireAccount> => {
    const account = (await accountsShown(read, deps, customer)).find((each) => each.id === id);
    invariant(account !== undefined, `${id} is in use`);
    return account;
  };

  serve(server, api.bankAccounts, async ({ actor }) => {
    const currencies = await withdrawalCurrencies(db.read, deps);
    return ok({
      items: await accountsShown(db.read, deps, actor.id),
      offered: currencies.flatMap((currency) => {
        const scheme = SCHEME_OF[currency];
        return scheme ? [{ currency, scheme }] : [];
      }),
      knownName: await knownNameOf(db.read, deps, actor.id),
    });
  });
  serve(server, api.checkBankAccount, async ({ actor, body }) => {
    const judged = await judgeAccount(db.read, deps, actor.id, { ...body, bankCode: body.bankCode ?? null });
    if (!judged.ok) return judged;
    const { details, country, nameMatch } = judged.value;
    return ok({ masked: maskedAccount({ country, last4: lastSigns(details.number) }), country, nameMatch });
  });
  serve(server, api.addBankAccount, async ({ actor, body, tx }) => {
    const { stepUpId, bankCode, ...typed } = body;
    const account = { ...typed, bankCode: bankCode ?? null, stepUp: stepUpId, customer: actor.id };
    const added = await addAccount(tx, deps, account);
    return added.ok ? ok(await one(tx, actor.id, body.id)) : added;
  });
  serve(server, api.makeBankAccountDefault, async ({ actor, params }) =>
    db.transaction(async (tx) => {
      const account = await ownInUse(tx, actor.id, params.id);
      if (!account) return err({ code: 'not_found' });
      await store.makeDefault(tx, account);
      return ok(await one(tx, actor.id, account.id));
    }),
  );
  serve(server, api.removeBankAccount, async ({ actor, params: { id } }) =>
    db.transaction(async (tx) => {
      const account = await ownInUse(tx, actor.id, id);
      if (!account || !(await store.markRemoved(tx, id, clock.now()))) return err({ code: 'not_found' });
      await publish(tx, clock, { type: 'bank_account.removed', customerId: actor.id, bankAccountId: id });
      return ok(undefined);
    }),
  );
}

/** Null of what is not there, was removed, or is somebody else's. */
async function ownInUse(tx: Tx, customer: CustomerId, id: BankAccountId): Promise<BankAccount | null> {
  return (await store.accountsInUse(tx, customer)).find((account) => account.id === id) ?? null;
}
