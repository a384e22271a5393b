import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { CASE_TOPICS, MESSAGE_MAX, type CaseTopic } from '#common/api/support';
import { kindOf } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Section } from '#ui/Section.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { topicWord } from '#web/case-words.ts';

const topicOf = (entryId: string | null): CaseTopic => {
  const kind = entryId === null ? null : kindOf(entryId);
  return kind === 'tu' ? 'top_up' : kind === 'tr' ? 'transfer' : kind === 'cb' ? 'debt' : 'other';
};

/** What goes to the agent: the entry with its facts, and the question. Sent twice it is one case. */
export function OpenCase({
  entryId,
  onCancel,
}: {
  entryId: string | null;
  onCancel: () => void;
}): ReactElement {
  const [id] = useState(() => newId('case'));
  const [topic, setTopic] = useState<CaseTopic>(topicOf(entryId));
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      const opened = await untilAnswered(() =>
        call(api.openCase, {
          idempotencyKey: id,
          body: { id, topic, subjectId: entryId, text: text.trim() },
        }),
      );
      void queries.invalidateQueries({ queryKey: ['cases'] });
      router.history.push(`/help-me/${opened.id}`);
    }, [entryId, id, queries, router, text, topic]),
  );
  return (
    <Section title={m.customer_help_talk()}>
      <Card pad>
        <div className="grid gap-4">
          {entryId === null ? (
            <Field label={m.customer_help_topic()}>
              <Select
                value={topic}
                onChange={setTopic}
                options={CASE_TOPICS.map((value) => ({ value, label: topicWord(value) }))}
              />
            </Field>
          ) : null}
          <Field
            label={m.customer_help_question()}
            hint={entryId === null ? m.customer_help_never() : m.customer_help_entry_goes_along()}
            error={submit.failure}
          >
            <TextArea
              value={text}
              onChange={(event) => setText(event.target.value)}
              maxLength={MESSAGE_MAX}
              rows={4}
              name="question"
            />
          </Field>
          <div className="flex flex-wrap gap-3">
            <Button
              variant="primary"
              busy={submit.busy}
              busyLabel={m.customer_help_sending()}
              unavailable={text.trim() === '' ? m.customer_help_question_missing() : null}
              onClick={() => void submit.run()}
            >
              {m.customer_help_send()}
            </Button>
            <Button variant="quiet" onClick={onCancel}>
              {m.customer_help_not_now()}
            </Button>
          </div>
        </div>
      </Card>
    </Section>
  );
}
