import { useState } from 'react';
import { exchangeApi } from '#common/api/exchange';
import {
  compare,
  decimalText,
  fromWire,
  money,
  parseTypedAmount,
  subtract,
  toWire,
  type AmountRefusal,
  type Currency,
  type Money,
} from '#common/money';
import type { ExchangePrice } from '#common/exchange-price';
import { call } from '#web/call.ts';
import { useSubmit, type Submission } from '#web/use-submit.ts';
import type { Accounts } from '../home/Balances.tsx';
import type { Quote } from './ConfirmExchange.tsx';
import { previewOf, type Offer } from './preview.ts';
import type { ExchangeSearch } from './search.ts';

export type Side = 'give' | 'get';
type Pair = { readonly from: Currency; readonly to: Currency };
type Given = {
  offer: Offer;
  accounts: Accounts;
  filled: ExchangeSearch;
  onQuote: (quote: Quote) => void;
};
export type ExchangeForm = Pair & {
  readonly side: Side;
  readonly price: ExchangePrice | null;
  readonly available: Money;
  /** What is given beyond what there is. */
  readonly missing: Money | null;
  /** What is wrong with what was typed, once it is time to say so. */
  readonly wrong: AmountRefusal | null;
  readonly isEmpty: boolean;
  readonly submit: Submission;
  valueOf(side: Side): string;
  type(side: Side, text: string): void;
  pick(side: Side, currency: Currency): void;
  swap(): void;
  takeAll(): void;
  leave(): void;
  send(): void;
};

const otherThan = (currency: Currency): Currency => (currency === 'USD' ? 'EUR' : 'USD');

/** From the first balance that holds something, into another one that is there, or dollars. */
function startOf({ items }: Accounts, filled: ExchangeSearch): Pair {
  const owned = items.filter(({ available }) => available.amount !== '0');
  const from = filled.from ?? owned[0]?.currency ?? items[0]?.currency ?? 'CNY';
  const to = filled.to ?? items.find(({ currency }) => currency !== from)?.currency ?? otherThan(from);
  return { from, to: to === from ? otherThan(from) : to };
}

/** Choosing the other side's currency swaps the two: nobody meets a pair that cannot be. */
function picked({ from, to }: Pair, side: Side, currency: Currency): Pair {
  if (currency === (side === 'give' ? to : from)) return { from: to, to: from };
  return side === 'give' ? { from: currency, to } : { from, to: currency };
}

/** How much of what, typed on either side; the other side follows by the rates of today. */
export function useExchangeForm({ offer, accounts, filled, onQuote }: Given): ExchangeForm {
  const [pair, setPair] = useState(() => startOf(accounts, filled));
  const [side, setSide] = useState<Side>('give');
  const [text, setText] = useState(() =>
    filled.amount ? decimalText(money(BigInt(filled.amount), pair.from)) : '',
  );
  const [shown, setShown] = useState(false);
  const { from, to } = pair;
  const typed = parseTypedAmount(text, side === 'give' ? from : to);
  const price = typed.ok ? previewOf(offer, pair, typed.value) : null;
  const account = accounts.items.find(({ currency }) => currency === from);
  const available = account ? fromWire(account.available) : money(0n, from);
  const give = side === 'give' && typed.ok ? typed.value : (price?.give ?? null);
  const missing = give && compare(give, available) > 0 ? subtract(give, available) : null;
  const submit = useSubmit(async () => {
    if (typed.ok)
      onQuote(
        await call(exchangeApi.createExchangeQuote, { body: { from, to, amount: toWire(typed.value) } }),
      );
  });
  const type = (next: Side, value: string): void => {
    setSide(next);
    setText(value);
    setShown(false);
    submit.clear();
  };
  const change = (next: Pair): void => {
    submit.clear();
    setPair(next);
  };
  return {
    ...pair,
    side,
    price,
    available,
    missing,
    submit,
    type,
    wrong: shown && text !== '' && !typed.ok ? typed.error : null,
    isEmpty: text.trim() === '',
    valueOf: (which) => (which === side ? text : price ? decimalText(price[which]) : ''),
    pick: (which, currency) => change(picked(pair, which, currency)),
    swap: () => change({ from: to, to: from }),
    takeAll: () => type('give', decimalText(available)),
    leave: () => setShown(true),
    send: () => {
      setShown(true);
      if (typed.ok && !missing) void submit.run();
    },
  };
}
