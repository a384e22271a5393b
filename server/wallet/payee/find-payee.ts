import type { z } from 'zod';
import type { payeeSchema } from '#common/api/wallet';
import type { CustomerId, MoneyRequestId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { type Customer, findPayeeByAddress, pictureOf } from '#identity';
import { newId } from '#platform/ids';
import { charge } from '#platform/rate-limit';
import type { WalletDeps } from '../deps.ts';
import { hasPaid } from '../transfer/store.ts';
import { REFERENCE_MINUTES, SEARCH_BUDGET } from './payee.ts';
import * as store from './store.ts';

export type WirePayee = z.input<typeof payeeSchema>;
type Search = { readonly payer: CustomerId; readonly query: string; readonly locale: Locale };

/**
 * Finds a person by an exact address and gives the payer a reference to pay by. Who is not there, not verified or does not want to
 * be found is answered alike. The search is counted first and outside of any transaction, so that searches that find nothing cost
 * the same as others.
 */
export async function findPayee(
  { db, clock }: Pick<WalletDeps, 'db' | 'clock'>,
  { payer, query, locale }: Search,
): Promise<Result<WirePayee, Refusal<'payee_not_found' | 'payee_is_self' | 'payee_search_paused'>>> {
  const budget = await charge(db, clock, SEARCH_BUDGET, payer);
  if (!budget.ok) return err({ code: 'payee_search_paused', until: budget.until.toString() });
  const found = await findPayeeByAddress(db.read, query, { locale });
  if (!found) return err({ code: 'payee_not_found' });
  if (found.id === payer) return err({ code: 'payee_is_self' });

  // The account name is told only to whoever knew it: a mail address must not lead to it.
  const { handle } = found;
  const isByHandle =
    handle !== null &&
    query.normalize('NFKC').trim().replace(/^@/, '').toLowerCase() === handle.toLowerCase();
  return ok(await payeeFor({ db, clock }, { payer, found, request: null, isByHandle }));
}

type Found = {
  readonly payer: CustomerId;
  readonly found: Customer;
  /** What alone may be paid by the reference. */
  readonly request: MoneyRequestId | null;
  readonly isByHandle: boolean;
};

/** A reference to pay somebody by, with what the payer may know of that person. */
export async function payeeFor(
  { db, clock }: Pick<WalletDeps, 'db' | 'clock'>,
  { payer, found, request, isByHandle }: Found,
): Promise<WirePayee> {
  const now = clock.now();
  const expiresAt = now.add({ minutes: REFERENCE_MINUTES });
  const reference = newId('pay');
  const firstPayment = await db.transaction(async (tx) => {
    await store.insertReference(tx, { reference, payer, payee: found.id, expiresAt, request }, now);
    return !(await hasPaid(tx, { payer, payee: found.id }));
  });
  const { maskedName, initial, handle } = found;
  return {
    reference,
    maskedName,
    initial,
    picture: await pictureOf(db.read, found.id),
    handle: isByHandle ? handle : null,
    firstPayment,
    expiresAt: expiresAt.toString(),
  };
}
