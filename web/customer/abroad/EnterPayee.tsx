import { useState, type ReactElement } from 'react';
import { beneficiaryApi } from '#common/api/beneficiary';
import type { BodyOf, OkOf } from '#common/api/route';
import { type BeneficiaryField, corridorOf, FIELD_EXAMPLES } from '#common/beneficiary';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { countryName, FIELD_WORDS } from './abroad-words.ts';
import type { Book } from './queries.ts';

type Details = BodyOf<typeof beneficiaryApi.checkBeneficiary>;
/** The details as they were typed, with what the server has read in them. */
export type Checked = { details: Details; seen: OkOf<typeof beneficiaryApi.checkBeneficiary> };
type Props = {
  bar: ReactElement;
  offered: Book['offered'];
  filled: Details | null;
  onChecked: (checked: Checked) => void;
};
const FORM = 'payee';
const EMPTY: Details = { country: '', name: '', bankName: '', fields: {} };

/** Who, where, and what accounts are written with there. */
export function EnterPayee({ bar, offered, filled, onChecked }: Props): ReactElement {
  const locale = useLocale();
  const [details, setDetails] = useState(filled ?? EMPTY);
  const countries = offered
    .map(({ country }) => ({ value: country, label: countryName(country, locale) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
  const country = details.country || (countries[0]?.value ?? '');
  const form = offered.find((each) => each.country === country);
  const change = (next: Partial<Details>): void => {
    setDetails({ ...details, country, ...next });
    submit.clear();
  };
  const submit = useSubmit(async () => {
    const fields = Object.fromEntries(
      (form?.fields ?? []).map((field) => [field, details.fields[field] ?? '']),
    );
    const body = { ...details, country, fields };
    onChecked({ details: body, seen: await call(beneficiaryApi.checkBeneficiary, { body }) });
  });
  const wrong = /^beneficiary_(.+)_not_valid$/.exec(submit.problem?.code ?? '')?.[1] ?? null;
  const errorOf = (field: string): string | null => (wrong === field ? submit.failure : null);
  const isElsewhere =
    wrong === null ||
    (wrong !== 'name' && wrong !== 'bank_name' && !form?.fields.some((each) => each === wrong));
  return (
    <PageColumn
      tight
      bar={bar}
      foot={
        <Dock>
          <Button variant="primary" wide type="submit" form={FORM} busy={submit.busy}>
            {m.abroad_new_next()}
          </Button>
        </Dock>
      }
    >
      <form
        id={FORM}
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit.run();
        }}
      >
        <Field label={m.abroad_new_country()} hint={form ? paysText(country, form.currency) : undefined}>
          <Select
            value={country}
            options={countries}
            onChange={(next) => change({ country: next, fields: {} })}
            name="country"
          />
        </Field>
        <Field label={m.abroad_new_name()} hint={m.abroad_new_name_hint()} error={errorOf('name')}>
          <TextInput
            value={details.name}
            onChange={({ target }) => change({ name: target.value })}
            autoComplete="off"
            maxLength={140}
            name="payee-name"
          />
        </Field>
        <Field label={m.abroad_new_bank()} error={errorOf('bank_name')}>
          <TextInput
            value={details.bankName}
            onChange={({ target }) => change({ bankName: target.value })}
            autoComplete="off"
            maxLength={140}
            name="bank-name"
          />
        </Field>
        {form?.fields.map((field) => (
          <Field
            key={field}
            label={FIELD_WORDS[field]()}
            hint={m.abroad_new_example({ example: exampleOf(country, field) })}
            error={errorOf(field)}
          >
            <TextInput
              value={details.fields[field] ?? ''}
              onChange={({ target }) => change({ fields: { ...details.fields, [field]: target.value } })}
              className="num"
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={60}
              name={field}
            />
          </Field>
        ))}
      </form>
      {submit.failure && isElsewhere ? <Banner tone="danger">{submit.failure}</Banner> : null}
    </PageColumn>
  );
}

const paysText = (country: string, currency: string): string =>
  corridorOf(country)?.isForeign ? m.abroad_new_pays_other({ currency }) : m.abroad_new_pays({ currency });

/** Japanese banks have four digits, those of Hong Kong three. */
const JAPANESE_BANK = '0001';
function exampleOf(country: string, field: BeneficiaryField): string {
  if (field === 'iban' || field === 'account_number') return corridorOf(country)?.example ?? '';
  return country === 'JP' && field === 'bank_code' ? JAPANESE_BANK : FIELD_EXAMPLES[field];
}
