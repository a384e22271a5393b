import type { ReactElement } from 'react';
import type { TypedWay } from '#common/api/access';
import * as m from '#messages';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { SendCode, type Sent } from './SendCode.tsx';

const CODE_LENGTH = 6;
/** Letters and figures of a recovery code, without its dash. */
const RECOVERY_LENGTH = 10;

/** What is still missing in a typed factor, or null. */
export function missingIn(way: TypedWay, code: string): string | null {
  if (way === 'recovery_code')
    return code.replaceAll(/[\s-]/g, '').length < RECOVERY_LENGTH
      ? m.customer_factor_recovery_missing()
      : null;
  return code.length < CODE_LENGTH ? m.customer_factor_code_missing() : null;
}

/** One typed second factor. */
export function FactorField({
  way,
  value,
  onChange,
  error,
  beginHere,
  send,
}: {
  way: TypedWay;
  value: string;
  onChange: (code: string) => void;
  error: string | null;
  beginHere?: boolean;
  /** Sends the code of a text message. */
  send: () => Promise<Sent>;
}): ReactElement {
  if (way === 'recovery_code')
    return (
      <Field
        label={m.customer_factor_recovery_code()}
        hint={m.customer_factor_recovery_code_hint()}
        error={error}
      >
        <TextInput
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={20}
          name="recovery-code"
        />
      </Field>
    );
  return (
    <div className="grid gap-3">
      {way === 'sms' ? <SendCode send={send} label={m.customer_factor_sms_send()} /> : null}
      <Field
        label={way === 'sms' ? m.customer_factor_sms_code() : m.customer_factor_authenticator_code()}
        error={error}
      >
        <CodeInput
          value={value}
          onChange={onChange}
          beginHere={way === 'authenticator' ? beginHere : undefined}
          name="code"
        />
      </Field>
    </div>
  );
}
