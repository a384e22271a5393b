import { useMutation } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { MESSAGE_MAX } from '#common/api/support';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { call, newId, problemIn } from '#web/call.ts';

type Props = {
  id: CaseId;
  name: string;
  title: string;
  open: boolean;
  onClose: () => void;
  /** After it was resolved, and after somebody else turned out to have been faster. */
  onChanged: () => Promise<void>;
};

/** Ends a case with what was decided: the last words that the customer reads and keeps. */
export function ResolveDialog({ open, onClose, ...rest }: Props): ReactElement {
  const [text, setText] = useState('');
  return (
    <Dialog roomy open={open} onClose={onClose} title={m.console_resolve_title()}>
      <ResolveForm {...rest} text={text} onText={setText} onClose={onClose} />
    </Dialog>
  );
}

type FormProps = Omit<Props, 'open'> & { text: string; onText: (text: string) => void };

function ResolveForm({ id, name, title, text, onText, onClose, onChanged }: FormProps): ReactElement {
  // Sent twice after a lost answer, the same words are one resolution; other words are another.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- The words are what the id belongs to.
  const clientId = useMemo(() => newId('msg'), [text]);
  const resolve = useMutation({
    mutationFn: () => call(api.resolveCase, { params: { id }, body: { clientId, text: text.trim() } }),
    onSuccess: async () => {
      onText('');
      onClose();
      await onChanged();
    },
    onError: onChanged,
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    resolve.mutate();
  };
  const failure = resolve.error ? problemIn(resolve.error)?.detail || m.common_no_answer() : null;
  return (
    <form className="grid gap-4" onSubmit={send}>
      <DefinitionRows
        well
        rows={[
          { label: m.console_customer(), value: name },
          { label: m.console_case(), value: title },
        ]}
      />
      <Field label={m.console_resolution()} hint={m.console_resolve_hint()} error={failure}>
        <TextArea
          value={text}
          maxLength={MESSAGE_MAX}
          onChange={(event) => onText(event.target.value)}
          data-autofocus=""
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{m.console_resolve_not_yet()}</Button>
        <Button
          variant="primary"
          type="submit"
          busy={resolve.isPending}
          busyLabel={m.console_resolving()}
          unavailable={text.trim() === '' ? m.console_resolve_missing() : null}
        >
          {m.console_resolve_send()}
        </Button>
      </div>
    </form>
  );
}
