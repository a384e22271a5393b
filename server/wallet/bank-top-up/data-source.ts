import type { DataSource } from '#platform/data-export';
import type { WalletDeps } from '../deps.ts';
import { openPayer } from './sealed.ts';
import { referencesOf, topUpsOf } from './store.ts';

/** Transfers of one person in the copy. */
const ROWS_MAX = 10_000;

/** References and what came in by them, for the copy of all data of their owner: there, and nowhere else, with payers and their texts. */
export const bankTopUpData =
  ({ keys }: Pick<WalletDeps, 'keys'>): DataSource =>
  async (read, customer) => [
    {
      name: 'bank_references',
      rows: (await referencesOf(read, customer)).map(({ reference, currency, at }) => ({
        reference,
        currency,
        since: at.toString(),
      })),
    },
    {
      name: 'bank_top_ups',
      rows: (await topUpsOf(read, customer, ROWS_MAX)).map((it) => {
        const facts = openPayer(keys, it);
        return {
          reference: it.id,
          amount: it.amount.minor.toString(),
          currency: it.amount.currency,
          sent: it.sent?.minor.toString() ?? null,
          booked_on: it.bookedOn.toString(),
          state: it.state,
          why: it.why,
          written_reference: it.reference,
          payer: facts?.payer.name ?? null,
          payer_account: facts?.payer.number ?? it.payerLast4,
          note: facts?.texts.join(' | ') ?? null,
          since: it.takenAt.toString(),
        };
      }),
    },
  ];
