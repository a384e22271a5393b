import { useCallback, useState, type ReactElement } from 'react';
import { contactApi } from '#common/api/contact';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SandboxInbox } from '../auth/SandboxInbox.tsx';
import { SendCode, type Sent } from '../auth/SendCode.tsx';
import type { Me } from '../session.ts';
import { CONTACT_WORDS, type ContactKind } from './contact-words.ts';

const CODE_LENGTH = 6;

/** The code that the new address was sent. */
export function ConfirmContact({
  bar,
  kind,
  sent,
  send,
  onOther,
  onDone,
}: {
  bar: ReactElement;
  kind: ContactKind;
  sent: Sent;
  send: () => Promise<Sent | null>;
  onOther: () => void;
  onDone: (me: Me) => void;
}): ReactElement {
  const words = CONTACT_WORDS[kind];
  const [code, setCode] = useState('');
  const submit = useSubmit(
    useCallback(async () => {
      try {
        onDone(await call(contactApi.confirmContactChange, { body: { kind, code } }));
      } catch (error) {
        setCode('');
        throw error;
      }
    }, [code, kind, onDone]),
  );
  return (
    <PageColumn
      tight
      bar={bar}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_verify_checking()}
            unavailable={
              code.length < CODE_LENGTH
                ? m.customer_verify_code_missing({ count: CODE_LENGTH - code.length })
                : null
            }
            onClick={() => void submit.run()}
          >
            {words.confirm()}
          </Button>
        </Dock>
      }
    >
      <Field label={m.customer_contact_code({ to: sent.sentTo })} hint={words.hint()} error={submit.failure}>
        <CodeInput value={code} onChange={setCode} beginHere name="code" />
      </Field>
      <div className="grid justify-items-start gap-1">
        <SendCode first={sent} send={send} label={m.customer_contact_again()} />
        <TextLink alone onPress={onOther}>
          {m.customer_contact_other()}
        </TextLink>
        <SandboxInbox to={sent.sentTo} />
      </div>
    </PageColumn>
  );
}
