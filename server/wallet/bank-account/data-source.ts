import type { DataSource } from '#platform/data-export';
import type { WalletDeps } from '../deps.ts';
import { openDetails } from './sealed.ts';
import { accountsEver } from './store.ts';

/** Accounts of one person in the copy; ten are in use at a time. */
const ACCOUNTS_MAX = 1_000;

/** Bank accounts for the copy of all data of their owner: there, and nowhere else, with their numbers. */
export const bankAccountData =
  ({ keys }: Pick<WalletDeps, 'keys'>): DataSource =>
  async (read, customer) => [
    {
      name: 'bank_accounts',
      rows: (await accountsEver(read, customer, ACCOUNTS_MAX)).map((account) => {
        const { id, currency, country, last4, nameMatch, addedAt, removedAt, box } = account;
        const details = box === null ? null : openDetails(keys, account);
        return {
          reference: id,
          currency,
          country,
          account_number: details?.number ?? last4,
          bank_code: details?.bankCode ?? null,
          holder: details?.holderName ?? null,
          name_match: nameMatch,
          since: addedAt.toString(),
          ended: removedAt?.toString() ?? null,
        };
      }),
    },
  ];
