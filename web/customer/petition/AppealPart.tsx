import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { petitionApi } from '#common/api/petition';
import { MESSAGE_MAX } from '#common/api/support';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import type { Petition } from '#web/petition-words.ts';
import { useSubmit } from '#web/use-submit.ts';

/** Contesting the decision, or the way to where it is contested; nothing where it is final. */
export function AppealPart({ petition }: { petition: Petition }): ReactElement | null {
  const [open, setOpen] = useState(false);
  if (petition.appealId)
    return (
      <Button
        variant="primary"
        render={<Link to="/me/petitions/$caseId" params={{ caseId: petition.appealId }} />}
      >
        {m.petition_appeal_follow()}
      </Button>
    );
  if (!petition.appealUntil) return null;
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {m.petition_appeal()}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={m.petition_appeal_title()}>
        <AppealForm of={petition.case.id} />
      </Dialog>
    </>
  );
}

function AppealForm({ of }: { of: Petition['case']['id'] }): ReactElement {
  const [id] = useState(() => newId('case'));
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      const body = { id, of, text: text.trim() };
      await untilAnswered(() => call(petitionApi.openAppeal, { idempotencyKey: id, body }));
      await navigate({ to: '/me/petitions/$caseId', params: { caseId: id } });
    }, [id, navigate, of, text]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <p className="prose text-ink-2">{m.petition_appeal_lead()}</p>
      <Field label={m.petition_appeal_text()} error={submit.failure}>
        <TextArea
          value={text}
          rows={5}
          maxLength={MESSAGE_MAX}
          name="appeal"
          onChange={(event) => setText(event.target.value)}
          data-autofocus=""
        />
      </Field>
      <Button
        variant="primary"
        wide
        type="submit"
        busy={submit.busy}
        busyLabel={m.petition_sending()}
        unavailable={text.trim() === '' ? m.petition_answer_missing() : null}
      >
        {m.petition_appeal_send()}
      </Button>
    </form>
  );
}
