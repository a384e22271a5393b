import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { StepUpSheet } from '#ui/StepUpSheet.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import type { Payee } from './FindPayee.tsx';
import { paymentFacts } from './payment-facts.ts';

type Props = {
  open: boolean;
  onClose: () => void;
  payee: Payee;
  amount: string;
  value: string;
  onChange: (digits: string) => void;
  onPay: () => void;
  busy: boolean;
  /** No answer yet: the same payment is being asked about again. */
  waiting: boolean;
  error: string | null;
  /** The sum asks for a second factor that this person has not: the way there. */
  needsFactor: boolean;
};

const LENGTH = 6;

/** Six digits for exactly this payee and this amount. */
export function PaymentPasswordSheet({
  open,
  onClose,
  payee,
  amount,
  value,
  onChange,
  onPay,
  busy,
  waiting,
  error,
  needsFactor,
}: Props): ReactElement {
  const missing = LENGTH - value.length;
  return (
    <StepUpSheet
      open={open}
      onClose={onClose}
      title={m.customer_payment_password_enter()}
      note={m.customer_payment_password_once()}
      facts={paymentFacts(payee, amount)}
      error={error}
      busy={busy}
      ways={
        needsFactor ? (
          <TextLink alone render={<Link to="/me/second-factors" />}>
            {m.customer_pay_strong_set_up()}
          </TextLink>
        ) : (
          <TextLink alone render={<Link to="/me/payment-password" />}>
            {m.customer_payment_password_forgotten()}
          </TextLink>
        )
      }
    >
      <CodeInput
        label={m.customer_payment_password()}
        value={value}
        onChange={onChange}
        length={LENGTH}
        masked
        beginHere
        disabled={busy}
        name="payment-password"
      />
      <div className="mt-4 w-full">
        <Button
          variant="primary"
          wide
          busy={busy}
          busyLabel={waiting ? m.customer_pay_asking_again() : m.customer_paying()}
          unavailable={missing > 0 ? m.customer_payment_password_missing({ count: missing }) : null}
          onClick={onPay}
        >
          {m.customer_pay_amount({ amount })}
        </Button>
      </div>
    </StepUpSheet>
  );
}
