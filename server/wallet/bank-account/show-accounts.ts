import type { z } from 'zod';
import type { bankAccountSchema } from '#common/api/bank-account';
import { maskedAccount } from '#common/bank-account';
import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import { customerById, maskedNameOf, provenIdentities } from '#identity';
import type { Reader } from '#platform/db';
import { detailsCooling } from '#risk';
import type { WalletDeps } from '../deps.ts';
import type { BankAccount } from './bank-account.ts';
import { openDetails } from './sealed.ts';
import * as store from './store.ts';

export type WireAccount = z.input<typeof bankAccountSchema>;

/** The accounts of a customer that are in use, as their owner sees them. */
export async function accountsShown(
  read: Reader,
  { keys, clock }: Pick<WalletDeps, 'keys' | 'clock'>,
  customer: CustomerId,
): Promise<WireAccount[]> {
  const accounts = await store.accountsInUse(read, customer);
  const waits = await detailsCooling(read, clock, customer);
  return accounts.map((account) =>
    shown(account, { keys, until: waits.get(account.id)?.toString() ?? null }),
  );
}

const shown = (
  account: BankAccount,
  { keys, until }: Pick<WalletDeps, 'keys'> & { until: string | null },
): WireAccount => ({
  id: account.id,
  currency: account.currency,
  country: account.country,
  scheme: account.scheme,
  masked: maskedAccount(account),
  maskedHolder: maskedNameOf(openDetails(keys, account).holderName),
  nameMatch: account.nameMatch,
  isDefault: account.isDefault,
  addedAt: account.addedAt.toString(),
  waitsUntil: until,
});

/** The name that a holder's is compared with: what was proven counts before what was typed at registration. */
export async function knownNameOf(
  read: Reader,
  { keys }: Pick<WalletDeps, 'keys'>,
  customer: CustomerId,
): Promise<string> {
  const proven = (await provenIdentities(read, { keys }, [customer])).get(customer);
  if (proven) return proven.name;
  const registered = await customerById(read, customer);
  invariant(registered !== null, `${customer} is a customer`);
  return registered.name;
}
