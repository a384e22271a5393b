import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { petitionApi, type PetitionItem, SELF_CHECKED } from '#common/api/petition';
import { MESSAGE_MAX } from '#common/api/support';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import type { Petition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { statusQuery } from '../session.ts';
import { AnswerFiles } from './AnswerFiles.tsx';
import { petitionQuery } from './petition-query.ts';

const HOW: Record<PetitionItem, () => string> = {
  new_password: m.petition_how_new_password,
  strong_factor: m.petition_how_strong_factor,
  identity_document: m.petition_how_identity_document,
  proof_of_address: m.petition_how_proof_of_address,
  source_of_funds: m.petition_how_source_of_funds,
  account_statement: m.petition_how_account_statement,
  explanation: m.petition_how_explanation,
};
/** What is accepted, a line each. */
const EXAMPLES: Partial<Record<PetitionItem, () => string>> = {
  identity_document: m.petition_examples_identity_document,
  proof_of_address: m.petition_examples_proof_of_address,
  source_of_funds: m.petition_examples_source_of_funds,
  account_statement: m.petition_examples_account_statement,
  explanation: m.petition_examples_explanation,
};
type Props = { id: Petition['case']['id']; item: Petition['items'][number] };

/** One thing that is asked for: what counts, and the place to give it; or the press that lets the system look. */
export function GiveItem({ id, item: asked }: Props): ReactElement {
  const { item, attempt, draft } = asked;
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const after = await call(petitionApi.giveItem, { params: { id }, body: { item, text: text.trim() } });
      queries.setQueryData(petitionQuery(id).queryKey, after);
      await queries.invalidateQueries({ queryKey: statusQuery.queryKey });
    }, [id, item, queries, text]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const isSelfChecked = SELF_CHECKED.includes(item);
  const isNothing = !isSelfChecked && text.trim() === '' && draft.length === 0;
  return (
    <form onSubmit={send} className="grid gap-5" noValidate>
      <p className="prose text-ink-2">{HOW[item]()}</p>
      <Examples item={item} />
      {attempt > 0 ? <p className="text-13 font-medium">{m.petition_second_try()}</p> : null}
      {isSelfChecked ? (
        <Hint error={submit.failure} />
      ) : (
        <>
          <AnswerFiles id={id} item={asked} />
          <Field label={m.petition_answer()} error={submit.failure} optional={draft.length > 0}>
            <TextArea
              value={text}
              rows={4}
              maxLength={MESSAGE_MAX}
              name="answer"
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        </>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          type="submit"
          busy={submit.busy}
          busyLabel={isSelfChecked ? m.petition_checking() : m.petition_sending()}
          unavailable={isNothing ? m.petition_answer_missing() : null}
        >
          {isSelfChecked ? m.petition_check() : m.petition_send()}
        </Button>
        {item === 'new_password' ? (
          <Button render={<Link to="/me/password" />}>{m.petition_go_new_password()}</Button>
        ) : null}
        {item === 'strong_factor' ? (
          <Button render={<Link to="/me/second-factors" />}>{m.petition_go_strong_factor()}</Button>
        ) : null}
      </div>
    </form>
  );
}

function Examples({ item }: { item: PetitionItem }): ReactElement | null {
  const lines = EXAMPLES[item]?.().split('\n');
  if (!lines) return null;
  return (
    <div className="rounded-control bg-well p-4">
      <p className="text-13 text-ink-3">{m.petition_examples()}</p>
      <ul className="mt-1 grid list-disc gap-1 pl-4 text-13 text-ink-2">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
