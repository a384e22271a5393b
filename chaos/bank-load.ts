// Money out to bank accounts and money in by transfer: what a client asks of the product, and what its people do at the bank.
import { api } from '#common/api/index';
import { money, toWire } from '#common/money';
import { newId } from '#platform/ids';
import { answered, type Client, prepared } from './client.ts';
import { PAYMENT_PASSWORD, type Person } from './people.ts';

/** Minor units of a payout; the least that the tariff allows is 10.00. */
const PAYOUT = { from: 10_00, to: 15_00 };
const TRANSFER_MAX = 9_00;
const BANK_CODE = '308584000013';
/** Last four digits of accounts, by turns: most are paid; one is closed, one sends back what it was paid. */
const ENDINGS = ['1101', '1102', '0404', '1103', '0504', '1104'];

/** A bank account for each, and the reference under which they send money; payouts to a new account wait for a day. */
export async function openBankAccounts(people: readonly Person[]): Promise<void> {
  for (const [index, person] of people.entries()) {
    const call = person.call(0);
    const details = {
      currency: 'CNY',
      holderName: 'Anna Smith',
      accountNumber: `1109100${String(index).padStart(6, '0')}${ENDINGS[index % ENDINGS.length]}`,
      bankCode: BANK_CODE,
    } as const;
    const body = { action: 'payout_details', ...details, paymentPassword: PAYMENT_PASSWORD } as const;
    const proof = await call(api.createStepUp, { body });
    const id = newId('ba');
    await call(api.addBankAccount, { idempotencyKey: id, body: { id, ...details, stepUpId: proof.id } });
    const { items } = await call(api.bankTransfers, { body: {} });
    person.bank.account = id;
    person.bank.reference = items.find(({ currency }) => currency === 'CNY')?.reference ?? '';
  }
}

export async function withdraw(client: Client): Promise<boolean> {
  const { person, random, journal } = client;
  const { account } = person.bank;
  if (account === null) return false;
  const amount = random.between(PAYOUT.from, PAYOUT.to);
  const ready = await prepared(client, async (call) => {
    const body = { bankAccountId: account, amount: toWire(money(BigInt(amount), 'CNY')) };
    const quote = await call(api.createWithdrawalQuote, { body });
    const proof = {
      action: 'withdrawal',
      ...quote.total,
      quoteId: quote.id,
      bankAccountId: account,
      paymentPassword: PAYMENT_PASSWORD,
    } as const;
    return { quote, stepUp: await call(api.createStepUp, { body: proof }) };
  });
  if (!ready) return false;
  const id = newId('wd');
  const fee = Number(ready.quote.fee.amount);
  journal.write({ k: 'sent', op: id, asked: { road: 'withdrawal', customer: person.id, amount, fee } });
  const body = { id, quoteId: ready.quote.id, stepUpId: ready.stepUp.id };
  await answered(client, id, (call) => call(api.createWithdrawal, { idempotencyKey: id, body }));
  return true;
}

/** Somebody pays in at the bank itself; we hear of it by its files. Now and then without a reference that anybody has. */
export async function sendByTransfer({ bank, person, random }: Client): Promise<boolean> {
  const sent = {
    currency: 'CNY',
    minor: String(random.between(1, TRANSFER_MAX)),
    name: 'Anna Smith',
    account: '110910000000009999',
    text: random.chance(90) ? person.bank.reference : 'for the rent',
    isStructured: false,
  };
  const answer = await fetch(`${bank}/control/transfers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sent),
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
