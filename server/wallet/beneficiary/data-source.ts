import type { DataSource } from '#platform/data-export';
import type { WalletDeps } from '../deps.ts';
import { openDetails } from './sealed.ts';
import { beneficiariesEver } from './store.ts';

/** Payees of one person in the copy; fifty are in use at a time. */
const BENEFICIARIES_SHOWN = 5_000;

/** Payees abroad for the copy of all data of their owner: there, and nowhere else, with their accounts. */
export const beneficiaryData =
  ({ keys }: Pick<WalletDeps, 'keys'>): DataSource =>
  async (read, customer) => [
    {
      name: 'beneficiaries',
      rows: (await beneficiariesEver(read, customer, BENEFICIARIES_SHOWN)).map((each) => {
        const details = each.box === null ? null : openDetails(keys, each);
        return {
          reference: each.id,
          country: each.country,
          currency: each.currency,
          account_number: details?.fields.iban ?? details?.fields.account_number ?? each.last4,
          bank_code: codesOf(details?.fields ?? {}),
          bank: details?.bankName ?? null,
          holder: details?.name ?? null,
          since: each.addedAt.toString(),
          ended: each.removedAt?.toString() ?? null,
        };
      }),
    },
  ];

/** Every code that is not the account itself, in the order in which they were asked for. */
const codesOf = (fields: Readonly<Record<string, string>>): string | null =>
  Object.entries(fields)
    .filter(([field]) => field !== 'iban' && field !== 'account_number')
    .map(([, code]) => code)
    .join(' ') || null;
