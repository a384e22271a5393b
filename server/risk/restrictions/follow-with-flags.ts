import type { CustomerId } from '#common/id';
import { CURRENCIES } from '#common/money';
import { type AccountFlag, type LedgerAccountId, lockAccounts, openAccount, setFlags } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { restrictedCapabilities } from '../capabilities/store.ts';

/**
 * Takes the locks of all the customer's wallets, in the ledger's order: no payment of this customer is between its decision and its
 * commit while they are held, and changes of restrictions come one after the other. Wallets that were never used are opened, so
 * that none can appear beside the freeze without its flag.
 */
export async function lockWallets(tx: Tx, clock: Clock, customer: CustomerId): Promise<LedgerAccountId[]> {
  const wallets: LedgerAccountId[] = [];
  for (const currency of CURRENCIES)
    wallets.push(await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency }));
  await lockAccounts(tx, wallets);
  return wallets;
}

/** Lets the ledger's flags say what is in force now. They have the last word about the money, on every road. */
export async function setWalletFlags(
  tx: Tx,
  clock: Clock,
  { customer, wallets }: { customer: CustomerId; wallets: readonly LedgerAccountId[] },
  { reason, actor }: { reason: string; actor: string },
): Promise<void> {
  const blocked = await restrictedCapabilities(tx, customer);
  const isSet: Record<Exclude<AccountFlag, 'closed'>, boolean> = {
    // Whoever may pay nobody and draw nothing has nothing that may leave; one of the two alone is asked of risk.
    frozenOut: blocked.includes('transfer') && blocked.includes('withdraw'),
    frozenIn: blocked.includes('receive'),
  };
  const flags = ['frozenOut', 'frozenIn'] as const;
  const change = {
    set: flags.filter((flag) => isSet[flag]),
    clear: flags.filter((flag) => !isSet[flag]),
  };
  for (const account of wallets) {
    const changed = await setFlags(tx, clock, { account, ...change, reason, actor });
    if (!changed.ok) throw new Error(`wallet ${account} refuses ${JSON.stringify(change)}`);
  }
}
