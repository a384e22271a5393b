import type { BeneficiaryField } from '#common/beneficiary';
import { invariant } from '#common/result';
import { type CreditorToWrite, type OriginalPayment, writeCamt056, writePacs008 } from '#connectors';
import { customerById } from '#identity';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { openDetails } from '../beneficiary/sealed.ts';
import { findBeneficiary } from '../beneficiary/store.ts';
import type { WalletDeps } from '../deps.ts';
import { type CrossBorder, totalOf } from './cross-border.ts';

type MessageDeps = Pick<WalletDeps, 'keys' | 'correspondent'>;

/** Codes of banks by the payment system that they are of. Source: ISO 20022 external clearing system identification codes. */
const SYSTEM_OF: Readonly<Partial<Record<BeneficiaryField, string>>> = {
  routing_number: 'USABA',
  sort_code: 'GBDSC',
  bsb: 'AUBSB',
  ifsc: 'INFSC',
  cnaps: 'CNAPS',
  institution_number: 'CACPA',
};
const BY_COUNTRY: Readonly<Record<string, string>> = { HK: 'HKNCC', JP: 'JPZGN' };

/** How the bank of the account is named: by its code in a payment system, by its BIC, or both. */
export function creditorOf(
  country: string,
  { name, bankName, fields }: ReturnType<typeof openDetails>,
): CreditorToWrite {
  const common = { name, bankName, country, iban: fields.iban ?? null, bic: fields.bic ?? null };
  const number = fields.iban ?? fields.account_number ?? '';
  if (fields.bank_code !== undefined) {
    const member = fields.bank_code + (fields.branch_code ?? '');
    return { ...common, number, clearing: { system: BY_COUNTRY[country] ?? null, member } };
  }
  if (fields.institution_number !== undefined) {
    // Canadian routing for payments: a zero, the institution, the branch.
    const member = `0${fields.institution_number}${fields.transit_number ?? ''}`;
    return { ...common, number, clearing: { system: 'CACPA', member } };
  }
  const [field] = Object.keys(SYSTEM_OF).filter(
    (each): each is BeneficiaryField => fields[each as BeneficiaryField] !== undefined,
  );
  const member = field && fields[field];
  return {
    ...common,
    number,
    clearing: field && member !== undefined ? { system: SYSTEM_OF[field] ?? null, member } : null,
  };
}

const dayOf = (at: Temporal.Instant): string => at.toZonedDateTimeISO('UTC').toPlainDate().toString();

/** The payment as it goes to the correspondent. Made of what never changes, so it is the same whenever it is made. */
export async function pacs008Of(
  read: Reader,
  { keys, correspondent }: MessageDeps,
  it: CrossBorder,
  madeAt: Temporal.Instant,
): Promise<string> {
  const account = correspondent?.accounts.get(it.get.currency);
  invariant(correspondent !== null && account !== undefined, `there is an account to pay ${it.id} from`);
  const to = await findBeneficiary(read, it.beneficiary);
  const debtor = await customerById(read, it.customer);
  invariant(to !== null && debtor !== null, `${it.id} has a payer and a payee as long as it is on its way`);
  return writePacs008({
    id: it.id,
    uetr: it.uetr,
    madeAt: madeAt.toString(),
    settlementDay: dayOf(madeAt),
    settled: it.get,
    instructed: totalOf(it),
    rate: it.converted.currency === it.get.currency ? null : it.rate,
    operator: correspondent.debtorName,
    account,
    debtor: debtor.name,
    creditor: creditorOf(to.country, openDetails(keys, to)),
    purpose: it.purpose,
    text: it.purposeText ?? `OKPay ${it.id}`,
  });
}

/** As a question about it names it. */
export const originalOf = (
  { id, uetr, get: settled }: Pick<CrossBorder, 'id' | 'uetr' | 'get'>,
  madeAt: Temporal.Instant,
): OriginalPayment => ({
  id,
  message: id,
  messageName: 'pacs.008.001.08',
  uetr,
  settled,
  settlementDay: dayOf(madeAt),
});

/** What a request to give it back is called with the bank. */
export const recallIdOf = ({ id }: Pick<CrossBorder, 'id'>): string => `${id}-R`;

export function camt056Of({ correspondent }: MessageDeps, it: CrossBorder): string {
  const { madeAt, recallAt, recallGround } = it;
  invariant(
    correspondent !== null && madeAt !== null && recallAt !== null && recallGround !== null,
    `${it.id} was sent and is asked back`,
  );
  return writeCamt056({
    id: recallIdOf(it),
    madeAt: recallAt.round('millisecond').toString(),
    operator: correspondent.debtorName,
    bank: 'Correspondent',
    ground: recallGround,
    payment: originalOf(it, madeAt),
  });
}
