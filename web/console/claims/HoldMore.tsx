import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { compare, decimalText, fromWire, parseTypedAmount, toWire } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { TextArea } from '#ui/TextArea.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { claimsQuery } from '../session.ts';
import type { StaffClaim } from './ClaimQueue.tsx';

const NOTE_MAX = 500;

/** The first pair of eyes: how much more is held, all that can be to begin with, and why. */
export function HoldMore({ claim: { caseId, addable } }: { claim: StaffClaim }): ReactElement {
  const { locale } = useTimeFormat();
  const most = fromWire(addable);
  const [text, setText] = useState(() => decimalText(most));
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const typed = parseTypedAmount(text, most.currency);
  const amount = typed.ok && typed.value.minor > 0n && compare(typed.value, most) <= 0 ? typed.value : null;
  const submit = useSubmit(
    useCallback(async () => {
      if (!amount) return;
      try {
        const body = { amount: toWire(amount), note: note.trim() };
        await call(api.proposeHold, { params: { id: caseId }, body });
      } finally {
        await queries.invalidateQueries({ queryKey: claimsQuery.queryKey });
      }
      toast(m.console_claim_proposed());
    }, [amount, caseId, note, queries, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing = amount
    ? note.trim() === ''
      ? m.console_claim_note_missing()
      : null
    : m.console_claim_amount_wrong({ most: formatMoney(most, { locale }) });
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <Field label={m.console_claim_amount()}>
        <TextInput
          value={text}
          inputMode="decimal"
          autoComplete="off"
          name="amount"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Field label={m.console_claim_note()} error={submit.failure}>
        <TextArea value={note} maxLength={NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div>
        <Button
          variant="tint"
          type="submit"
          busy={submit.busy}
          busyLabel={m.console_proposal_busy()}
          unavailable={missing}
        >
          {m.console_claim_propose()}
        </Button>
      </div>
    </form>
  );
}
