import { Link } from '@tanstack/react-router';
import { CircleAlert, CornerUpLeft } from 'lucide-react';
import type { ReactElement } from 'react';
import { formatDeadline, formatMoney, formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { entryTitle } from '#web/entry-words.ts';
import type { Accounts } from './Balances.tsx';

/** What stands still until the person acts: challenges to finish, debts to settle. */
export function NeedsYou({ accounts: { needsYou, debts } }: { accounts: Accounts }): ReactElement | null {
  const format = useTimeFormat();
  if (needsYou.length === 0 && debts.length === 0) return null;
  const { locale } = format;
  return (
    <Section title={m.customer_needs_you()}>
      <Card>
        {needsYou.map((entry) => (
          <ListRow
            key={entry.id}
            tone="pending"
            icon={<CircleAlert size={20} aria-hidden="true" />}
            title={m.customer_needs_entry({ what: entryTitle(entry), amount: formatMoney(fromWire(entry.amount), { locale }) })}
            sub={m.customer_needs_entry_sub({ when: formatTime(entry.updatedAt, format) })}
            render={<Link to="/entry/$id" params={{ id: entry.id }} />}
          />
        ))}
        {debts.map((debt) => (
          <ListRow
            key={debt.operationId}
            tone="danger"
            icon={<CornerUpLeft size={20} aria-hidden="true" />}
            title={m.customer_debt({ amount: formatMoney(fromWire(debt.amount), { locale }) })}
            sub={m.customer_debt_sub({ when: formatDeadline(debt.collectsFrom, format) })}
            render={<Link to="/entry/$id" params={{ id: debt.operationId }} />}
          />
        ))}
      </Card>
    </Section>
  );
}
