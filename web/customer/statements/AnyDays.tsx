import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { dayKey } from '#common/format';
import type { Currency } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { TextInput } from '#ui/TextInput.tsx';

/** Any first and last day, both of them in it. */
export function AnyDays({ currency }: { currency: Currency }): ReactElement {
  const { now, timeZone } = useTimeFormat();
  const today = dayKey(now, timeZone);
  const [from, setFrom] = useState(`${today.slice(0, 5)}01-01`);
  const [to, setTo] = useState(today);
  const navigate = useNavigate();
  const isBackwards = from !== '' && to !== '' && from > to;
  const missing =
    from === '' || to === ''
      ? m.statement_days_missing()
      : isBackwards
        ? m.statement_days_backwards_short()
        : null;
  const open = (event: FormEvent): void => {
    event.preventDefault();
    if (missing === null) void navigate({ to: '/statement', search: { currency, from, to } });
  };
  return (
    <Section title={m.statement_any_days()}>
      <Card pad>
        <form onSubmit={open} className="grid gap-4" noValidate>
          <div className="grid grid-cols-1 gap-4 column:grid-cols-2">
            <Field label={m.customer_filter_from()}>
              <TextInput
                type="date"
                value={from}
                max={today}
                onChange={(event) => setFrom(event.target.value)}
              />
            </Field>
            <Field
              label={m.customer_filter_to()}
              error={isBackwards ? m.statement_days_backwards() : undefined}
            >
              <TextInput type="date" value={to} max={today} onChange={(event) => setTo(event.target.value)} />
            </Field>
          </div>
          <div>
            <Button type="submit" unavailable={missing}>
              {m.statement_show()}
            </Button>
          </div>
        </form>
      </Card>
    </Section>
  );
}
