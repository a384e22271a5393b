import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { Lost } from '#common/api/access-help';
import { api } from '#common/api/customer';
import { MESSAGE_MAX } from '#common/api/support';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { By } from './AskWhereTo.tsx';
import { AuthLayout } from './AuthLayout.tsx';
import { NothingCame } from './NothingCame.tsx';

const CODE_LENGTH = 6;
/** Refusals that are about the words, not about the code. */
const OF_TEXT = ['message_empty', 'message_too_long'];

/** The code that was sent, and what happened. The answer is the page by which the request is followed. */
export function OpenAccessRequest({
  lost,
  login,
  by,
  onOther,
}: {
  lost: Lost;
  login: string;
  by: By;
  onOther: () => void;
}): ReactElement {
  const [code, setCode] = useState('');
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      const { token } = await call(api.openAccessRequest, { body: { login, by, code, lost, text } });
      await navigate({ to: '/sign-in/help/follow', hash: `token=${token}` });
    }, [by, code, login, lost, navigate, text]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const ofText = submit.problem !== null && OF_TEXT.includes(submit.problem.code);
  const missing =
    code.length < CODE_LENGTH
      ? m.customer_factor_code_missing()
      : text.trim() === ''
        ? m.customer_access_text_missing()
        : null;
  return (
    <AuthLayout title={m.customer_access_ask_title()} lead={m.customer_access_ask_lead({ login })}>
      <form onSubmit={send} className="grid gap-5" noValidate>
        <Field label={m.customer_access_code()} error={ofText ? null : submit.failure}>
          <CodeInput value={code} onChange={setCode} beginHere name="code" />
        </Field>
        <Field
          label={m.customer_access_text()}
          hint={m.customer_access_text_hint()}
          error={ofText ? submit.failure : null}
        >
          <TextArea
            value={text}
            maxLength={MESSAGE_MAX}
            onChange={(event) => setText(event.target.value)}
            name="text"
          />
        </Field>
        <Button
          variant="primary"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_access_opening()}
          unavailable={missing}
        >
          {m.customer_access_open()}
        </Button>
      </form>
      <NothingCame by={by === 'email' ? 'mail' : 'phone'} onOther={onOther} />
    </AuthLayout>
  );
}
