import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps, type ReactElement } from 'react';
import * as m from '#messages';
import { IconButton } from './IconButton.tsx';
import { TextInput } from './TextInput.tsx';

/** `autoComplete` must be `new-password` or `current-password`, so that a password manager can help. Pasting works. */
export type PasswordInputProps = Omit<ComponentProps<'input'>, 'type'> & {
  autoComplete: 'new-password' | 'current-password';
};

export function PasswordInput(props: PasswordInputProps): ReactElement {
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      spellCheck={false}
      autoCapitalize="none"
      {...props}
      type={shown ? 'text' : 'password'}
      tail={
        <IconButton
          label={shown ? m.common_password_hide() : m.common_password_show()}
          aria-pressed={shown}
          icon={shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
