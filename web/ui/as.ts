import { cloneElement, createElement, isValidElement, type ReactElement, type ReactNode } from 'react';

/** What a component is drawn as: a router's link, a plain `<a>`, whatever takes `className` and children. web/ui knows no router. */
export type Render = ReactElement<{
  className?: string | undefined;
  children?: ReactNode;
  title?: string | undefined;
  'aria-label'?: string | undefined;
  'aria-current'?: 'page' | 'true' | boolean | undefined;
}>;

export const classes = (...names: (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ');

/** Draws `render` with the component's looks and children; without it a plain element of the component's own. */
export function drawAs(
  render: Render | undefined,
  tag: string,
  props: { className: string; children: ReactNode } & Record<string, unknown>,
): ReactElement {
  if (!isValidElement(render)) return createElement(tag, props);
  return cloneElement(render, { ...props, className: classes(props.className, render.props.className) });
}
