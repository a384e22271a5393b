import { ArrowUpDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { formatMoney, formatRate } from '#common/format';
import { PRICE_MINUTES } from '#common/exchange-price';
import { CURRENCIES, type Money } from '#common/money';
import { rateText } from '#common/rates';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import type { Accounts } from '../home/Balances.tsx';
import { amountError } from '../pay/EnterAmount.tsx';
import type { Quote } from './ConfirmExchange.tsx';
import type { Offer } from './preview.ts';
import type { ExchangeSearch } from './search.ts';
import { useExchangeForm, type ExchangeForm, type Side } from './use-exchange-form.ts';

const FORM = 'exchange';

type Props = {
  bar: ReactElement;
  offer: Offer;
  accounts: Accounts;
  filled: ExchangeSearch;
  onQuote: (quote: Quote) => void;
};

/** How much of what. Either side can be typed in; the other follows by the rates of today. */
export function EnterExchange({ bar, ...given }: Props): ReactElement {
  const form = useExchangeForm(given);
  const { from, to, price, submit } = form;
  return (
    <PageColumn
      tight
      bar={bar}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            type="submit"
            form={FORM}
            busy={submit.busy}
            busyLabel={m.exchange_pricing()}
            unavailable={form.isEmpty ? m.customer_amount_missing() : null}
          >
            {m.exchange_see_price()}
          </Button>
        </Dock>
      }
    >
      <RestrictedBanner />
      <form
        id={FORM}
        onSubmit={(event) => {
          event.preventDefault();
          form.send();
        }}
        className="grid gap-2"
        noValidate
      >
        <OneSide form={form} side="give" />
        <div className="flex justify-center">
          <IconButton
            label={m.exchange_swap()}
            icon={<ArrowUpDown size={20} aria-hidden="true" />}
            onClick={form.swap}
          />
        </div>
        <OneSide form={form} side="get" />
      </form>
      <p className="min-h-5 text-13 text-ink-3">
        {price
          ? m.exchange_about({
              rate: formatRate({ from, to, rate: rateText(price.rate, from, to) }),
              minutes: PRICE_MINUTES,
            })
          : null}
      </p>
    </PageColumn>
  );
}

function OneSide({ form, side }: { form: ExchangeForm; side: Side }): ReactElement {
  const locale = useLocale();
  const gives = side === 'give';
  const available = formatMoney(form.available, { locale, among: [form.from, form.to] });
  const failure = form.submit.failure;
  const wrong = form.side === side ? (form.wrong ? amountError(form.wrong, locale) : failure) : null;
  const short = gives && form.missing ? <Short form={form} missing={form.missing} /> : null;
  const error: ReactNode = short ?? (form.missing ? null : wrong);
  return (
    <AmountInput
      label={gives ? m.exchange_give() : m.exchange_get()}
      value={form.valueOf(side)}
      onChange={(text) => form.type(side, text)}
      onBlur={form.leave}
      currency={gives ? form.from : form.to}
      currencies={CURRENCIES}
      onCurrency={(currency) => form.pick(side, currency)}
      hint={gives ? m.exchange_available({ amount: available }) : undefined}
      error={error}
      name={side}
      beginHere={gives}
    />
  );
}

/** More than there is, and the one press that makes it fit. */
function Short({ form, missing }: { form: ExchangeForm; missing: Money }): ReactElement {
  const locale = useLocale();
  return (
    <>
      {m.exchange_short({ missing: formatMoney(missing, { locale, among: [form.from, form.to] }) })}{' '}
      {form.available.minor > 0n ? (
        <button type="button" className="link" onClick={form.takeAll}>
          {m.exchange_take_all()}
        </button>
      ) : null}
    </>
  );
}
