// Bank accounts and payouts of people in tests, as the screens make them.
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import type { BankAccountId, WithdrawalId } from '#common/id';
import { type Currency, fromWire, type Money, toWire, zero } from '#common/money';
import { markOfDetails, markOfWithdrawal } from '#identity';
import { newId } from '#platform/ids';
import type { WalletPerson, WalletWorld } from './wallet.ts';

export type Details = {
  currency: Currency;
  holderName: string;
  accountNumber: string;
  bankCode?: string | null;
};
export const EUR_DETAILS = {
  currency: 'EUR',
  holderName: 'Anna Smith',
  accountNumber: 'DE89370400440532013000',
} as const satisfies Details;

/** Proves and adds, as the screen does it. */
export async function addBankAccount(
  world: Pick<WalletWorld, 'proof'>,
  person: WalletPerson,
  details: Details,
): Promise<OkOf<typeof api.addBankAccount>> {
  const payee = markOfDetails({ ...details, bankCode: details.bankCode ?? null });
  const amount = zero(details.currency);
  const stepUpId = await world.proof(person, { action: 'payout_details', amount, payee });
  const id = newId('ba');
  return person.call(api.addBankAccount, { body: { id, ...details, stepUpId }, idempotencyKey: id });
}

type Quote = OkOf<typeof api.createWithdrawalQuote>;

/** Quotes, proves and confirms, as the screen does it. */
export async function withdraw(
  world: Pick<WalletWorld, 'proof'>,
  person: WalletPerson,
  { to, amount, id = newId('wd'), key = id }: { to: BankAccountId; amount: Money; id?: WithdrawalId; key?: string },
) {
  const quote: Quote = await person.call(api.createWithdrawalQuote, {
    body: { bankAccountId: to, amount: toWire(amount) },
  });
  const payee = markOfWithdrawal({ bankAccountId: to, quoteId: quote.id });
  const proof = { action: 'withdrawal', amount: fromWire(quote.total), payee } as const;
  const body = { id, quoteId: quote.id, stepUpId: await world.proof(person, proof) };
  const entry = await person.call(api.createWithdrawal, { body, idempotencyKey: key });
  return { id, quote, body, entry };
}
