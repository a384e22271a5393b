import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { BANK_MOODS, type BankMood } from '#common/api/sandbox-bank';
import { type Currency, parseTypedAmount, toWire } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { failureText } from './failure-text.ts';
import { Part } from './Part.tsx';
import { bankQuery } from './queries.ts';

const MOODS: Record<BankMood, () => string> = {
  normal: m.sandbox_bank_normal,
  refuses: m.sandbox_bank_refuses,
  sends_back: m.sandbox_bank_sends_back,
  books_more: m.sandbox_bank_books_more,
  silent: m.sandbox_bank_silent,
  drops_answer: m.sandbox_bank_drops_answer,
  away: m.sandbox_bank_away,
};
/** Currencies that the sandbox's bank has an account of ours for. */
const CURRENCIES: readonly Currency[] = ['EUR', 'CNY', 'GBP'];
/** An account abroad that belongs to nobody. */
const ACCOUNT = 'FR1420041010050500013M02606';

/** The bank: what it does with our files, and money that somebody sends. */
export function Bank(): ReactElement | null {
  const query = useQuery(bankQuery);
  if (!query.data) return null;
  return (
    <Part title={m.sandbox_bank_title()} lead={m.sandbox_bank_lead()}>
      <div className="grid gap-5 border-t border-line px-4 py-4 column:px-5">
        <Mood mood={query.data.mood} />
        <Transfer />
      </div>
    </Part>
  );
}

function Mood({ mood }: { mood: BankMood }): ReactElement {
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (next: BankMood) => call(api.sandboxBankMood, { body: { mood: next } }),
    onSuccess: (answer) => queries.setQueryData(bankQuery.queryKey, answer),
  });
  return (
    <div>
      <Field label={m.sandbox_bank_mood()}>
        <Select
          value={mood}
          onChange={(next) => set.mutate(next)}
          options={BANK_MOODS.map((value) => ({ value, label: MOODS[value]() }))}
        />
      </Field>
      <Hint error={set.error ? failureText(set.error) : null} />
    </div>
  );
}

function Transfer(): ReactElement {
  const [currency, setCurrency] = useState<Currency>('EUR');
  const [amount, setAmount] = useState('25.00');
  const [text, setText] = useState('');
  const [name, setName] = useState('Mateo Quillfeather');
  const typed = parseTypedAmount(amount, currency);
  const send = useMutation({
    mutationFn: async () => {
      if (!typed.ok) return;
      await call(api.sandboxTransfer, {
        body: { amount: toWire(typed.value), text, name, account: ACCOUNT },
      });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-3" noValidate>
      <h3 className="font-semibold">{m.sandbox_bank_arrives()}</h3>
      <div className="grid grid-cols-[minmax(0,1fr)_120px] gap-3">
        <Field label={m.sandbox_bank_amount()}>
          <TextInput value={amount} onChange={(event) => setAmount(event.target.value)} inputMode="decimal" />
        </Field>
        <Field label={m.sandbox_bank_currency()}>
          <Select
            value={currency}
            onChange={setCurrency}
            options={CURRENCIES.map((value) => ({ value, label: value }))}
          />
        </Field>
      </div>
      <Field label={m.sandbox_bank_text()} hint={m.sandbox_bank_text_hint()}>
        <TextInput value={text} onChange={(event) => setText(event.target.value)} maxLength={140} />
      </Field>
      <Field label={m.sandbox_bank_name()}>
        <TextInput value={name} onChange={(event) => setName(event.target.value)} maxLength={140} />
      </Field>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={send.isPending}
          unavailable={typed.ok ? null : m.sandbox_bank_amount()}
        >
          {m.sandbox_bank_send()}
        </Button>
      </div>
      <Hint error={send.error ? failureText(send.error) : null} />
      <p role="status" className="text-ink-2">
        {send.isSuccess && !send.isPending ? m.sandbox_bank_sent() : ''}
      </p>
    </form>
  );
}
