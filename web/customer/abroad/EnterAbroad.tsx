import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { PURPOSE_TEXT_MAX, type Purpose } from '#common/beneficiary';
import { crossBorderApi } from '#common/api/cross-border';
import { formatMoney, formatTime } from '#common/format';
import { CURRENCIES, type Currency, fromWire, money, parseTypedAmount, toWire } from '#common/money';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { currencyName } from '../app/currency-name.ts';
import type { Accounts } from '../home/Balances.tsx';
import { amountError } from '../pay/EnterAmount.tsx';
import { countryName, PURPOSE_WORDS } from './abroad-words.ts';
import type { Priced } from './ConfirmAbroad.tsx';
import type { Beneficiary, Book } from './queries.ts';

export type AbroadForm = {
  to?: string | undefined;
  from?: Currency;
  fixed?: 'source' | 'target';
  text?: string;
  purpose?: Purpose;
  purposeText?: string;
};
type Props = {
  bar: ReactElement;
  book: Book;
  balances: Accounts;
  filled: AbroadForm;
  /** Kept, so that who comes back to change something finds it all. */
  onForm: (form: AbroadForm) => void;
  onPriced: (priced: Priced) => void;
};
const FORM = 'abroad';
/** Dinars are not sent. */
const SENT = CURRENCIES.filter((each) => each !== 'KWD');

/** To whom, which of the two sums is fixed, and what it is for. */
export function EnterAbroad({ bar, book, balances, filled, onForm, onPriced }: Props): ReactElement {
  const format = useTimeFormat();
  const { locale } = format;
  const { items, offered } = book;
  const [form, setForm] = useState(filled);
  const payee = items.find(({ id }) => id === form.to) ?? items[0];
  const purposes = offered.find(({ country }) => country === payee?.country)?.purposes ?? [];
  const purpose = purposes.find((each) => each === form.purpose) ?? purposes[0] ?? 'family';
  const fixed = form.fixed ?? 'source';
  const from = form.from ?? balances.items[0]?.currency ?? 'CNY';
  const currency = fixed === 'source' ? from : (payee?.currency ?? from);
  const [shown, setShown] = useState(false);
  const text = form.text ?? '';
  const typed = parseTypedAmount(text, currency);
  const balance = balances.items.find((each) => each.currency === from);
  const available = balance ? fromWire(balance.available) : money(0n, from);
  const change = (next: AbroadForm): void => {
    setForm({ ...form, ...next });
    submit.clear();
  };
  const submit = useSubmit(async () => {
    if (!typed.ok || !payee) return;
    const body = {
      beneficiaryId: payee.id,
      from,
      fixed,
      amount: toWire(typed.value),
      purpose,
      purposeText: form.purposeText?.trim() || null,
    };
    onForm({ ...form, to: payee.id, from, fixed, text, purpose });
    onPriced({ body, quote: await call(crossBorderApi.createCrossBorderQuote, { body }) });
  });
  const wrong = shown && text !== '' && !typed.ok ? amountError(typed.error, locale) : null;
  const isAboutPurpose = submit.problem?.code.startsWith('beneficiary_purpose') === true;
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
            unavailable={text.trim() === '' ? m.customer_amount_missing() : null}
          >
            {m.abroad_see_price()}
          </Button>
        </Dock>
      }
    >
      <RestrictedBanner />
      <form
        id={FORM}
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setShown(true);
          if (typed.ok) void submit.run();
        }}
      >
        <Who payee={payee} items={items} onChange={change} />
        <Field
          label={m.abroad_from()}
          hint={m.abroad_balance({ amount: formatMoney(available, { locale }) })}
        >
          <Select
            value={from}
            options={SENT.map((each) => ({ value: each, label: `${each} · ${currencyName(each, locale)}` }))}
            onChange={(next) => change({ from: next })}
            name="from"
          />
        </Field>
        <SegmentedControl
          wide
          label={m.abroad_which()}
          value={fixed}
          options={[
            { value: 'source', label: m.abroad_fixed_source() },
            { value: 'target', label: m.abroad_fixed_target() },
          ]}
          onChange={(next) => change({ fixed: next })}
        />
        <AmountInput
          label={fixed === 'source' ? m.abroad_amount_source() : m.abroad_amount_target()}
          value={text}
          onChange={(next) => {
            setShown(false);
            change({ text: next });
          }}
          onBlur={() => setShown(true)}
          currency={currency}
          error={wrong ?? (isAboutPurpose ? null : submit.failure)}
          name="amount"
        />
        <PurposeFields
          purpose={purpose}
          offered={purposes}
          text={form.purposeText ?? ''}
          error={isAboutPurpose ? submit.failure : null}
          onChange={change}
        />
      </form>
    </PageColumn>
  );
}

type WhoProps = {
  payee: Beneficiary | undefined;
  items: readonly Beneficiary[];
  onChange: (next: AbroadForm) => void;
};
/** Who gets it, and until when transfers there wait. */
function Who({ payee, items, onChange }: WhoProps): ReactElement {
  const format = useTimeFormat();
  const waits = payee?.waitsUntil ?? null;
  return (
    <>
      <Field
        label={m.abroad_to()}
        hint={waits ? m.abroad_waits({ when: formatTime(waits, format) }) : undefined}
      >
        <Select
          value={payee?.id ?? ''}
          options={items.map(({ id, maskedName, masked, country }) => ({
            value: id as string,
            label: `${maskedName} · ${countryName(country, format.locale)} · ${masked}`,
          }))}
          onChange={(to) => onChange({ to })}
          name="payee"
        />
      </Field>
      <p className="-mt-3 text-13">
        <TextLink render={<Link to="/abroad/payees" />}>{m.abroad_manage()}</TextLink>
      </p>
    </>
  );
}

type PurposeProps = {
  purpose: Purpose;
  offered: readonly Purpose[];
  text: string;
  error: string | null;
  onChange: (next: AbroadForm) => void;
};
/** What it is for: one of those that the country takes, and words of one's own. */
const PurposeFields = ({ purpose, offered, text, error, onChange }: PurposeProps): ReactElement => (
  <>
    <Field label={m.abroad_purpose()} hint={m.abroad_purpose_hint()}>
      <Select
        value={purpose}
        options={offered.map((each) => ({ value: each, label: PURPOSE_WORDS[each]() }))}
        onChange={(next) => onChange({ purpose: next })}
        name="purpose"
      />
    </Field>
    <Field label={m.abroad_purpose_text()} hint={m.abroad_purpose_text_hint()} error={error}>
      <TextInput
        value={text}
        onChange={({ target }) => onChange({ purposeText: target.value })}
        maxLength={PURPOSE_TEXT_MAX}
        autoComplete="off"
        name="purpose-text"
      />
    </Field>
  </>
);
