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
import { factorsQuery, type Factors } from './factors-query.ts';
import { RemoveFactor } from './RemoveFactor.tsx';

/** Characters of the longest name. */
const NAME_MAX = 60;

/** One passkey: its name, whether it is copied to other devices, and its end. */
export function PasskeySheet({
  passkey: { id, name: before, backedUp },
  onClose,
}: {
  passkey: Factors['passkeys'][number];
  onClose: () => void;
}): ReactElement {
  const [name, setName] = useState(before);
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(passkeyApi.renamePasskey, { params: { id }, body: { name: name.trim() } });
      await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
      toast(m.customer_saved());
      onClose();
    }, [id, name, onClose, queries, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <Dialog open onClose={onClose} title={before}>
      <form onSubmit={send} className="grid gap-5" noValidate>
        <p className="prose text-ink-2">
          {backedUp ? m.customer_passkey_backed_up() : m.customer_passkey_one_device()}
        </p>
        <Field label={m.customer_passkey_name()} error={submit.failure}>
          <TextInput
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={NAME_MAX}
            autoComplete="off"
            name="passkey-name"
          />
        </Field>
        <Button
          variant="tint"
          wide
          type="submit"
          busy={submit.busy}
          busyLabel={m.customer_saving()}
          unavailable={name.trim() === '' ? m.customer_passkey_name_missing() : null}
        >
          {m.customer_passkey_save_name()}
        </Button>
      </form>
      <RemoveFactor
        label={m.customer_passkey_remove()}
        remove={() => call(passkeyApi.removePasskey, { params: { id } })}
        onRemoved={onClose}
      />
    </Dialog>
  );
}
