import { useQuery } from '@tanstack/react-query';
import { useCallback, type FormEvent, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useSubmit } from '#web/use-submit.ts';
import type { Sent } from '../auth/SendCode.tsx';
import { CONTACT_WORDS, type ContactKind } from './contact-words.ts';
import { factorsQuery } from './factors-query.ts';

/** What it is now, and what it is to be. */
export function NewContact({
  bar,
  kind,
  now,
  address,
  onChange,
  send,
  onSent,
}: {
  bar: ReactElement;
  kind: ContactKind;
  now: string;
  address: string;
  onChange: (address: string) => void;
  /** Null when the proof was not given. */
  send: () => Promise<Sent | null>;
  onSent: (sent: Sent) => void;
}): ReactElement {
  const words = CONTACT_WORDS[kind];
  const { data: factors } = useQuery(factorsQuery);
  const submit = useSubmit(
    useCallback(async () => {
      const sent = await send();
      if (sent) onSent(sent);
    }, [onSent, send]),
  );
  const isSame = address.trim() === now;
  const missing = address.trim() === '' ? words.missing() : isSame ? words.same() : null;
  const press = (event: FormEvent): void => {
    event.preventDefault();
    if (missing === null) void submit.run();
  };
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
            busyLabel={m.customer_contact_sending()}
            unavailable={missing}
            onClick={() => void submit.run()}
          >
            {words.send()}
          </Button>
        </Dock>
      }
    >
      <p className="prose text-ink-2">{words.about()}</p>
      <Card className="px-4">
        <DefinitionRows
          ruled
          rows={[
            {
              label: m.customer_contact_now(),
              value: <span className={kind === 'phone' ? 'num' : undefined}>{now}</span>,
            },
          ]}
        />
      </Card>
      <form onSubmit={press} noValidate>
        <Field
          label={words.label()}
          hint={kind === 'phone' ? m.customer_phone_hint() : undefined}
          error={submit.failure}
        >
          <TextInput
            value={address}
            onChange={(event) => {
              onChange(event.target.value);
              submit.clear();
            }}
            type={kind === 'email' ? 'email' : 'tel'}
            autoComplete={kind === 'email' ? 'email' : 'tel'}
            autoCapitalize="none"
            spellCheck={false}
            name={kind}
            maxLength={254}
          />
        </Field>
      </form>
      {kind === 'phone' && factors?.sms ? (
        <p className="prose text-13 text-ink-2">{m.customer_contact_sms_factor()}</p>
      ) : null}
    </PageColumn>
  );
}
