import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { Id } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { TextLink } from '#ui/TextLink.tsx';

type Props = {
  /** The payment like it that was just made; null while there is nothing to ask. */
  twin: Id<'tr'> | null;
  text: string;
  busy: boolean;
  onPay: () => void;
  onClose: () => void;
};

/** “You paid this just now: again?” Nobody pays twice without meaning it, and nobody who means it is kept from it. */
export const TwinDialog = ({ twin, text, busy, onPay, onClose }: Props): ReactElement => (
  <Dialog open={twin !== null} onClose={onClose} title={m.persons_again_title()}>
    <p className="prose text-ink-2">{m.persons_again_text()}</p>
    {twin ? (
      <p className="mt-2">
        <TextLink render={<Link to="/entry/$id" params={{ id: twin }} />}>{m.persons_again_see()}</TextLink>
      </p>
    ) : null}
    <div className="mt-5 grid gap-3">
      <Button variant="primary" wide onClick={onClose}>
        {m.persons_again_not()}
      </Button>
      <Button wide busy={busy} busyLabel={m.customer_paying()} onClick={onPay}>
        {m.persons_again_do({ amount: text })}
      </Button>
    </div>
  </Dialog>
);
