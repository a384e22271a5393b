import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { Payee } from './FindPayee.tsx';

type Outcome = OkOf<typeof api.checkPayeeName>['outcome'];
const TOLD: Record<Outcome, { tone: 'quiet' | 'pending' | 'danger' | 'info'; text: () => string }> = {
  match: { tone: 'quiet', text: m.persons_name_match },
  close: { tone: 'pending', text: m.persons_name_close },
  no_match: { tone: 'danger', text: m.persons_name_no_match },
  not_possible: { tone: 'info', text: m.persons_name_not_possible },
};

/** The payer types the name that is expected and learns whether it fits; the payee's name is never shown. */
export function NameCheck({ payee: { reference } }: { payee: Payee }): ReactElement {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const submit = useSubmit(
    useCallback(async () => {
      const body = { payee: reference, name: name.trim() };
      setOutcome((await call(api.checkPayeeName, { body })).outcome);
    }, [name, reference]),
  );
  if (!open)
    return (
      <TextLink alone className="justify-self-start" onPress={() => setOpen(true)}>
        {m.persons_name_check()}
      </TextLink>
    );
  const told = outcome ? TOLD[outcome] : null;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-3" noValidate>
      <Field label={m.persons_name_label()} hint={m.persons_name_check_lead()} error={submit.failure}>
        <TextInput
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setOutcome(null);
            submit.clear();
          }}
          maxLength={80}
          name="payee-name"
          autoComplete="off"
        />
      </Field>
      {told ? (
        <div role="status">
          <Banner tone={told.tone}>{told.text()}</Banner>
        </div>
      ) : (
        <Button
          type="submit"
          busy={submit.busy}
          busyLabel={m.persons_name_doing()}
          unavailable={name.trim() === '' ? m.persons_name_label() : null}
        >
          {m.persons_name_do()}
        </Button>
      )}
    </form>
  );
}
