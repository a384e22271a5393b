import { useState, type ReactElement } from 'react';
import { bankAccountApi } from '#common/api/bank-account';
import type { BodyOf, OkOf } from '#common/api/route';
import type { ReasonCode } from '#common/reasons';
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
import { currencyName } from '../app/currency-name.ts';

export type Details = BodyOf<typeof bankAccountApi.checkBankAccount>;
export type Checked = { details: Details; seen: OkOf<typeof bankAccountApi.checkBankAccount> };
type Offered = OkOf<typeof bankAccountApi.bankAccounts>['offered'];
type Props = {
  bar: ReactElement;
  offered: Offered;
  knownName: string;
  filled: Details | null;
  onChecked: (checked: Checked) => void;
};
const FORM = 'bank-account';
/** Refusals that are about the number, and about the holder; the others are about neither. */
const OF_NUMBER: readonly ReasonCode[] = [
  'bank_account_not_valid',
  'bank_account_is_card',
  'bank_account_known',
];

/** What an account is written with, by its currency. */
export function EnterAccount({ bar, offered, knownName, filled, onChecked }: Props): ReactElement {
  const locale = useLocale();
  const [currency, setCurrency] = useState(filled?.currency ?? offered[0]?.currency ?? 'CNY');
  const [holderName, setHolder] = useState(filled?.holderName ?? knownName);
  const [accountNumber, setNumber] = useState(filled?.accountNumber ?? '');
  const [bankCode, setCode] = useState(filled?.bankCode ?? '');
  const isLocal = offered.find((each) => each.currency === currency)?.scheme === 'cn';
  const submit = useSubmit(async () => {
    const details = { currency, holderName, accountNumber, bankCode: isLocal ? bankCode : null };
    onChecked({ details, seen: await call(bankAccountApi.checkBankAccount, { body: details }) });
  });
  const code = submit.problem?.code ?? null;
  const isOfNumber = code !== null && OF_NUMBER.includes(code);
  const isOfHolder = code === 'bank_account_name_differs';
  const change =
    (set: (text: string) => void) =>
    (event: { target: { value: string } }): void => {
      set(event.target.value);
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
            type="submit"
            form={FORM}
            busy={submit.busy}
            busyLabel={m.withdrawal_account_checking()}
          >
            {m.withdrawal_account_check()}
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
        <Field label={m.withdrawal_account_currency()}>
          <Select
            value={currency}
            options={offered.map((each) => ({
              value: each.currency,
              label: `${each.currency} · ${currencyName(each.currency, locale)}`,
            }))}
            onChange={(next) => {
              setCurrency(next);
              submit.clear();
            }}
            name="currency"
          />
        </Field>
        <Field
          label={m.withdrawal_account_holder()}
          hint={m.withdrawal_account_holder_hint({ name: knownName })}
          error={isOfHolder ? submit.failure : null}
        >
          <TextInput
            value={holderName}
            onChange={change(setHolder)}
            autoComplete="name"
            maxLength={140}
            name="holder"
          />
        </Field>
        <Field
          label={isLocal ? m.withdrawal_account_number() : m.withdrawal_account_iban()}
          hint={isLocal ? m.withdrawal_account_number_hint() : m.withdrawal_account_iban_hint()}
          error={isOfNumber ? submit.failure : null}
        >
          <TextInput
            value={accountNumber}
            onChange={change(setNumber)}
            className="num"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            inputMode={isLocal ? 'numeric' : 'text'}
            maxLength={60}
            name="account-number"
          />
        </Field>
        {isLocal ? (
          <Field label={m.withdrawal_account_bank_code()} hint={m.withdrawal_account_bank_code_hint()}>
            <TextInput
              value={bankCode}
              onChange={change(setCode)}
              className="num"
              autoComplete="off"
              inputMode="numeric"
              maxLength={30}
              name="bank-code"
            />
          </Field>
        ) : null}
      </form>
      {submit.failure && !isOfNumber && !isOfHolder ? <Banner tone="danger">{submit.failure}</Banner> : null}
    </PageColumn>
  );
}
