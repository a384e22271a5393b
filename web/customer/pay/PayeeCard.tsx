import type { ReactElement } from 'react';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import type { Payee } from './FindPayee.tsx';

/** The payee as far as the payer may know: masked name, account name, whether it is the first payment. */
export function PayeeCard({
  payee,
  onChange,
}: {
  payee: Payee;
  onChange?: (() => void) | undefined;
}): ReactElement {
  const facts = [
    payee.handle ? `@${payee.handle.replace(/^@/, '')}` : null,
    payee.firstPayment ? m.customer_pay_first_time() : null,
  ].filter((fact) => fact !== null);
  return (
    <section
      className="grid grid-cols-[48px_1fr_auto] items-center gap-3"
      aria-label={m.customer_pay_payee()}
    >
      <Avatar name={payee.maskedName} size="large" picture={payee.picture} />
      <div className="min-w-0">
        <b className="block text-17" data-testid="payee-name">
          {payee.maskedName}
        </b>
        <span className="block text-13 text-ink-2">{facts.join(' · ')}</span>
      </div>
      {onChange ? (
        <TextLink alone onPress={onChange}>
          {m.customer_pay_change()}
        </TextLink>
      ) : null}
    </section>
  );
}
