import { KeySquare } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';

/** Gives a passkey where a second factor is asked for. */
export const PasskeyButton = ({
  label,
  busy,
  failure,
  onPress,
}: {
  label: string;
  busy: boolean;
  failure: string | null;
  onPress: () => void;
}): ReactElement => (
  <div>
    <Button
      variant="primary"
      wide
      icon={<KeySquare size={20} aria-hidden="true" />}
      busy={busy}
      busyLabel={m.customer_factor_checking()}
      onClick={onPress}
    >
      {label}
    </Button>
    {failure ? (
      <p className="hint bad" role="alert">
        {failure}
      </p>
    ) : null}
  </div>
);
