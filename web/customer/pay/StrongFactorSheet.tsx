import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import type { DefinitionRow } from '#ui/DefinitionRows.tsx';
import { StepUpSheet } from '#ui/StepUpSheet.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { factorsQuery } from '../access/factors-query.ts';
import { hasPasskeys } from '../auth/passkey.ts';
import { PasskeyButton } from '../auth/PasskeyButton.tsx';
import { PasskeyElsewhere } from '../auth/PasskeyElsewhere.tsx';
import type { Strong } from './strong.ts';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Why it is asked for, in the server's words. */
  why: string | null;
  /** What is confirmed, exactly: payee or card, and the sum. */
  facts: readonly DefinitionRow[];
  /** What pressing does, with the sum. */
  label: string;
  busyLabel: string;
  busy: boolean;
  error: string | null;
  onConfirm: (strong: Strong) => void;
};

const LENGTH = 6;

/** The second factor for exactly this: this payee or this card, and this sum. */
export function StrongFactorSheet({
  open,
  onClose,
  title,
  why,
  facts,
  label,
  busyLabel,
  busy,
  error,
  onConfirm,
}: Props): ReactElement {
  const { data: factors } = useQuery({ ...factorsQuery, enabled: open });
  const byPasskey = (factors?.passkeys.length ?? 0) > 0 && hasPasskeys();
  return (
    <StepUpSheet
      open={open}
      onClose={onClose}
      title={title}
      note={why ?? m.customer_pay_strong_note()}
      facts={facts}
      error={error}
      busy={busy}
    >
      {byPasskey ? (
        <div className="w-full">
          <PasskeyButton
            label={m.customer_passkey_use()}
            busy={busy}
            failure={null}
            onPress={() => onConfirm({ way: 'passkey' })}
          />
        </div>
      ) : null}
      {factors && !byPasskey && !factors.authenticator ? (
        <div className="grid gap-3">
          <PasskeyElsewhere host={factors.passkeyHost} />
          <TextLink alone render={<Link to="/me/second-factors/authenticator" />}>
            {m.customer_authenticator_title()}
          </TextLink>
        </div>
      ) : null}
      {factors?.authenticator ? (
        <ByCode
          label={label}
          busyLabel={busyLabel}
          busy={busy}
          primary={!byPasskey}
          onConfirm={(code) => onConfirm({ way: 'authenticator', code })}
        />
      ) : null}
    </StepUpSheet>
  );
}

function ByCode({
  label,
  busyLabel,
  busy,
  primary,
  onConfirm,
}: {
  label: string;
  busyLabel: string;
  busy: boolean;
  primary: boolean;
  onConfirm: (code: string) => void;
}): ReactElement {
  const [code, setCode] = useState('');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    onConfirm(code);
    setCode(''); // A code is good once, so the next try needs the next one.
  };
  return (
    <form onSubmit={send} className="mt-2 grid w-full justify-items-center gap-4" noValidate>
      {/* The same words label the field for those who do not see them here. */}
      <p aria-hidden="true" className="text-13 text-ink-2">
        {m.customer_factor_authenticator_code()}
      </p>
      <CodeInput
        label={m.customer_factor_authenticator_code()}
        value={code}
        onChange={setCode}
        length={LENGTH}
        disabled={busy}
        beginHere={primary}
        name="code"
      />
      <Button
        variant={primary ? 'primary' : 'line'}
        wide
        type="submit"
        busy={busy}
        busyLabel={busyLabel}
        unavailable={code.length < LENGTH ? m.customer_factor_code_missing() : null}
      >
        {label}
      </Button>
    </form>
  );
}
