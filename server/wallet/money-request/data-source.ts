import { decimalText } from '#common/money';
import { customersById } from '#identity';
import type { DataSource } from '#platform/data-export';
import { madeAt } from '../pay-code/store.ts';
import * as store from './store.ts';

/** Rows of one person in the copy; twenty can be made in a day. */
const REQUESTS_MAX = 10_000;

/** Requests for money for the copy of all data: those that were made, and those that were heard; and who is not heard. */
export const moneyRequestData = (): DataSource => async (read, customer) => {
  const all = { customer, state: null, after: null, limit: REQUESTS_MAX } as const;
  const asked = await store.listRequests(read, { ...all, side: 'asked' });
  const owed = await store.listRequests(read, { ...all, side: 'owed' });
  const blocked = await store.blockedBy(read, customer, REQUESTS_MAX);
  const others = [...asked, ...owed].flatMap(({ asker, payer }) => [asker, ...(payer ? [payer] : [])]);
  const people = await customersById(read, [...others, ...blocked.map(({ asker }) => asker)]);
  const nameOf = (id: (typeof others)[number] | null): string | null =>
    id === null ? null : (people.get(id)?.maskedName ?? null);
  const code = await madeAt(read, customer);
  return [
    { name: 'pay_codes', rows: code ? [{ since: code.toString() }] : [] },
    {
      name: 'money_requests',
      rows: [...asked, ...owed].map((it) => ({
        reference: it.id,
        direction: it.asker === customer ? 'in' : 'out',
        other_party: nameOf(it.asker === customer ? it.payer : it.asker),
        amount: decimalText(it.amount),
        currency: it.amount.currency,
        note: it.note,
        // That a payment is held for a look is its payer's affair.
        state: it.asker === customer && it.state === 'paying' ? 'open' : it.state,
        at: it.createdAt.toString(),
        expires: it.expiresAt.toString(),
        ended: it.endedAt?.toString() ?? null,
      })),
    },
    {
      name: 'people_not_heard',
      rows: blocked.map(({ asker, request, since }) => ({
        other_party: nameOf(asker),
        reference: request,
        since: since.toString(),
      })),
    },
  ];
};
