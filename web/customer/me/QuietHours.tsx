import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { QuietHours as Hours } from '#common/api/profile';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { Section } from '#ui/Section.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';

const HOUR = 60;
const STEP = 30;
/** What most people call the night. */
const NIGHT: Hours = { fromMinute: 22 * HOUR, toMinute: 7 * HOUR };

const clockText = (minute: number): string =>
  `${String(Math.floor(minute / HOUR)).padStart(2, '0')}:${String(minute % HOUR).padStart(2, '0')}`;
const TIMES = Array.from({ length: (24 * HOUR) / STEP }, (_, index) => index * STEP);

/** Hours in which mails that can wait do. Saved as it is chosen. */
export function QuietHours({ quietHours, timeZone }: OkOf<typeof api.notificationChoices>): ReactElement {
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(
      async (hours: Hours | null) => {
        queries.setQueryData(
          ['notification-choices'],
          await call(api.setQuietHours, { body: { quietHours: hours } }),
        );
      },
      [queries],
    ),
  );
  const options = (not: number) =>
    TIMES.map((minute) => ({ value: String(minute), label: clockText(minute), disabled: minute === not }));
  return (
    <Section title={m.customer_quiet_title()}>
      <Card pad className="grid gap-4">
        <p className="prose text-ink-2">{m.customer_quiet_about()}</p>
        <Checkbox
          checked={quietHours !== null}
          disabled={submit.busy}
          onChange={(checked) => void submit.run(checked ? NIGHT : null)}
        >
          {m.customer_quiet_on()}
        </Checkbox>
        {quietHours ? (
          <>
            <div className="grid grid-cols-2 gap-3">
              <Field label={m.customer_quiet_from()}>
                <Select
                  value={String(quietHours.fromMinute)}
                  options={options(quietHours.toMinute)}
                  disabled={submit.busy}
                  onChange={(value) => void submit.run({ ...quietHours, fromMinute: Number(value) })}
                />
              </Field>
              <Field label={m.customer_quiet_until()}>
                <Select
                  value={String(quietHours.toMinute)}
                  options={options(quietHours.fromMinute)}
                  disabled={submit.busy}
                  onChange={(value) => void submit.run({ ...quietHours, toMinute: Number(value) })}
                />
              </Field>
            </div>
            <p className="hint">{m.customer_quiet_zone({ zone: timeZone })}</p>
          </>
        ) : null}
        {submit.failure ? (
          <p className="hint bad" role="alert">
            {submit.failure}
          </p>
        ) : null}
      </Card>
    </Section>
  );
}
