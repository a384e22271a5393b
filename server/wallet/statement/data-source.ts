import type { DataSource } from '#platform/data-export';
import { statementsOf } from './store.ts';

/** Statements handed out; who asks for more than these has asked for years. */
const STATEMENTS_MAX = 10_000;

/** Which statements were issued to somebody, for the copy of all their data. */
export const statementData: DataSource = async (read, customer) => [
  {
    name: 'statements',
    rows: (await statementsOf(read, customer, STATEMENTS_MAX)).map(
      ({ id, code, currency, period, issuedAt }) => ({
        reference: id,
        at: issuedAt.toString(),
        currency,
        from_day: period.from,
        to_day: period.to,
        code,
      }),
    ),
  },
];
