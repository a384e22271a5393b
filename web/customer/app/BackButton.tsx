import type { ComponentProps, ReactElement } from 'react';

/** Back within one page, where a link would lose what was typed. The app bar gives it its name and its icon. */
export const BackButton = (props: ComponentProps<'button'>): ReactElement => (
  <button type="button" {...props} />
);
