import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { customerById, readAddress } from '#identity';
import { newId } from '#platform/ids';
import { charge } from '#platform/rate-limit';
import type { WalletDeps } from '../deps.ts';
import type { WirePayee } from '../payee/find-payee.ts';
import { PICKUP_BUDGET, REFERENCE_MINUTES, SEARCH_BUDGET } from '../payee/payee.ts';
import { insertAddressReference } from '../payee/store.ts';
import { ownAddresses } from './own-addresses.ts';
import { maskAddress } from './pickup.ts';

type Asked = { readonly payer: CustomerId; readonly query: string; readonly locale: Locale };

/**
 * Lets somebody pay an address. Whether it has an account is not looked at, so it cannot be told: not by the answer, and not by its time.
 * Counted with the searches.
 */
export async function offerPickup(
  { db, clock }: Pick<WalletDeps, 'db' | 'clock'>,
  { payer, query, locale }: Asked,
): Promise<Result<WirePayee, Refusal<'pickup_address_needed' | 'payee_is_self' | 'payee_search_paused'>>> {
  for (const budget of [SEARCH_BUDGET, PICKUP_BUDGET]) {
    const left = await charge(db, clock, budget, payer);
    if (!left.ok) return err({ code: 'payee_search_paused', until: left.until.toString() });
  }
  const address = readAddress(query, locale);
  if (!address || address.kind === 'handle') return err({ code: 'pickup_address_needed' });
  const { kind, key } = address;
  const own = await customerById(db.read, payer);
  invariant(own !== null, `${payer} is a customer`);
  if (ownAddresses(own).some((each) => each.kind === kind && each.key === key))
    return err({ code: 'payee_is_self' });
  const now = clock.now();
  const reference = newId('pay');
  const expiresAt = now.add({ minutes: REFERENCE_MINUTES });
  await db.transaction((tx) => insertAddressReference(tx, { reference, payer, kind, key, expiresAt }, now));
  const maskedName = maskAddress({ kind, key });
  return ok({
    reference,
    maskedName,
    initial: [...maskedName][0]?.toUpperCase() ?? '',
    picture: null,
    handle: null,
    firstPayment: true,
    byAddress: true,
    expiresAt: expiresAt.toString(),
  });
}
