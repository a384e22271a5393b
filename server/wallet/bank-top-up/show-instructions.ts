import type { z } from 'zod';
import type { bankTransferSchema } from '#common/api/bank-top-up';
import type { CustomerId } from '#common/id';
import { type Currency, toWire } from '#common/money';
import { invariant } from '#common/result';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { bankDays } from '../withdrawal/bank-days.ts';
import { scheduleOf } from '../withdrawal/schedule.ts';
import type { BankTopUpTariff } from './bank-top-up.ts';
import { paymentQr } from './payment-qr.ts';
import { newReference, spaced } from './reference.ts';
import * as store from './store.ts';

type ShowDeps = Pick<WalletDeps, 'clock' | 'bank'>;
export type WireTransfer = z.input<typeof bankTransferSchema>;

/** Tries for a reference that nobody has; the second one is needed once in many lives. */
const TRIES_MAX = 5;

/** Where to send money to, one item for each currency that comes in by transfer; the references are made when they are first asked for. */
export async function showInstructions(
  tx: Tx,
  deps: ShowDeps,
  customer: CustomerId,
): Promise<WireTransfer[]> {
  const { bank, clock } = deps;
  if (!bank) return [];
  const tariffs = (await store.bankTopUpTariffs(tx, clock.now())).filter(({ fee }) =>
    bank.accounts.has(fee.currency),
  );
  const items: WireTransfer[] = [];
  for (const tariff of tariffs) items.push(await transferOf(tx, deps, customer, tariff));
  return items;
}

async function transferOf(
  tx: Tx,
  { bank, clock }: ShowDeps,
  customer: CustomerId,
  tariff: BankTopUpTariff,
): Promise<WireTransfer> {
  const { currency } = tariff.fee;
  const account = bank?.accounts.get(currency);
  invariant(bank !== null && account !== undefined, `there is an account for ${currency}`);
  const reference = await ownReference(tx, { clock }, customer, currency);
  const now = clock.now();
  const { cutOffAt, arrivesBy, waitsFor } = scheduleOf(now, tariff, await bankDays(tariff.calendar));
  const hasCode = currency === 'EUR' && account.scheme === 'iban';
  return {
    currency,
    holder: bank.debtorName,
    bankName: bank.bankNames.get(currency) ?? null,
    scheme: account.scheme,
    number: account.number,
    bankCode: account.bankCode,
    reference,
    referenceShown: spaced(reference),
    fee: toWire(tariff.fee),
    amountMin: toWire(tariff.amountMin),
    cutOffAt: cutOffAt.toString(),
    waitsFor,
    arrivesBy: arrivesBy.toString(),
    qrSvg: hasCode ? await paymentQr({ name: bank.debtorName, account, reference }) : null,
  };
}

/** The same for ever. Two requests at once make one. */
async function ownReference(
  tx: Tx,
  { clock }: Pick<WalletDeps, 'clock'>,
  customer: CustomerId,
  currency: Currency,
): Promise<string> {
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const known = await store.referenceOf(tx, customer, currency);
    if (known !== null) return known;
    await store.insertReference(tx, { reference: newReference(), customer, currency }, clock.now());
  }
  invariant(false, 'a reference that nobody has is found');
}
