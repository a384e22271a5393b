import { Link } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { OfferPickup } from './OfferPickup.tsx';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';

export type Payee = OkOf<typeof api.findPayee>;
const FORM = 'find-payee';

type Props = {
  query: string;
  onFound: (payee: Payee) => void;
  title?: string;
  label?: string;
  back?: ReactElement<{ className?: string }>;
  /** What to beware of, below. */
  safety?: string | null;
  /** Whether who is not found can be paid all the same: whoever proves the address picks it up. */
  offersPickup?: boolean;
  /** Other ways than by an address. */
  children?: ReactNode;
};

/** By exact mail, phone or account name. "Not there" and "does not want to be found" look the same. */
export function FindPayee({
  query: given,
  onFound,
  title = m.customer_pay(),
  label = m.customer_pay_who(),
  back = <Link to="/home" />,
  safety = m.customer_pay_safety(),
  offersPickup = false,
  children,
}: Props): ReactElement {
  const [query, setQuery] = useState(given);
  const submit = useSubmit(
    useCallback(
      async () => onFound(await call(api.findPayee, { body: { query: query.trim() } })),
      [query, onFound],
    ),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (query.trim() !== '') void submit.run();
  };
  return (
    <PageColumn
      tight
      bar={<AppBar title={title} back={back} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            type="submit"
            form={FORM}
            busy={submit.busy}
            busyLabel={m.customer_pay_searching()}
            unavailable={query.trim() === '' ? m.customer_pay_who_missing() : null}
          >
            {m.customer_pay_find()}
          </Button>
        </Dock>
      }
    >
      <RestrictedBanner />
      <form id={FORM} onSubmit={send} noValidate>
        <Field label={label} hint={m.customer_pay_who_hint()} error={submit.failure}>
          <TextInput
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              submit.clear();
            }}
            name="payee"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
          />
        </Field>
      </form>
      {submit.problem?.code === 'payee_not_found' && offersPickup ? (
        <OfferPickup query={query} onOffered={onFound} />
      ) : null}
      {children}
      {safety === null ? null : <Banner tone="quiet">{safety}</Banner>}
    </PageColumn>
  );
}
