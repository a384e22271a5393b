import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatDeskTime } from '#common/format';
import { shortId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { kindWord, reasonWord, type StaffRestriction } from '#web/restriction-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { Impose } from './Impose.tsx';

type Found = OkOf<typeof api.lookUpCustomer>;
/** Letters of the shortest address and of the shortest reason. */
const QUERY_MIN = 3;

/** A customer is looked up by an exact address and for a reason; both are written down. */
export function FindCustomer({ onOpen }: { onOpen: (row: StaffRestriction) => void }): ReactElement {
  const [query, setQuery] = useState('');
  const [reason, setReason] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const submit = useSubmit(
    useCallback(async () => {
      setFound(null);
      setFound(await call(api.lookUpCustomer, { body: { query, reason } }));
    }, [query, reason]),
  );
  const look = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const isMissing = query.trim().length < QUERY_MIN || reason.trim().length < QUERY_MIN;
  const failure = submit.problem?.code === 'not_found' ? m.console_find_nobody() : submit.failure;
  return (
    <section className="grid max-w-[760px] gap-4">
      <h2 className="text-17 font-semibold">{m.console_find_title()}</h2>
      <form
        onSubmit={look}
        className="grid items-start gap-4 min-[720px]:grid-cols-[1fr_1fr_auto]"
        noValidate
      >
        <Field label={m.console_find_query()} error={failure}>
          <TextInput
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            autoComplete="off"
            name="query"
          />
        </Field>
        <Field label={m.console_find_reason()} hint={m.console_find_reason_hint()}>
          <TextInput value={reason} onChange={(event) => setReason(event.target.value)} name="reason" />
        </Field>
        <Button
          type="submit"
          variant="primary"
          className="min-[720px]:mt-[26px]"
          busy={submit.busy}
          busyLabel={m.console_find_busy()}
          unavailable={isMissing ? m.console_find_missing() : null}
        >
          {m.console_find_button()}
        </Button>
      </form>
      {found ? <Person found={found} onOpen={onOpen} onChanged={() => void submit.run()} /> : null}
    </section>
  );
}

function Person({
  found,
  onOpen,
  onChanged,
}: {
  found: Found;
  onOpen: (row: StaffRestriction) => void;
  onChanged: () => void;
}): ReactElement {
  const format = useTimeFormat();
  return (
    <Card pad className="grid gap-4">
      <h3 className="text-15 font-semibold">
        {found.name} <span className="num font-normal text-ink-3">{shortId(found.id)}</span>
      </h3>
      <DefinitionRows
        rows={[
          { label: m.console_email(), value: found.maskedEmail },
          { label: m.console_phone(), value: found.maskedPhone },
          { label: m.console_handle(), value: found.handle ? `@${found.handle}` : m.console_none() },
        ]}
      />
      <ul className="grid gap-1">
        {found.restrictions.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <button type="button" className="link alone" onClick={() => onOpen(row)}>
              {kindWord(row.kind)} · {reasonWord(row.reason)}
            </button>
            <span className="num text-ink-3">
              {formatDeskTime(row.since, format)}
              {row.liftedAt ? ` – ${formatDeskTime(row.liftedAt, format)}` : ''}
            </span>
          </li>
        ))}
        {found.restrictions.length === 0 ? <li className="text-ink-2">{m.console_find_free()}</li> : null}
      </ul>
      <Impose customerId={found.id} onImposed={onChanged} />
    </Card>
  );
}
