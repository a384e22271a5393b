import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { type PetitionItem, SELF_CHECKED } from '#common/api/petition';
import { MESSAGE_MAX } from '#common/api/support';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import type { Petition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { statusQuery } from '../session.ts';
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
type Props = { id: Petition['case']['id']; item: Petition['items'][number] };

/** One thing that is asked for: what counts, and the place to give it; or the press that lets the system look. */
export function GiveItem({ id, item: { item, attempt } }: Props): ReactElement {
  const [text, setText] = useState('');
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const after = await call(api.giveItem, { params: { id }, body: { item, text: text.trim() } });
      queries.setQueryData(petitionQuery(id).queryKey, after);
      await queries.invalidateQueries({ queryKey: statusQuery.queryKey });
    }, [id, item, queries, text]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const isSelfChecked = SELF_CHECKED.includes(item);
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <p className="prose text-ink-2">{HOW[item]()}</p>
      {attempt > 0 ? <p className="text-13 font-medium">{m.petition_second_try()}</p> : null}
      {isSelfChecked ? (
        <Hint error={submit.failure} />
      ) : (
        <Field label={m.petition_answer()} error={submit.failure}>
          <TextArea
            value={text}
            rows={4}
            maxLength={MESSAGE_MAX}
            name="answer"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          type="submit"
          busy={submit.busy}
          busyLabel={isSelfChecked ? m.petition_checking() : m.petition_sending()}
          unavailable={!isSelfChecked && text.trim() === '' ? m.petition_answer_missing() : null}
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
