import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Field } from '#ui/Field.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { StrengthMeter } from '#ui/StrengthMeter.tsx';
import { call } from '#web/call.ts';

type Level = 0 | 1 | 2 | 3 | 4;
const levelOf = (strength: number): Level =>
  strength <= 0 ? 0 : strength >= 4 ? 4 : (Math.round(strength) as Level);

/** How hard it is to guess, in a word. */
function wordOf(level: Level): string {
  switch (level) {
    case 0:
      return m.customer_strength_0();
    case 1:
      return m.customer_strength_1();
    case 2:
      return m.customer_strength_2();
    case 3:
      return m.customer_strength_3();
    case 4:
      return m.customer_strength_4();
  }
}

const REFUSALS = {
  password_too_short: () => m.customer_password_too_short(),
  password_too_long: () => m.customer_password_too_long(),
  password_common: () => m.customer_password_common(),
  password_personal: () => m.customer_password_personal(),
} as const;

/** A new password with its strength while typing, judged by the server's own rules. */
export function NewPassword({
  label = m.customer_password(),
  value,
  onChange,
  context,
  error,
}: {
  label?: string;
  value: string;
  onChange: (text: string) => void;
  context: readonly string[];
  error: string | null;
}): ReactElement {
  const asked = useDeferredValue(value);
  const words = context.filter((word) => word.trim() !== '');
  const { data } = useQuery({
    queryKey: ['password-check', asked, words.join('\n')],
    enabled: asked !== '',
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(api.checkPassword, { body: { password: asked, context: words }, signal }),
  });
  const judged = value === '' ? undefined : data;
  return (
    <div>
      <Field label={label} hint={value === '' ? m.customer_password_hint() : undefined} error={error}>
        <PasswordInput
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="new-password"
          name="password"
        />
      </Field>
      {judged ? (
        <StrengthMeter
          level={judged.refusal ? 0 : levelOf(judged.strength)}
          word={judged.refusal ? REFUSALS[judged.refusal]() : wordOf(levelOf(judged.strength))}
        />
      ) : null}
    </div>
  );
}
