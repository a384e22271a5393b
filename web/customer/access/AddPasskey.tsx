import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { passkeyApi } from '#common/api/passkey';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { make } from '../auth/passkey.ts';
import { factorsQuery } from './factors-query.ts';
import { useProven } from './use-proven.tsx';

/** Characters of the longest name. */
const NAME_MAX = 60;

/** A name first, then the browser's own dialog. */
export function AddPasskey({
  open,
  onClose,
  onCodes,
}: {
  open: boolean;
  onClose: () => void;
  onCodes: (codes: readonly string[]) => void;
}): ReactElement {
  const [name, setName] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const { run, sheet } = useProven();
  const submit = useSubmit(
    useCallback(async () => {
      const options = await run(() => call(passkeyApi.offerPasskey, { body: {} }));
      if (!options) return;
      const made = await make(options);
      const added = await call(passkeyApi.addPasskey, { body: { name: name.trim(), made } });
      await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
      toast(m.customer_passkey_added());
      setName('');
      onClose();
      if (added.recoveryCodes) onCodes(added.recoveryCodes);
    }, [name, onClose, onCodes, queries, run, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <>
      <Dialog open={open} onClose={onClose} title={m.customer_passkey_add()}>
        <form onSubmit={send} className="grid gap-5" noValidate>
          <p className="prose text-ink-2">{m.customer_passkey_about()}</p>
          <Field
            label={m.customer_passkey_name()}
            hint={m.customer_passkey_name_hint()}
            error={submit.failure}
          >
            <TextInput
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={NAME_MAX}
              autoComplete="off"
              name="passkey-name"
              data-autofocus=""
            />
          </Field>
          <Button
            variant="primary"
            wide
            type="submit"
            busy={submit.busy}
            busyLabel={m.customer_passkey_making()}
            unavailable={name.trim() === '' ? m.customer_passkey_name_missing() : null}
          >
            {m.customer_passkey_make()}
          </Button>
        </form>
      </Dialog>
      {sheet}
    </>
  );
}
