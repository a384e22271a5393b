import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useSubmit } from '#web/use-submit.ts';

export type By = 'email' | 'phone';
export type WhereTo = { readonly login: string; readonly by: By };

type Props = {
  /** What stands in the form at first. */
  start: WhereTo;
  label: string;
  labels: Record<By, string>;
  buttons: Record<By, string>;
  onSend: (to: WhereTo) => Promise<void>;
};

/** For whom something is to be sent, and by mail or phone. Whether somebody has an account is not told here. */
export function AskWhereTo({ start, label, labels, buttons, onSend }: Props): ReactElement {
  const [login, setLogin] = useState(start.login);
  const [by, setBy] = useState<By>(start.by);
  const submit = useSubmit(useCallback(() => onSend({ login: login.trim(), by }), [by, login, onSend]));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-5" noValidate>
      <Field label={m.customer_sign_in_login()} error={submit.failure}>
        <TextInput
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          name="login"
        />
      </Field>
      <SegmentedControl
        wide
        label={label}
        value={by}
        onChange={setBy}
        options={[
          { value: 'email', label: labels.email },
          { value: 'phone', label: labels.phone },
        ]}
      />
      <Button
        variant="primary"
        wide
        type="submit"
        busy={submit.busy}
        busyLabel={m.customer_forgot_sending()}
        unavailable={login.trim() === '' ? m.customer_forgot_missing() : null}
      >
        {buttons[by]}
      </Button>
    </form>
  );
}
