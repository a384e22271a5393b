import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { traceApi } from '#common/api/trace';
import { MESSAGE_MAX } from '#common/api/support';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Section } from '#ui/Section.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';

/** Sends people to look for it. Pressed twice it is one case. */
export function AskToLook({ entryId }: { entryId: string }): ReactElement {
  const [id] = useState(() => newId('case'));
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const body = { id, entry: entryId, text: text.trim() };
      const shown = await untilAnswered(() => call(traceApi.openTrace, { idempotencyKey: id, body }));
      queries.setQueryData(['trace', entryId], shown);
      await queries.invalidateQueries({ queryKey: ['entry', entryId] });
    }, [entryId, id, queries, text]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <Section title={m.trace_ask_title()}>
      <Card pad>
        <form onSubmit={send} className="grid gap-4" noValidate>
          <p className="prose text-ink-2">{m.trace_ask_text()}</p>
          <Field label={m.trace_ask_field()} optional error={submit.failure}>
            <TextArea
              value={text}
              rows={3}
              maxLength={MESSAGE_MAX}
              name="trace"
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <Button variant="primary" wide type="submit" busy={submit.busy} busyLabel={m.trace_asking()}>
            {m.trace_ask_button()}
          </Button>
        </form>
      </Card>
    </Section>
  );
}
