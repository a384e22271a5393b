import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '#common/api/index';
import type { BodyOf } from '#common/api/route';
import {
  EWALLET_MOODS,
  EWALLET_REPORTS,
  type EwalletMood,
  type EwalletReports,
} from '#common/api/sandbox-ewallet';
import * as m from '#messages';
import { Field, Hint } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import { failureText } from './failure-text.ts';
import { Part } from './Part.tsx';
import { ewalletQuery } from './queries.ts';

const MOODS: Record<EwalletMood, () => string> = {
  asks: m.sandbox_ewallet_asks,
  approves: m.sandbox_ewallet_approves,
  refuses: m.sandbox_ewallet_refuses,
  silent: m.sandbox_ewallet_silent,
  another_amount: m.sandbox_ewallet_another_amount,
  away: m.sandbox_ewallet_away,
};
const REPORTS: Record<EwalletReports, () => string> = {
  usual: m.sandbox_ewallet_report_usual,
  another_amount: m.sandbox_ewallet_report_another_amount,
  leaves_out: m.sandbox_ewallet_report_leaves_out,
  doubled: m.sandbox_ewallet_report_doubled,
  wrong_currency: m.sandbox_ewallet_report_wrong_currency,
  malformed: m.sandbox_ewallet_report_malformed,
  cut_off: m.sandbox_ewallet_report_cut_off,
  does_not_add_up: m.sandbox_ewallet_report_does_not_add_up,
};

/** The e-wallet: what becomes of the next payments, and what it says of its days. */
export function Ewallet(): ReactElement | null {
  const query = useQuery(ewalletQuery);
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (body: BodyOf<typeof api.sandboxEwalletMood>) => call(api.sandboxEwalletMood, { body }),
    onSuccess: (answer) => queries.setQueryData(ewalletQuery.queryKey, answer),
  });
  if (!query.data) return null;
  const { mood, report } = query.data;
  return (
    <Part title={m.sandbox_ewallet_title()} lead={m.sandbox_ewallet_lead()}>
      <div className="grid gap-5 border-t border-line px-4 py-4 column:px-5">
        <Field label={m.sandbox_ewallet_mood()}>
          <Select
            value={mood}
            onChange={(next) => set.mutate({ mood: next, report })}
            options={EWALLET_MOODS.map((value) => ({ value, label: MOODS[value]() }))}
          />
        </Field>
        <Field label={m.sandbox_ewallet_report()}>
          <Select
            value={report}
            onChange={(next) => set.mutate({ mood, report: next })}
            options={EWALLET_REPORTS.map((value) => ({ value, label: REPORTS[value]() }))}
          />
        </Field>
        <Hint error={set.error ? failureText(set.error) : null} />
      </div>
    </Part>
  );
}
