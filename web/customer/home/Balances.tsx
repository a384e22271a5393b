import { useQuery } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatDeadline, formatTime } from '#common/format';
import { fromWire, type Currency } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { useLocale } from '#ui/i18n.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { MoneyBar, type MoneySegment } from '#ui/MoneyBar.tsx';
import { Section } from '#ui/Section.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { currencyName } from '../app/currency-name.ts';
import { siteQuery } from '../auth/AuthLayout.tsx';

export type Accounts = OkOf<typeof api.accounts>;
type Account = Accounts['items'][number];

const SPOKEN: Record<Account['held'][number]['kind'], () => string> = {
  payment_review: m.customer_held_in_review,
  top_up_review: m.customer_held_top_up_review,
  top_up_delay: m.customer_held,
  pickup: m.persons_held_pickup,
  recall: m.customer_held,
  withdrawal: m.withdrawal_held,
  withdrawal_review: m.withdrawal_held_in_review,
  cross_border: m.abroad_held,
  cross_border_review: m.abroad_held_in_review,
};

function useSegments({ available, held, arriving }: Account): MoneySegment[] {
  const format = useTimeFormat();
  const until = (instant: string | null): string =>
    instant === null ? '' : ` · ${formatDeadline(instant, format)}`;
  const laterWord = ({ kind, until: instant }: Account['held'][number]): string => {
    if (kind === 'payment_review') return m.customer_held_in_review() + until(instant);
    if (kind === 'top_up_review') return m.customer_held_top_up_review() + until(instant);
    if (kind === 'withdrawal_review') return m.withdrawal_held_in_review() + until(instant);
    if (kind === 'withdrawal') return m.withdrawal_held() + until(instant);
    if (kind === 'cross_border' || kind === 'cross_border_review') return SPOKEN[kind]() + until(instant);
    return instant === null
      ? m.customer_held()
      : m.customer_available_from({ when: formatTime(instant, format) });
  };
  return [
    {
      kind: 'available',
      money: fromWire(available),
      label: m.customer_available(),
      spoken: m.customer_available(),
    },
    ...arriving.map((part): MoneySegment => ({
      kind: 'arriving',
      money: fromWire(part.amount),
      label: m.customer_arriving() + until(part.until),
      spoken: m.customer_arriving(),
    })),
    ...held.map((part): MoneySegment => ({
      kind: 'held',
      money: fromWire(part.amount),
      label: laterWord(part),
      spoken: SPOKEN[part.kind](),
    })),
  ];
}

function mainOf(accounts: Accounts, base: Currency | undefined): Account | undefined {
  return accounts.items.find((account) => account.currency === base) ?? accounts.items[0];
}

/** The balance that the person lives in: the figure, and where the rest of the money is. */
export function Balances({
  accounts,
  hidden,
  onToggle,
}: {
  accounts: Accounts;
  hidden: boolean;
  onToggle: () => void;
}): ReactElement | null {
  const { data: site } = useQuery(siteQuery);
  const main = mainOf(accounts, site?.baseCurrency);
  return main ? <MainBalance account={main} hidden={hidden} onToggle={onToggle} /> : null;
}

function MainBalance({
  account,
  hidden,
  onToggle,
}: {
  account: Account;
  hidden: boolean;
  onToggle: () => void;
}): ReactElement {
  const locale = useLocale();
  const segments = useSegments(account);
  return (
    <section aria-label={m.customer_available()} data-testid="balance">
      <div className="flex items-center justify-between text-ink-2">
        {m.customer_available_in({ currency: currencyName(account.currency, locale) })}
        <span className="-my-2 -mr-3">
          <IconButton
            label={hidden ? m.customer_show_amounts() : m.customer_hide_amounts()}
            aria-pressed={hidden}
            onClick={onToggle}
            icon={hidden ? <EyeOff size={20} aria-hidden="true" /> : <Eye size={20} aria-hidden="true" />}
          />
        </span>
      </div>
      <div className="mt-1 mb-4">
        <Amount money={fromWire(account.available)} size="big" hidden={hidden} />
      </div>
      {hidden ? null : <MoneyBar segments={segments} />}
    </section>
  );
}

/** Balances in other currencies, each with what is not available yet. */
export function OtherBalances({
  accounts,
  hidden,
}: {
  accounts: Accounts;
  hidden: boolean;
}): ReactElement | null {
  const { data: site } = useQuery(siteQuery);
  const locale = useLocale();
  const main = mainOf(accounts, site?.baseCurrency);
  const others = accounts.items.filter((account) => account !== main);
  if (others.length === 0) return null;
  return (
    <Section title={m.customer_other_currencies()}>
      <Card>
        {others.map((account) => (
          <TxRow
            key={account.currency}
            glyph={<Glyph>{account.currency}</Glyph>}
            who={currencyName(account.currency, locale)}
            sub={account.total.amount === account.available.amount ? null : m.customer_part_later()}
            amount={
              <Amount
                money={fromWire(account.available)}
                hidden={hidden}
                among={accounts.items.map(({ currency }) => currency)}
              />
            }
          />
        ))}
      </Card>
    </Section>
  );
}
