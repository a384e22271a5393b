import { X } from 'lucide-react';
import { useEffect, useId, useRef, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';
import { IconButton } from './IconButton.tsx';
import { useBackCloses } from './use-back-closes.ts';

export type DialogProps = {
  open: boolean;
  /** Esc, back, the cross and a press beside it. Keep what was typed. */
  onClose: () => void;
  title: ReactNode;
  /** `sheet`: from below on phones, in the middle from 720. `drawer`: from the right at any width. */
  form?: 'sheet' | 'drawer' | undefined;
  /** 640 instead of 440 px. */
  roomy?: boolean | undefined;
  /** While money is on its way the dialog cannot be closed by accident. */
  locked?: boolean | undefined;
  children: ReactNode;
};

/** The platform's modal dialog: focus goes in and stays in, comes back to the opener, and the page behind is inert. */
export function Dialog({
  open,
  onClose,
  title,
  form = 'sheet',
  roomy,
  locked = false,
  children,
}: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = (): void => {
    if (!locked) onClose();
  };
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || open === dialog.open) return;
    if (!open) return dialog.close();
    dialog.showModal();
    // Where to begin: the field that was marked, else the title, from which Tab leads on. Never the cross.
    const begin = dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog.querySelector('h2');
    begin?.focus();
  }, [open]);
  useBackCloses(open, close);
  const pressBeside = (event: MouseEvent<HTMLDialogElement>): void => {
    if (event.target !== event.currentTarget) return;
    const box = event.currentTarget.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc does the same.
    <dialog
      ref={ref}
      className={classes('dialog', form === 'drawer' && 'drawer', roomy && 'roomy')}
      aria-labelledby={id}
      onMouseDown={pressBeside}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      {open ? (
        <>
          <header>
            <h2 id={id} tabIndex={-1}>
              {title}
            </h2>
            <IconButton
              label={m.common_close()}
              icon={<X aria-hidden="true" />}
              onClick={close}
              disabled={locked}
            />
          </header>
          <div className="dialog-body">{children}</div>
        </>
      ) : null}
    </dialog>
  );
}
