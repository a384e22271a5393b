import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { moneyRequestApi, REQUEST_DAYS } from '#common/api/money-request';
import { formatMoney } from '#common/format';
import { CURRENCIES, parseTypedAmount, toWire, type Currency } from '#common/money';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { BackButton } from '../app/BackButton.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { amountError, NOTE_MAX } from '../pay/EnterAmount.tsx';
import type { Payee } from '../pay/FindPayee.tsx';
import { PayeeCard } from '../pay/PayeeCard.tsx';
import { requestQuery } from './request-query.ts';

const FORM = 'ask-amount';
const DAY_WORDS = { 1: m.persons_ask_days_1, 7: m.persons_ask_days_7, 30: m.persons_ask_days_30 } as const;
type Days = (typeof REQUEST_DAYS)[number];

/** How much, what for, and for how long it stays open. Without a payee it becomes a link. */
export function AskAmount({ payee, onBack }: { payee: Payee | null; onBack: () => void }): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const locale = useLocale();
  const [id] = useState(() => newId('rq'));
  const [chosen, setChosen] = useState<Currency | null>(null);
  const currency = chosen ?? site?.baseCurrency ?? 'CNY';
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [days, setDays] = useState<Days>(7);
  const [shown, setShown] = useState(false);
  const amount = parseTypedAmount(text, currency);
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      if (!amount.ok) return;
      const body = {
        id,
        payee: payee?.reference ?? null,
        amount: toWire(amount.value),
        note: note.trim() || null,
        days,
      };
      const made = await untilAnswered(() =>
        call(moneyRequestApi.createMoneyRequest, {
          body,
          idempotencyKey: `${id}.${body.amount.amount}.${days}`,
        }),
      );
      queries.setQueryData(requestQuery(made.id).queryKey, made);
      void queries.invalidateQueries({ queryKey: ['requests'] });
      router.history.replace(`/requests/${made.id}`);
    }, [amount, days, id, note, payee, queries, router]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setShown(true);
    if (amount.ok) void submit.run();
  };
  const sum = amount.ok ? formatMoney(amount.value, { locale }) : '';
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.persons_ask()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            type="submit"
            form={FORM}
            busy={submit.busy}
            busyLabel={m.persons_asking()}
            unavailable={text.trim() === '' ? m.customer_amount_missing() : null}
          >
            {payee ? m.persons_ask_do({ amount: sum }) : m.persons_ask_link_do({ amount: sum })}
          </Button>
        </Dock>
      }
    >
      {payee ? <PayeeCard payee={payee} onChange={onBack} /> : null}
      <form id={FORM} onSubmit={send} className="grid gap-5" noValidate>
        <AmountInput
          label={m.customer_amount()}
          value={text}
          onChange={(next) => {
            setText(next);
            setShown(false);
            submit.clear();
          }}
          onBlur={() => setShown(true)}
          currency={currency}
          currencies={[...CURRENCIES]}
          onCurrency={setChosen}
          error={shown && text !== '' && !amount.ok ? amountError(amount.error, locale) : submit.failure}
          name="amount"
          beginHere
        />
        <Field label={m.customer_pay_note()} optional hint={m.persons_ask_note_hint()}>
          <TextInput
            value={note}
            onChange={(event) => setNote(event.target.value)}
            maxLength={NOTE_MAX}
            name="note"
            autoComplete="off"
          />
        </Field>
        <Field label={m.persons_ask_days()}>
          <Select
            value={String(days) as `${Days}`}
            options={REQUEST_DAYS.map((each) => ({
              value: String(each) as `${Days}`,
              label: DAY_WORDS[each](),
            }))}
            onChange={(value) => setDays(Number(value) as Days)}
          />
        </Field>
      </form>
      <Banner tone="quiet">{payee ? m.persons_ask_told() : m.persons_ask_link_hint()}</Banner>
    </PageColumn>
  );
}
