import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { suspenseQuery } from '../session.ts';
import { ChooseOwner, type Owner } from './ChooseOwner.tsx';
import type { SuspenseItem } from './finance-words.ts';

type Action = 'assign' | 'send_back';

/** To whom it goes, or that it goes back, with what was seen; a colleague approves. */
export function ProposeMoney({ item, onDone }: { item: SuspenseItem; onDone: () => void }): ReactElement {
  const { id, canGoBack } = item;
  const [action, setAction] = useState<Action>('assign');
  const [owner, setOwner] = useState<Owner | null>(item.customer);
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const parameters =
        action === 'send_back'
          ? ({ do: 'send_back' } as const)
          : owner && ({ do: 'assign', customer: owner.id } as const);
      if (!parameters) return;
      await call(api.proposeBankMoney, { params: { id }, body: { parameters, note } });
      toast(m.finance_proposed());
      await queries.invalidateQueries({ queryKey: suspenseQuery.queryKey });
      onDone();
    }, [action, id, note, onDone, owner, queries, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing =
    action === 'assign' && !owner
      ? m.finance_no_owner()
      : action === 'send_back' && !canGoBack
        ? m.finance_cannot_go_back()
        : note.trim() === ''
          ? m.console_impose_no_note()
          : null;
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <SegmentedControl
        label={m.finance_action()}
        value={action}
        onChange={setAction}
        options={[
          { value: 'assign', label: m.finance_assign() },
          { value: 'send_back', label: m.finance_send_back() },
        ]}
      />
      {action === 'assign' ? (
        <ChooseOwner item={item} chosen={owner} onChoose={setOwner} />
      ) : (
        <p className="prose text-ink-2">{canGoBack ? m.finance_back_text() : m.finance_cannot_go_back()}</p>
      )}
      <Field label={m.console_review_note()} hint={m.finance_note_hint()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <p className="prose text-ink-2">{m.finance_two()}</p>
      <div>
        <Button
          type="submit"
          variant={action === 'assign' ? 'primary' : 'danger-line'}
          busy={submit.busy}
          busyLabel={m.console_review_busy()}
          unavailable={missing}
        >
          {action === 'assign' ? m.finance_propose_assign() : m.finance_propose_back()}
        </Button>
      </div>
    </form>
  );
}
