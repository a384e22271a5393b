import type { ComponentProps, ReactElement } from 'react';
import { classes, drawAs, type Render } from './as.ts';

/** `alone`: a link that stands by itself and has a full target. `inherit`: takes the colour of the sentence around it. */
export type TextLinkProps = ComponentProps<'a'> & {
  alone?: boolean | undefined;
  inherit?: boolean | undefined;
  render?: Render | undefined;
  /** Something happens here instead of going somewhere: drawn as a button. */
  onPress?: (() => void) | undefined;
};

export function TextLink({
  alone,
  inherit,
  render,
  onPress,
  className,
  children,
  ...rest
}: TextLinkProps): ReactElement {
  const look = classes('link', alone && 'alone', inherit && 'inherit', className);
  if (render) return drawAs(render, 'a', { className: look, children });
  if (onPress) {
    return (
      <button type="button" className={look} onClick={onPress}>
        {children}
      </button>
    );
  }
  return (
    <a {...rest} className={look}>
      {children}
    </a>
  );
}
