import type { z } from 'zod';
import type { beneficiarySchema } from '#common/api/beneficiary';
import { maskedAccount } from '#common/bank-account';
import type { CustomerId } from '#common/id';
import { maskedNameOf } from '#identity';
import type { Reader } from '#platform/db';
import { detailsCooling } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { openDetails } from './sealed.ts';
import * as store from './store.ts';

export type WireBeneficiary = z.input<typeof beneficiarySchema>;

/** The payees abroad of a customer that are in use, as their owner sees them. */
export async function beneficiariesShown(
  read: Reader,
  { keys, clock }: Pick<WalletDeps, 'keys' | 'clock'>,
  customer: CustomerId,
): Promise<WireBeneficiary[]> {
  const waits = await detailsCooling(read, clock, customer);
  return (await store.beneficiariesInUse(read, customer)).map((each) => {
    const { name, bankName } = openDetails(keys, each);
    return {
      id: each.id,
      country: each.country,
      currency: each.currency,
      maskedName: maskedNameOf(name),
      bankName,
      masked: maskedAccount(each),
      addedAt: each.addedAt.toString(),
      waitsUntil: waits.get(each.id)?.toString() ?? null,
    };
  });
}
