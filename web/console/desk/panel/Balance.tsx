import type { ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { useLocale } from '#ui/i18n.ts';
import { MoneyBar, type MoneySegment } from '#ui/MoneyBar.tsx';
import type { ConsoleCase } from '../../session.ts';

type Customer = ConsoleCase['customer'];
type Account = Customer['accounts'][number];

/** Every balance with what is in it but not spendable, and what is owed. */
export function Balance({ accounts, debts }: Pick<Customer, 'accounts' | 'debts'>): ReactElement {
  const locale = useLocale();
  const currencies = accounts.map(({ currency }) => currency);
  return (
    <section>
      <h3>{m.console_balance()}</h3>
      {accounts.length === 0 ? <p className="text-ink-2">{m.console_no_balance()}</p> : null}
      <div className="grid gap-4">
        {accounts.map((account) => (
          <div key={account.currency} className="grid gap-1.5">
            <div className="flex items-baseline justify-between gap-3">
              <Amount money={fromWire(account.available)} size="title" among={currencies} />
              <span className="text-ink-3">{account.currency}</span>
            </div>
            <MoneyBar flat segments={segmentsOf(account)} />
          </div>
        ))}
      </div>
      {debts.map((debt) => (
        <p key={debt.operationId} className="mt-2 font-medium text-danger">
          {m.console_debt({ amount: formatMoney(fromWire(debt.amount), { locale, among: currencies }) })}
        </p>
      ))}
    </section>
  );
}

function segmentsOf({ available, arriving, held }: Account): MoneySegment[] {
  const part = (kind: MoneySegment['kind'], amount: Account['available'], word: string): MoneySegment => {
    return { kind, money: fromWire(amount), label: word, spoken: word };
  };
  return [
    part('available', available, m.customer_available()),
    ...arriving.map(({ amount }) => part('arriving', amount, m.customer_arriving())),
    ...held.map(({ amount }) => part('held', amount, m.customer_held())),
  ];
}
