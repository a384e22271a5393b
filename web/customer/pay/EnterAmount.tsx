import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { formatMoney } from '#common/format';
import {
  compare,
  decimalText,
  fromWire,
  isCurrency,
  money,
  parseTypedAmount,
  type AmountRefusal,
  type Currency,
  type Money,
} from '#common/money';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { BackButton } from '../app/BackButton.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { accountsQuery } from '../session.ts';
import type { Payee } from './FindPayee.tsx';
import type { PaySearch } from './search.ts';
import { PayeeCard } from './PayeeCard.tsx';
import { Short } from './Short.tsx';

const FORM = 'enter-amount';
export const NOTE_MAX = 140;

/** What is wrong with the amount, in words; null while nothing is typed. */
export function amountError(refusal: AmountRefusal, locale: ReturnType<typeof useLocale>): string {
  switch (refusal.code) {
    case 'amount_not_a_number':
      return m.customer_amount_not_a_number();
    case 'amount_not_positive':
      return m.customer_amount_not_positive();
    case 'amount_too_precise':
      return refusal.digits === 0
        ? m.customer_amount_whole({ currency: refusal.currency })
        : m.customer_amount_too_precise({ digits: refusal.digits, currency: refusal.currency });
    case 'amount_too_large':
      return m.customer_amount_too_large({ max: formatMoney(refusal.max, { locale }) });
  }
}

type Props = {
  payee: Payee;
  filled: PaySearch;
  onBack: () => void;
  onSum: (sum: { amount: Money; note: string }) => void;
};

/** How much, in which balance, and what for. The balance is said before typing. */
export function EnterAmount({ payee, filled, onBack, onSum }: Props): ReactElement {
  const { data: accounts } = useQuery(accountsQuery);
  const { data: site } = useQuery(siteQuery);
  const locale = useLocale();
  const [chosen, setChosen] = useState<Currency | null>(
    filled.currency && isCurrency(filled.currency) ? filled.currency : null,
  );
  const currency = chosen ?? site?.baseCurrency ?? 'CNY';
  const [text, setText] = useState(() =>
    filled.amount && filled.currency && isCurrency(filled.currency)
      ? decimalText(money(BigInt(filled.amount), filled.currency))
      : '',
  );
  const [note, setNote] = useState(filled.note ?? '');
  const [shown, setShown] = useState(false);
  const amount = parseTypedAmount(text, currency);
  const account = accounts?.items.find((one) => one.currency === currency);
  const available = account ? fromWire(account.available) : money(0n, currency);
  const short = amount.ok && accounts !== undefined && compare(amount.value, available) > 0;
  const owned = accounts?.items.map((one) => one.currency) ?? [];
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setShown(true);
    if (amount.ok) onSum({ amount: amount.value, note: note.trim() });
  };
  const hint = m.customer_pay_available({ amount: formatMoney(available, { locale, among: owned }) });
  const error =
    shown && text !== '' && !amount.ok ? (
      amountError(amount.error, locale)
    ) : short ? (
      <Short available={available} onTake={() => setText(decimalText(available))} />
    ) : null;
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_pay()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            type="submit"
            form={FORM}
            unavailable={text.trim() === '' ? m.customer_amount_missing() : null}
          >
            {m.customer_pay_next()}
          </Button>
        </Dock>
      }
    >
      <PayeeCard payee={payee} onChange={onBack} />
      <form id={FORM} onSubmit={send} className="grid gap-5" noValidate>
        <AmountInput
          label={m.customer_amount()}
          value={text}
          onChange={(next) => {
            setText(next);
            setShown(false);
          }}
          onBlur={() => setShown(true)}
          currency={currency}
          currencies={owned.includes(currency) ? owned : [currency, ...owned]}
          onCurrency={setChosen}
          hint={hint}
          error={error}
          name="amount"
          beginHere
        />
        <Field label={m.customer_pay_note()} optional hint={m.customer_pay_note_hint()}>
          <TextInput
            value={note}
            onChange={(event) => setNote(event.target.value)}
            maxLength={NOTE_MAX}
            name="note"
            autoComplete="off"
          />
        </Field>
      </form>
    </PageColumn>
  );
}
