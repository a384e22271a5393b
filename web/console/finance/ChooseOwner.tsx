import { useCallback, useId, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { becauseWord, nameMatchWord, type SuspenseItem } from './finance-words.ts';

type Found = OkOf<typeof api.lookUpOwner>;
export type Owner = Found['customer'];
type Props = { item: SuspenseItem; chosen: Owner | null; onChoose: (owner: Owner) => void };
/** Letters of the shortest address. */
const QUERY_MIN = 3;

/** Whose it is: one of those who are suggested, or somebody by an exact address; each with how the payer's name fits. */
export function ChooseOwner({ item, chosen, onChoose }: Props): ReactElement {
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const look = useSubmit(
    useCallback(async () => {
      setFound(null);
      const answer = await call(api.lookUpOwner, { params: { id: item.id }, body: { query } });
      setFound(answer);
      onChoose(answer.customer);
    }, [item.id, onChoose, query]),
  );
  // Whoever it was told to already is the only one that it can go to.
  if (item.customer)
    return <p className="prose text-ink-2">{m.finance_only({ name: item.customer.name })}</p>;
  const rows = [
    ...item.suggestions.map(({ customer, because, nameMatch }) => ({
      customer,
      sub: `${becauseWord(because)} · ${nameMatchWord(nameMatch)}`,
    })),
    ...(found ? [{ customer: found.customer, sub: nameMatchWord(found.nameMatch) }] : []),
  ];
  const failure = look.problem?.code === 'not_found' ? m.console_find_nobody() : look.failure;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium">{m.finance_owner()}</legend>
      {rows.length === 0 ? <p className="text-ink-2">{m.finance_no_suggestion()}</p> : null}
      {rows.map(({ customer, sub }, place) => (
        <OneOwner
          key={`${customer.id} ${place}`}
          name={customer.name}
          sub={sub}
          isChosen={chosen?.id === customer.id}
          onChoose={() => onChoose(customer)}
        />
      ))}
      <div className="grid justify-items-start gap-3 [&>*:first-child]:w-full">
        <Field label={m.finance_find()} error={failure}>
          <TextInput
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              void look.run();
            }}
            autoComplete="off"
            name="owner-query"
          />
        </Field>
        <Button
          busy={look.busy}
          unavailable={query.trim().length < QUERY_MIN ? m.finance_find_missing() : null}
          onClick={() => void look.run()}
        >
          {m.finance_find_do()}
        </Button>
      </div>
    </fieldset>
  );
}

type OwnerProps = { name: string; sub: string; isChosen: boolean; onChoose: () => void };

function OneOwner({ name, sub, isChosen, onChoose }: OwnerProps): ReactElement {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input
        id={id}
        type="radio"
        name="owner"
        className="mt-1 accent-accent"
        checked={isChosen}
        onChange={onChoose}
      />
      <label htmlFor={id}>
        <span className="block font-medium">{name}</span>
        <span className="block text-ink-2">{sub}</span>
      </label>
    </div>
  );
}
