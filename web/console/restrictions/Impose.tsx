import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { IMPOSABLE } from '#common/api/console-restrictions';
import { api } from '#common/api/index';
import { BLOCKABLE, type RestrictionReason } from '#common/api/restriction';
import type { CustomerId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { blockedWord, kindWord, reasonWord } from '#web/restriction-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { restrictionsQuery } from '../session.ts';

type Kind = (typeof IMPOSABLE)[number];
/** Which reason fits which kind; the server has the last word. */
const REASONS: Record<Kind, readonly RestrictionReason[]> = {
  limited: [
    'unusual_payments',
    'reported_by_others',
    'suspected_takeover',
    'data_inconsistent',
    'sanctions_review',
  ],
  frozen: [
    'suspected_takeover',
    'unusual_payments',
    'reported_by_others',
    'data_inconsistent',
    'sanctions_review',
  ],
  legal_hold: ['legal_order', 'sanctions_review'],
};
const EXPLAINED: Record<Kind, () => string> = {
  limited: m.console_impose_limited,
  frozen: m.console_impose_frozen,
  legal_hold: m.console_impose_legal_hold,
};

/** Restricts the customer who was found: what, why by the list, and a note for colleagues. It counts at once. */
export function Impose({
  customerId,
  onImposed,
}: {
  customerId: CustomerId;
  onImposed: () => void;
}): ReactElement {
  const [kind, setKind] = useState<Kind>('frozen');
  const [reason, setReason] = useState<RestrictionReason>('suspected_takeover');
  const [capabilities, setCapabilities] = useState<(typeof BLOCKABLE)[number][]>([]);
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.imposeRestriction, { body: { customer: customerId, kind, reason, capabilities, note } });
      toast(m.console_impose_done());
      setNote('');
      onImposed();
      await queries.invalidateQueries({ queryKey: restrictionsQuery.queryKey });
    }, [capabilities, customerId, kind, note, onImposed, queries, reason, toast]),
  );
  const chooseKind = (next: Kind): void => {
    setKind(next);
    setReason(REASONS[next][0] ?? 'unusual_payments');
  };
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const missing =
    kind === 'limited' && capabilities.length === 0
      ? m.console_impose_nothing()
      : note.trim() === ''
        ? m.console_impose_no_note()
        : null;
  return (
    <form onSubmit={send} className="grid gap-4 border-t border-line pt-4" noValidate>
      <h3 className="text-15 font-semibold">{m.console_impose_title()}</h3>
      <div className="grid gap-4 min-[720px]:grid-cols-2">
        <Field label={m.console_restriction_kind()} hint={EXPLAINED[kind]()}>
          <Select
            value={kind}
            onChange={chooseKind}
            options={IMPOSABLE.map((value) => ({ value, label: kindWord(value) }))}
          />
        </Field>
        <Field label={m.console_restriction_reason()}>
          <Select
            value={reason}
            onChange={setReason}
            options={REASONS[kind].map((value) => ({ value, label: reasonWord(value) }))}
          />
        </Field>
      </div>
      {kind === 'limited' ? (
        <fieldset className="grid gap-x-4 gap-y-2 min-[720px]:grid-cols-4">
          <legend className="label">{m.console_restriction_blocked()}</legend>
          {BLOCKABLE.map((capability) => (
            <Checkbox
              key={capability}
              checked={capabilities.includes(capability)}
              onChange={(checked) =>
                setCapabilities((before) =>
                  checked ? [...before, capability] : before.filter((each) => each !== capability),
                )
              }
            >
              {blockedWord(capability)}
            </Checkbox>
          ))}
        </fieldset>
      ) : null}
      <Field label={m.console_impose_note()} hint={m.console_impose_note_hint()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <div>
        <Button
          type="submit"
          variant="danger-line"
          busy={submit.busy}
          busyLabel={m.console_impose_busy()}
          unavailable={missing}
        >
          {m.console_impose_button()}
        </Button>
      </div>
    </form>
  );
}
