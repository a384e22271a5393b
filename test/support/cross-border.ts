// Payees abroad and transfers to them in tests, as the screens make them.
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import type { BeneficiaryField, Purpose } from '#common/beneficiary';
import { corridorOf } from '#common/beneficiary';
import type { BeneficiaryId, CrossBorderId } from '#common/id';
import { type Currency, fromWire, type Money, toWire, zero } from '#common/money';
import { markOfBeneficiary, markOfCrossBorder } from '#identity';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import type { WalletPerson, WalletWorld } from './wallet.ts';

export type Abroad = {
  country: string;
  name: string;
  bankName: string;
  fields: Partial<Record<BeneficiaryField, string>>;
};
/** An account in the United States whose last four signs say what the simulated bank does with it. */
export const american = (ending = '6789', name = 'John Carter'): Abroad => ({
  country: 'US',
  name,
  bankName: 'First Example Bank',
  fields: { routing_number: '021000021', account_number: `00012345${ending}` },
});

/** Proves and adds, as the screen does it. */
export async function addBeneficiary(
  world: Pick<WalletWorld, 'proof'>,
  person: WalletPerson,
  details: Abroad,
): Promise<OkOf<typeof api.addBeneficiary>> {
  const amount = zero(corridorOf(details.country)?.currency ?? 'EUR');
  const payee = markOfBeneficiary({ ...details, fields: details.fields as Record<string, string> });
  const stepUpId = await world.proof(person, { action: 'beneficiary_details', amount, payee });
  const id = newId('bf');
  return person.call(api.addBeneficiary, { body: { id, ...details, stepUpId }, idempotencyKey: id });
}

/** A person with money and a payee abroad whom transfers need not wait for any more. */
export async function sender(
  world: Pick<WalletWorld, 'proof' | 'funded' | 'owner'>,
  amount: Money,
  details: Abroad = american(),
): Promise<{ anna: WalletPerson; to: BeneficiaryId }> {
  const anna = await world.funded(amount, 'Anna Smith');
  const { id: to } = await addBeneficiary(world, anna, details);
  await sql`delete from risk.cooling where customer_id = ${anna.id}`.execute(world.owner.read);
  return { anna, to };
}

type ToSend = {
  to: BeneficiaryId;
  amount: Money;
  from?: Currency;
  fixed?: 'source' | 'target';
  purpose?: Purpose;
  purposeText?: string | null;
  id?: CrossBorderId;
};

export const quoteAbroad = (
  person: WalletPerson,
  { to, amount, from = amount.currency, fixed = 'source', purpose = 'family', purposeText = null }: ToSend,
): Promise<OkOf<typeof api.createCrossBorderQuote>> =>
  person.call(api.createCrossBorderQuote, {
    body: { beneficiaryId: to, from, fixed, amount: toWire(amount), purpose, purposeText },
  });

/** Quotes and proves, as the screen does it: what is left is the yes. */
export async function preparedAbroad(
  world: Pick<WalletWorld, 'proof'>,
  person: WalletPerson,
  { id = newId('xb'), ...wanted }: ToSend,
) {
  const quote = await quoteAbroad(person, wanted);
  const payee = markOfCrossBorder({ beneficiaryId: wanted.to, quoteId: quote.id });
  const proof = { action: 'cross_border', amount: fromWire(quote.total), payee } as const;
  return { quote, body: { id, quoteId: quote.id, stepUpId: await world.proof(person, proof) } };
}

/** Quotes, proves and confirms, as the screen does it. */
export async function sendAbroad(world: Pick<WalletWorld, 'proof'>, person: WalletPerson, wanted: ToSend) {
  const { quote, body } = await preparedAbroad(world, person, wanted);
  const entry = await person.call(api.createCrossBorder, { body, idempotencyKey: body.id });
  return { id: body.id, quote, body, entry };
}
