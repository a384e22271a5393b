import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { PHRASE_MAX, PHRASE_MIN } from '#common/api/profile';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { useProven } from '../access/use-proven.tsx';
import { phraseQuery } from './phrase-query.ts';

/** Sets, changes or gives up the phrase; the server asks for a proof of who it is. */
export function PhraseForm({ saved }: { saved: string | null }): ReactElement {
  const [phrase, setPhrase] = useState(saved ?? '');
  const queries = useQueryClient();
  const toast = useToast();
  const { run, sheet } = useProven();
  const put = useCallback(
    async (wanted: string | null) => {
      const set = await run(() => call(api.setPhrase, { body: { phrase: wanted } }));
      if (!set) return;
      queries.setQueryData(phraseQuery.queryKey, set);
      toast(wanted === null ? m.customer_phrase_removed() : m.customer_phrase_saved());
    },
    [queries, run, toast],
  );
  const save = useSubmit(useCallback(() => put(phrase), [phrase, put]));
  const remove = useSubmit(useCallback(() => put(null), [put]));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void save.run();
  };
  return (
    <>
      <form onSubmit={send} className="grid gap-4" noValidate>
        <Field
          label={m.customer_phrase_label()}
          hint={m.customer_phrase_hint({ min: PHRASE_MIN, max: PHRASE_MAX })}
          error={save.failure ?? remove.failure}
        >
          <TextInput value={phrase} onChange={(event) => setPhrase(event.target.value)} autoComplete="off" />
        </Field>
        <Button
          variant="primary"
          wide
          type="submit"
          busy={save.busy}
          busyLabel={m.customer_saving()}
          unavailable={phrase.trim() === '' ? m.customer_phrase_missing() : null}
        >
          {m.customer_phrase_save()}
        </Button>
        {saved === null ? null : (
          <Button variant="danger-line" wide busy={remove.busy} onClick={() => void remove.run()}>
            {m.customer_phrase_remove()}
          </Button>
        )}
      </form>
      {sheet}
    </>
  );
}
