import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CornerUpLeft, HandCoins, KeyRound, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatDeadline, formatMoney, formatTime } from '#common/format';
import { fromWire, type WireMoney } from '#common/money';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { entryTitle } from '#web/entry-words.ts';
import { keptLink } from '../code/links.ts';
import { owedQuery } from '../requests/request-query.ts';
import type { Me } from '../session.ts';
import type { Accounts } from './Balances.tsx';

const ICON = { size: 20, 'aria-hidden': true } as const;
type Props = { me: Me | null; accounts: Accounts | null; hidden: boolean };

/** What stands still until the person acts: steps of opening the account, challenges to finish, debts to settle. */
export function NeedsYou({ me, accounts, hidden }: Props): ReactElement | null {
  const format = useTimeFormat();
  const amountText = (amount: WireMoney): string =>
    hidden ? '••••' : formatMoney(fromWire(amount), { locale: format.locale });
  const { needsYou = [], debts = [] } = accounts ?? {};
  const verified = me === null || (me.emailVerified && me.phoneVerified);
  const { data: owed } = useQuery({ ...owedQuery, enabled: me !== null && verified });
  const rows = [
    keptLink('pickup') === null ? null : (
      <ListRow
        key="pickup"
        icon={<HandCoins {...ICON} />}
        tone="pending"
        title={m.persons_pickup_home()}
        sub={m.persons_pickup_home_sub()}
        render={<Link to="/pickup/open" />}
      />
    ),
    verified ? null : (
      <ListRow
        key="verify"
        icon={<TriangleAlert {...ICON} />}
        tone="pending"
        title={m.customer_todo_verify()}
        sub={m.customer_todo_verify_sub()}
        render={<Link to="/verify" />}
      />
    ),
    !verified || me?.hasPaymentPassword !== false ? null : (
      <ListRow
        key="password"
        icon={<KeyRound {...ICON} />}
        tone="pending"
        title={m.customer_todo_payment_password()}
        sub={m.customer_todo_payment_password_sub()}
        render={<Link to="/me/payment-password" />}
      />
    ),
    ...needsYou.map((entry) => (
      <ListRow
        key={entry.id}
        tone="pending"
        icon={<CircleAlert {...ICON} />}
        title={m.customer_needs_entry({ what: entryTitle(entry), amount: amountText(entry.amount) })}
        sub={m.customer_needs_entry_sub({ when: formatTime(entry.updatedAt, format) })}
        render={<Link to="/entry/$id" params={{ id: entry.id }} />}
      />
    )),
    ...(owed?.items ?? [])
      .filter(({ state }) => state === 'open')
      .map(({ id, person, amount }) => (
        <ListRow
          key={id}
          tone="pending"
          icon={<HandCoins {...ICON} />}
          title={m.persons_home_owed({ name: person?.maskedName ?? '', amount: amountText(amount) })}
          sub={m.persons_home_owed_sub()}
          render={<Link to="/requests/$id" params={{ id }} />}
        />
      )),
    ...debts.map((debt) => (
      <ListRow
        key={debt.operationId}
        tone="danger"
        icon={<CornerUpLeft {...ICON} />}
        title={m.customer_debt({ amount: amountText(debt.amount) })}
        sub={m.customer_debt_sub({ when: formatDeadline(debt.collectsFrom, format) })}
        render={<Link to="/entry/$id" params={{ id: debt.operationId }} />}
      />
    )),
  ].filter((row) => row !== null);
  if (rows.length === 0) return null;
  return (
    <Section title={m.customer_needs_you()}>
      <Card>{rows}</Card>
    </Section>
  );
}
