import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import type { DefinitionRow } from '#ui/DefinitionRows.tsx';
import { StepUpSheet } from '#ui/StepUpSheet.tsx';
import { TextLink } from '#ui/TextLink.tsx';

type Props = {
  open: boolean;
  onClose: () => void;
  /** What is confirmed, exactly. */
  facts: readonly DefinitionRow[];
  /** That it counts for this alone, in words that fit. */
  note?: string | undefined;
  /** What pressing does, with the sum. */
  label: string;
  busyLabel: string;
  value: string;
  onChange: (digits: string) => void;
  onConfirm: () => void;
  busy: boolean;
  error: string | null;
  /** The sum asks for a second factor that this person has not: the way there. */
  needsFactor: boolean;
};

const LENGTH = 6;

/** Six digits for exactly this. */
export function PaymentPasswordSheet({
  open,
  onClose,
  facts,
  note,
  label,
  busyLabel,
  value,
  onChange,
  onConfirm,
  busy,
  error,
  needsFactor,
}: Props): ReactElement {
  const missing = LENGTH - value.length;
  return (
    <StepUpSheet
      open={open}
      onClose={onClose}
      title={m.customer_payment_password_enter()}
      note={note ?? m.customer_payment_password_once()}
      facts={facts}
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
          busyLabel={busyLabel}
          unavailable={missing > 0 ? m.customer_payment_password_missing({ count: missing }) : null}
          onClick={onConfirm}
        >
          {label}
        </Button>
      </div>
    </StepUpSheet>
  );
}
