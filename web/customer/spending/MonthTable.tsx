import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { useLocale } from '#ui/i18n.ts';
import { monthText } from '#web/statement-words.ts';
import type { SpendingMonth } from './Spending.tsx';

/** The figures of the picture, the newest month first, each with the way to its statement. */
export function MonthTable({ months }: { months: readonly SpendingMonth[] }): ReactElement {
  const locale = useLocale();
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{m.statement_spending_month()}</th>
          <th scope="col">{m.statement_in()}</th>
          <th scope="col">{m.statement_out()}</th>
        </tr>
      </thead>
      <tbody>
        {months.toReversed().map(({ from, to, in: moneyIn, out }) => (
          <tr key={from}>
            <th scope="row">
              <Link to="/statement" search={{ currency: out.currency, from, to }} className="link">
                {monthText(from, locale)}
              </Link>
            </th>
            <td className="num">{formatMoney(fromWire(moneyIn), { locale })}</td>
            <td className="num">{formatMoney(fromWire(out), { locale })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
