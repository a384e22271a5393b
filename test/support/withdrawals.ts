// Bank accounts and payouts of people in tests, as the screens make them.
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import type { BankAccountId, WithdrawalId } from '#common/id';
import { type Currency, fromWire, type Money, toWire, zero } from '#common/money';
import { markOfDetails, markOfWithdrawal } from '#identity';
import type { Clock, Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import type { WalletPerson, WalletWorld } from './wallet.ts';

/** Accounts as the simulated bank knows them: paid, closed, and sent back after it was paid. */
export const IBANS = {
  good: 'DE89370400440532013000',
  closed: 'DE50370400440532010404',
  sentBack: 'DE66370400440532010504',
};

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

export const CNY_DETAILS = {
  currency: 'CNY',
  holderName: '林知夏',
  accountNumber: '110910000000000123',
  bankCode: '308584000013',
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

/** A person with money and an account that payouts need not wait for any more. */
export async function saver(
  world: Pick<WalletWorld, 'proof' | 'funded' | 'owner'>,
  amount: Money,
  accountNumber: string = IBANS.good,
): Promise<{ anna: WalletPerson; to: BankAccountId }> {
  const anna = await world.funded(amount, 'Anna Smith');
  const { id: to } = await addBankAccount(world, anna, { ...EUR_DETAILS, accountNumber });
  await sql`delete from risk.cooling where customer_id = ${anna.id}`.execute(world.owner.read);
  return { anna, to };
}

type Quote = OkOf<typeof api.createWithdrawalQuote>;

/** `factor: null`: proven by the payment password alone. */
type ToWithdraw = { to: BankAccountId; amount: Money; id?: WithdrawalId; factor?: null };

/** Quotes and proves, as the screen does it: what is left is the yes. */
export async function preparedWithdrawal(
  world: Pick<WalletWorld, 'proof'>,
  person: WalletPerson,
  { to, amount, id = newId('wd'), factor }: ToWithdraw,
) {
  const quote: Quote = await person.call(api.createWithdrawalQuote, {
    body: { bankAccountId: to, amount: toWire(amount) },
  });
  const payee = markOfWithdrawal({ bankAccountId: to, quoteId: quote.id });
  const given = factor === null ? { factor } : {};
  const proof = { action: 'withdrawal', amount: fromWire(quote.total), payee, ...given } as const;
  return { quote, body: { id, quoteId: quote.id, stepUpId: await world.proof(person, proof) } };
}

/** Quotes, proves and confirms, as the screen does it. */
export async function withdraw(
  world: Pick<WalletWorld, 'proof'>,
  person: WalletPerson,
  { key, ...wanted }: ToWithdraw & { key?: string },
) {
  const { quote, body } = await preparedWithdrawal(world, person, wanted);
  const { id } = body;
  const entry = await person.call(api.createWithdrawal, { body, idempotencyKey: key ?? id });
  return { id, quote, body, entry };
}

/** How long it is until then, as a test's clock is moved. */
export const until = (clock: Clock, at: Temporal.Instant): { milliseconds: number } => ({
  milliseconds: Math.ceil(clock.now().until(at).total('milliseconds')),
});

/** Times of a bank in Berlin: mornings before its cut-off, the cut-off, and the hour after it in which it books. */
export function bankTimes({ clock, bank }: Pick<WalletWorld, 'clock' | 'bank'>) {
  const local = () => clock.now().toZonedDateTimeISO('Europe/Berlin');
  const untilCutOff = (): { milliseconds: number } =>
    until(clock, local().with({ hour: 14, minute: 0, second: 1 }).toInstant());
  return {
    untilCutOff,
    /** The next morning on which banks work, with two more bank days behind it. */
    async nextMorning(): Promise<void> {
      let at = local().add({ days: 1 }).with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
      while (at.dayOfWeek > 3) at = at.add({ days: 1 });
      await bank.live(until(clock, at.toInstant()));
    },
    async toTheEnd(): Promise<void> {
      await bank.live(untilCutOff());
      await bank.live({ hours: 1 });
    },
  };
}
