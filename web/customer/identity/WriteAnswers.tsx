import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { identityProofApi } from '#common/api/identity-proof';
import { DOCUMENT_TYPES, type ProofItem } from '#common/identity-proof';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { itemWord, refusalWord, typeWord } from '#web/proof-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { adviceFor } from './refusal-advice.ts';
import { identityQuery, type Proof, type ProofAnswer } from './identity-query.ts';

type Props = {
  bar: ReactElement;
  head: ReactElement;
  proof: Proof;
  items: readonly ProofAnswer[];
  onBack: (() => void) | null;
  onDone: () => void;
};

/** What stands on the document, as it stands there. */
export function WriteAnswers({ bar, head, proof, items, onBack, onDone }: Props): ReactElement {
  const queries = useQueryClient();
  const [values, setValues] = useState<Partial<Record<ProofItem, string>>>(() =>
    Object.fromEntries(
      items.map(({ item, value }) => [item, value ?? (item === 'document_type' ? 'id_card' : '')]),
    ),
  );
  const submit = useSubmit(
    useCallback(async () => {
      const answers = items.map(({ item }) => ({ item, value: values[item] ?? '' }));
      await call(identityProofApi.answerProof, { params: { id: proof.id }, body: { answers } });
      await queries.invalidateQueries({ queryKey: identityQuery.queryKey });
      onDone();
    }, [items, onDone, proof.id, queries, values]),
  );
  const missing = items.find(({ item }) => (values[item] ?? '').trim() === '');
  const unavailable = missing ? m.customer_proof_still({ item: itemWord(missing.item) }) : null;
  const press = (event: FormEvent): void => {
    event.preventDefault();
    if (unavailable === null) void submit.run();
  };
  const write =
    (item: ProofItem) =>
    (value: string): void => {
      setValues((before) => ({ ...before, [item]: value }));
      submit.clear();
    };
  return (
    <PageColumn
      tight
      bar={bar}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_proof_saving()}
            unavailable={unavailable}
            onClick={() => void submit.run()}
          >
            {m.customer_proof_save()}
          </Button>
        </Dock>
      }
    >
      {head}
      <p className="prose text-ink-2">{m.customer_proof_words_lead()}</p>
      <form onSubmit={press} noValidate className="grid gap-5">
        {items.map(({ item, refusal }) => (
          <Field
            key={item}
            label={itemWord(item)}
            hint={
              refusal
                ? `${refusalWord(refusal.reason)}. ${refusal.note || adviceFor(refusal.reason)}`
                : HINTS[item]?.()
            }
          >
            <Answer item={item} value={values[item] ?? ''} onChange={write(item)} />
          </Field>
        ))}
        <Hint error={submit.failure} />
        {/* Enter in a field is the press. */}
        <input type="submit" hidden value={m.customer_proof_save()} />
      </form>
      {onBack ? <Button onClick={onBack}>{m.customer_proof_back()}</Button> : null}
    </PageColumn>
  );
}

const HINTS: Partial<Record<ProofItem, () => string>> = {
  full_name: m.customer_proof_hint_name,
  address: m.customer_proof_hint_where,
};

function Answer({
  item,
  value,
  onChange,
}: {
  item: ProofItem;
  value: string;
  onChange: (value: string) => void;
}): ReactElement {
  if (item === 'document_type')
    return (
      <Select
        value={value as (typeof DOCUMENT_TYPES)[number]}
        options={DOCUMENT_TYPES.map((type) => ({ value: type, label: typeWord(type) }))}
        onChange={onChange}
      />
    );
  if (item === 'address')
    return (
      <TextArea
        value={value}
        maxLength={300}
        autoComplete="street-address"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  const isDate = item === 'birth_date' || item === 'document_expiry';
  return (
    <TextInput
      value={value}
      type={isDate ? 'date' : 'text'}
      autoComplete={item === 'full_name' ? 'name' : item === 'birth_date' ? 'bday' : 'off'}
      autoCapitalize={item === 'document_number' ? 'characters' : undefined}
      spellCheck={false}
      maxLength={isDate ? undefined : 80}
      max={isDate ? '9999-12-31' : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
