import type { ComponentProps, ReactElement } from 'react';
import { classes, drawAs, type Render } from './as.ts';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  /** What it does, in words: it is the button's name, and shown when the pointer rests on it. */
  label: string;
  icon: ReactElement;
  accent?: boolean | undefined;
  /** A red dot; the label must say the same in words (消息，1 条未读). */
  news?: boolean | undefined;
  render?: Render | undefined;
};

export function IconButton({
  label,
  icon,
  accent,
  news,
  render,
  className,
  ...rest
}: IconButtonProps): ReactElement {
  const look = classes('iconbtn', accent && 'accent', className);
  const content = (
    <>
      {icon}
      {news ? <i className="dot" /> : null}
    </>
  );
  if (render)
    return drawAs(render, 'a', { className: look, children: content, 'aria-label': label, title: label });
  return (
    <button type="button" {...rest} className={look} aria-label={label} title={label}>
      {content}
    </button>
  );
}
