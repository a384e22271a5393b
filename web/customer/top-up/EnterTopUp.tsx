import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { AmountInput } from '#ui/AmountInput.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import type { TopUpForm } from './use-top-up-form.ts';

const FORM = 'top-up';

/** How much, by whichever way; below it what else is to be said of this way, and the other ways. */
export function EnterTopUp({
  form: { submit, send, text, type, leave, currency, choose, currencies, hint, error },
  title,
  back = '/home',
  children,
}: {
  form: TopUpForm;
  title: string;
  back?: '/home' | '/top-up';
  children?: ReactNode;
}): ReactElement {
  return (
    <PageColumn
      tight
      bar={<AppBar title={title} back={<Link to={back} />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            type="submit"
            form={FORM}
            busy={submit.busy}
            busyLabel={m.customer_top_up_pricing()}
            unavailable={text.trim() === '' ? m.customer_amount_missing() : null}
          >
            {m.customer_top_up_see_price()}
          </Button>
        </Dock>
      }
    >
      <RestrictedBanner />
      <form id={FORM} onSubmit={send} noValidate>
        <AmountInput
          label={m.customer_top_up_into_balance()}
          value={text}
          onChange={type}
          onBlur={leave}
          currency={currency}
          currencies={currencies}
          onCurrency={choose}
          hint={hint}
          error={error}
          name="amount"
          beginHere
        />
      </form>
      {children}
    </PageColumn>
  );
}
