import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { closingApi, CLOSING_WORDS } from '#common/api/closing';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { useProven } from '../access/use-proven.tsx';
import { statusQuery } from '../session.ts';
import { closingQuery } from './closing-query.ts';

/** The last step: a word that nobody types by accident, and a proof of who it is. */
export function ConfirmClosing(): ReactElement {
  const { locale } = useTimeFormat();
  const word = CLOSING_WORDS[locale];
  const [typed, setTyped] = useState('');
  const queries = useQueryClient();
  const { run, sheet } = useProven();
  const submit = useSubmit(
    useCallback(async () => {
      const standing = await run(() => call(closingApi.closeAccount, { body: { word } }));
      if (!standing) return;
      queries.setQueryData(closingQuery.queryKey, standing);
      await queries.invalidateQueries({ queryKey: statusQuery.queryKey });
    }, [queries, run, word]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const isTyped = typed.normalize('NFKC').trim().toUpperCase() === word;
  return (
    <>
      <form onSubmit={send} className="grid gap-4" noValidate>
        <Field label={m.customer_closing_word({ word })} error={submit.failure}>
          <TextInput
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
          />
        </Field>
        <Button
          variant="danger-line"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_closing_busy()}
          unavailable={isTyped ? null : m.customer_closing_word_missing({ word })}
        >
          {m.customer_closing_button()}
        </Button>
      </form>
      {sheet}
    </>
  );
}
