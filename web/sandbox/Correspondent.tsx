import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '#common/api/index';
import { CORRESPONDENT_MOODS, type CorrespondentMood } from '#common/api/sandbox-bank';
import * as m from '#messages';
import { Field, Hint } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import { failureText } from './failure-text.ts';
import { Part } from './Part.tsx';
import { correspondentQuery } from './queries.ts';

const MOODS: Record<CorrespondentMood, () => string> = {
  normal: m.sandbox_correspondent_normal,
  wrong_account: m.sandbox_correspondent_wrong_account,
  silent: m.sandbox_correspondent_silent,
  documents: m.sandbox_correspondent_documents,
  drops_answer: m.sandbox_correspondent_drops_answer,
  twice: m.sandbox_correspondent_twice,
  another_amount: m.sandbox_correspondent_another_amount,
  recall_refused: m.sandbox_correspondent_recall_refused,
  away: m.sandbox_correspondent_away,
};

/** The correspondent bank: what it does with transfers abroad. */
export function Correspondent(): ReactElement | null {
  const query = useQuery(correspondentQuery);
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (mood: CorrespondentMood) => call(api.sandboxCorrespondentMood, { body: { mood } }),
    onSuccess: (answer) => queries.setQueryData(correspondentQuery.queryKey, answer),
  });
  if (!query.data) return null;
  return (
    <Part title={m.sandbox_correspondent_title()} lead={m.sandbox_correspondent_lead()}>
      <div className="border-t border-line px-4 py-4 column:px-5">
        <Field label={m.sandbox_correspondent_mood()}>
          <Select
            value={query.data.mood}
            onChange={(next) => set.mutate(next)}
            options={CORRESPONDENT_MOODS.map((value) => ({ value, label: MOODS[value]() }))}
          />
        </Field>
        <Hint error={set.error ? failureText(set.error) : null} />
      </div>
    </Part>
  );
}
