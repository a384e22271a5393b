import { Link, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Landmark } from 'lucide-react';
import { useCallback, useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatMoney } from '#common/format';
import {
  compare,
  CURRENCIES,
  decimalText,
  fromWire,
  money,
  parseTypedAmount,
  toWire,
  type Currency,
} from '#common/money';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dock } from '#ui/Dock.tsx';
import { useLocale } from '#ui/i18n.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { amountError } from '../pay/EnterAmount.tsx';
import { limitsQuery } from '../session.ts';
import { ConfirmTopUp } from './ConfirmTopUp.tsx';
import type { TopUpSearch } from './search.ts';

export type Quote = OkOf<typeof api.createQuote>;
const FORM = 'top-up';

/** Top up by card: how much, then the quote with the card fields, then the answer on the entry's page. */
export function TopUp(): ReactElement {
  const search: TopUpSearch = useSearch({ strict: false });
  const { data: site } = useQuery(siteQuery);
  const { data: limits } = useQuery(limitsQuery);
  const locale = useLocale();
  const [chosen, setChosen] = useState<Currency | null>(search.currency ?? null);
  const currency = chosen ?? site?.baseCurrency ?? 'CNY';
  const [text, setText] = useState(() =>
    search.amount && search.currency ? decimalText(money(BigInt(search.amount), search.currency)) : '',
  );
  const [shown, setShown] = useState(false);
  const [quote, setQuote] = useState<Quote | null>(null);
  const amount = parseTypedAmount(text, currency);
  useEffect(() => {
    document.title = `${m.customer_top_up()} · OKPay`;
  }, []);
  const price = useCallback(async () => {
    if (!amount.ok) return;
    setQuote(await call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(amount.value) } }));
  }, [amount]);
  const submit = useSubmit(price);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setShown(true);
    if (amount.ok) void submit.run();
  };
  if (quote)
    return (
      <ConfirmTopUp
        quote={quote}
        onBack={() => setQuote(null)}
        onRefresh={submit.run}
        refreshing={submit.busy}
        refreshFailure={submit.failure}
      />
    );
  const left = limits?.items
    .filter(({ capability, window }) => capability === 'top_up' && window !== 'payment')
    .map((limit) => fromWire(limit.left))
    .toSorted(compare)[0];
  const hint = left ? m.customer_top_up_left_today({ amount: formatMoney(left, { locale }) }) : undefined;
  const error = shown && text !== '' && !amount.ok ? amountError(amount.error, locale) : submit.failure;
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_top_up_by_card()} back={<Link to="/home" />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            type="submit"
            form={FORM}
            busy={submit.busy}
            busyLabel={m.customer_top_up_pricing()}
            unavailable={text.trim() === '' ? m.customer_amount_missing() : null}
          >
            {m.customer_top_up_see_price()}
          </Button>
        </Dock>
      }
    >
      <RestrictedBanner />
      <form id={FORM} onSubmit={send} noValidate>
        <AmountInput
          label={m.customer_top_up_into_balance()}
          value={text}
          onChange={(next) => {
            setText(next);
            setShown(false);
            submit.clear();
          }}
          onBlur={() => setShown(true)}
          currency={currency}
          currencies={site?.currencies ?? CURRENCIES}
          onCurrency={setChosen}
          hint={hint}
          error={error}
          name="amount"
          beginHere
        />
      </form>
      <Banner tone="quiet">{m.customer_top_up_card_stays()}</Banner>
      {site?.bankTransfers ? (
        <Card>
          <ListRow
            icon={<Landmark size={20} aria-hidden="true" />}
            title={m.transfer_in_by_bank()}
            sub={m.transfer_in_by_bank_text()}
            render={<Link to="/top-up/bank" search={chosen ? { currency: chosen } : {}} />}
          />
        </Card>
      ) : null}
    </PageColumn>
  );
}
