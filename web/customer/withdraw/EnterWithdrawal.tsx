import { useState, type ReactElement } from 'react';
import type { bankAccountApi } from '#common/api/bank-account';
import { withdrawalApi } from '#common/api/withdrawal';
import type { OkOf } from '#common/api/route';
import { formatMoney, formatTime } from '#common/format';
import { decimalText, fromWire, money, parseTypedAmount, toWire } from '#common/money';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Select } from '#ui/Select.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import type { Accounts } from '../home/Balances.tsx';
import { amountError } from '../pay/EnterAmount.tsx';
import type { Quote } from './ConfirmWithdrawal.tsx';
import type { WithdrawSearch } from './search.ts';

type BankAccounts = OkOf<typeof bankAccountApi.bankAccounts>['items'];
type Props = {
  bar: ReactElement;
  accounts: BankAccounts;
  balances: Accounts;
  filled: WithdrawSearch;
  onQuote: (quote: Quote) => void;
};
const FORM = 'withdraw';

/** Where to, and how much arrives there. */
export function EnterWithdrawal({ bar, accounts, balances, filled, onQuote }: Props): ReactElement {
  const format = useTimeFormat();
  const { locale } = format;
  const first = accounts.find(({ currency }) => currency === filled.currency) ?? accounts[0];
  const [to, setTo] = useState<string>(first?.id ?? '');
  const chosen = accounts.find(({ id }) => id === to) ?? first;
  const currency = chosen?.currency ?? 'CNY';
  const [text, setText] = useState(() =>
    filled.amount ? decimalText(money(BigInt(filled.amount), currency)) : '',
  );
  const [shown, setShown] = useState(false);
  const typed = parseTypedAmount(text, currency);
  const balance = balances.items.find((each) => each.currency === currency);
  const available = balance ? fromWire(balance.available) : money(0n, currency);
  const submit = useSubmit(async () => {
    if (!typed.ok || !chosen) return;
    const body = { bankAccountId: chosen.id, amount: toWire(typed.value) };
    onQuote(await call(withdrawalApi.createWithdrawalQuote, { body }));
  });
  const wrong = shown && text !== '' && !typed.ok ? amountError(typed.error, locale) : null;
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
            busyLabel={m.withdrawal_pricing()}
            unavailable={text.trim() === '' ? m.customer_amount_missing() : null}
          >
            {m.withdrawal_see_price()}
          </Button>
        </Dock>
      }
    >
      <RestrictedBanner />
      <form
        id={FORM}
        className="grid gap-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setShown(true);
          if (typed.ok) void submit.run();
        }}
      >
        <Field
          label={m.withdrawal_to()}
          hint={
            chosen?.waitsUntil
              ? m.withdrawal_waits({ when: formatTime(chosen.waitsUntil, format) })
              : undefined
          }
        >
          <Select
            value={chosen?.id ?? ''}
            options={accounts.map(({ id, masked, maskedHolder, currency: of }) => ({
              value: id as string,
              label: `${of} · ${masked} · ${maskedHolder}`,
            }))}
            onChange={(id) => {
              setTo(id);
              submit.clear();
            }}
            name="account"
          />
        </Field>
        <AmountInput
          label={m.withdrawal_amount()}
          value={text}
          onChange={(next) => {
            setText(next);
            setShown(false);
            submit.clear();
          }}
          onBlur={() => setShown(true)}
          currency={currency}
          hint={m.withdrawal_available({ amount: formatMoney(available, { locale }) })}
          error={wrong ?? submit.failure}
          name="amount"
        />
      </form>
    </PageColumn>
  );
}
