import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { TariffPrices } from '#common/tariff';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { tariffsQuery } from '../session.ts';
import type { Tariff, TariffDesk } from './Tariffs.tsx';
import { pricesOf, typedOf, type TypedPrices } from './typed-prices.ts';

type Props = { tariff: Tariff; desk: TariffDesk; onDone: () => void };

/** Another price, its first day, and why; a colleague approves. */
export function ProposeTariff({ tariff, desk: { noticeDays, timeZone }, onDone }: Props): ReactElement {
  const { kind, key, currency, inForce } = tariff;
  const [typed, setTyped] = useState(() => typedOf(inForce.prices, currency));
  const [validFrom, setDay] = useState('');
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const prices = pricesOf(typed, inForce.prices, currency);
  const submit = useSubmit(
    useCallback(async () => {
      if (!prices) return;
      await call(api.proposeTariff, { body: { kind, key, prices, validFrom, note } });
      toast(m.tariffs_proposed());
      await queries.invalidateQueries({ queryKey: tariffsQuery.queryKey });
      onDone();
    }, [key, kind, note, onDone, prices, queries, toast, validFrom]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing = !prices
    ? m.tariffs_number_wrong()
    : validFrom === ''
      ? m.tariffs_first_day()
      : note.trim() === ''
        ? m.console_impose_no_note()
        : null;
  const input = (name: keyof TypedPrices): ReactElement => (
    <TextInput
      className="num"
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      name={name}
      value={typed[name]}
      onChange={(event) => {
        setTyped({ ...typed, [name]: event.target.value });
        submit.clear();
      }}
    />
  );
  const isOfDay = submit.problem?.code === 'tariff_notice_too_short';
  const has = (part: keyof TariffPrices): boolean => inForce.prices[part] !== null;
  const feeLabel = has('feeBasisPoints') ? m.tariffs_fee_least() : m.tariffs_fee_flat();
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <h3 className="text-15 font-semibold">{m.tariffs_change()}</h3>
      {has('markupBasisPoints') ? <Field label={m.tariffs_markup_percent()}>{input('markup')}</Field> : null}
      {has('feeBasisPoints') ? <Field label={m.tariffs_fee_percent()}>{input('share')}</Field> : null}
      {has('feeMinor') ? <Field label={`${feeLabel} · ${currency}`}>{input('fee')}</Field> : null}
      {has('correspondentFeeMinor') ? (
        <Field label={`${m.tariffs_correspondent_fee()} · ${currency}`}>{input('correspondent')}</Field>
      ) : null}
      {has('minimumMinor') ? (
        <Field label={`${m.tariffs_minimum()} · ${currency}`}>{input('minimum')}</Field>
      ) : null}
      <Field
        label={m.tariffs_first_day()}
        hint={m.tariffs_first_day_hint({ zone: timeZone, days: noticeDays })}
        error={isOfDay ? submit.failure : null}
      >
        <TextInput
          type="date"
          name="first-day"
          value={validFrom}
          onChange={(event) => {
            setDay(event.target.value);
            submit.clear();
          }}
        />
      </Field>
      <Field label={m.tariffs_why()} hint={m.tariffs_note_hint()} error={isOfDay ? null : submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <div className="justify-self-start">
        <Button variant="primary" type="submit" busy={submit.busy} unavailable={missing}>
          {m.tariffs_propose()}
        </Button>
      </div>
    </form>
  );
}
