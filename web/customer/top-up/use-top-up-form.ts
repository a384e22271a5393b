import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import type { TopUpQuoteKind } from '#common/api/top-up-quote';
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
import { useLocale } from '#ui/i18n.ts';
import { call } from '#web/call.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { amountError } from '../pay/EnterAmount.tsx';
import { limitsQuery } from '../session.ts';
import type { TopUpSearch } from './search.ts';

export type Quote = OkOf<typeof api.createQuote>;
export type TopUpForm = {
  /** The price, once it was asked for. */
  quote: Quote | null;
  forget: () => void;
  submit: Submission;
  send: (event: FormEvent) => void;
  text: string;
  type: (text: string) => void;
  leave: () => void;
  currency: Currency;
  /** What was chosen here or came with the address, if anything was. */
  chosen: Currency | null;
  choose: (currency: Currency) => void;
  currencies: readonly Currency[];
  hint: string | undefined;
  error: string | null;
};

/** How much is to be topped up, and its price in one of the ways. */
export function useTopUpForm(kind: TopUpQuoteKind): TopUpForm {
  const search: TopUpSearch = useSearch({ strict: false });
  const { data: site } = useQuery(siteQuery);
  const { data: limits } = useQuery(limitsQuery);
  const locale = useLocale();
  const [chosen, choose] = useState<Currency | null>(search.currency ?? null);
  const currency = chosen ?? site?.baseCurrency ?? 'CNY';
  const [text, setText] = useState(() =>
    search.amount && search.currency ? decimalText(money(BigInt(search.amount), search.currency)) : '',
  );
  const [shown, setShown] = useState(false);
  const [quote, setQuote] = useState<Quote | null>(null);
  const amount = parseTypedAmount(text, currency);
  const price = useCallback(async () => {
    if (!amount.ok) return;
    setQuote(await call(api.createQuote, { body: { kind, amount: toWire(amount.value) } }));
  }, [amount, kind]);
  const submit = useSubmit(price);
  const left = limits?.items
    .filter(({ capability, window }) => capability === 'top_up' && window !== 'payment')
    .map((limit) => fromWire(limit.left))
    .toSorted(compare)[0];
  return {
    quote,
    forget: () => setQuote(null),
    submit,
    send: (event) => {
      event.preventDefault();
      setShown(true);
      if (amount.ok) void submit.run();
    },
    text,
    type: (next) => {
      setText(next);
      setShown(false);
      submit.clear();
    },
    leave: () => setShown(true),
    currency,
    chosen,
    choose,
    currencies: site?.currencies ?? CURRENCIES,
    hint: left ? m.customer_top_up_left_today({ amount: formatMoney(left, { locale }) }) : undefined,
    error: shown && text !== '' && !amount.ok ? amountError(amount.error, locale) : submit.failure,
  };
}
