import type { ComponentProps, MouseEvent, ReactElement, ReactNode } from 'react';
import { classes, drawAs, type Render } from './as.ts';

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: 'primary' | 'tint' | 'line' | 'quiet' | 'danger' | 'danger-line' | undefined;
  /** `small` is the desk's height anywhere; inside `.desk` every button has it. */
  size?: 'control' | 'small' | undefined;
  wide?: boolean | undefined;
  icon?: ReactElement | undefined;
  busy?: boolean | undefined;
  /** The verb in progress, e.g. 正在付款; its room is kept from the start, so that the width never changes. */
  busyLabel?: string | undefined;
  /** Why it cannot be pressed, said in place of the label: 还差 2 位密码. It stays reachable by keyboard, so that everyone can read it. */
  unavailable?: string | null | undefined;
  /** A link that looks like a button. */
  render?: Render | undefined;
};

/** One primary button per view. The label is verb and object, with the amount if money moves. */
export function Button({
  variant = 'line',
  size,
  wide,
  icon,
  busy = false,
  busyLabel,
  unavailable,
  render,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactElement {
  const dead = busy || Boolean(unavailable);
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    // A click on a dead button would also submit its form.
    if (dead) event.preventDefault();
    else onClick?.(event);
  };
  const look = classes('btn', variant, size === 'small' && 'small', wide && 'wide', className);
  const content: ReactNode = (
    <>
      <span className={classes(busy && 'idle')}>
        {icon}
        {unavailable || children}
      </span>
      {busyLabel || busy ? (
        <span className={classes(!busy && 'idle')} aria-hidden={!busy}>
          <i className="spin" />
          {busyLabel ?? children}
        </span>
      ) : null}
    </>
  );
  if (render) return drawAs(render, 'a', { className: look, children: content });
  return (
    <button
      type="button"
      {...rest}
      className={look}
      onClick={press}
      aria-busy={busy || undefined}
      aria-disabled={dead || undefined}
    >
      {content}
    </button>
  );
}
