import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { RuleId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { rulesQuery } from '../session.ts';

type Props = { id: RuleId; version: number; change: 'on' | 'off'; onDone: () => void };

/** The first pair of eyes: what is to be switched, and why. */
export function ProposeRule({ id, version, change, onDone }: Props): ReactElement {
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.proposeRule, { params: { id }, body: { version, change, note } });
      toast(m.console_rule_propose_done());
      await queries.invalidateQueries({ queryKey: rulesQuery.queryKey });
      onDone();
    }, [change, id, note, onDone, queries, toast, version]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const title = change === 'on' ? m.console_rule_propose_on() : m.console_rule_propose_off();
  return (
    <form onSubmit={send} className="grid gap-3" noValidate aria-label={title}>
      <h3 className="text-15 font-semibold">{title}</h3>
      <p className="prose text-ink-2">{m.console_rule_propose_lead()}</p>
      <Field label={m.console_rule_propose_note()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <div>
        <Button
          type="submit"
          variant={change === 'on' ? 'primary' : 'danger-line'}
          busy={submit.busy}
          busyLabel={m.console_proposal_busy()}
          unavailable={note.trim() === '' ? m.console_impose_no_note() : null}
        >
          {title}
        </Button>
      </div>
    </form>
  );
}
