import type { ReactElement } from 'react';

/** Says `text` to screen readers whenever it changes. `assertive` only for the result of a payment, once. */
export const LiveRegion = ({
  text,
  urgency = 'polite',
}: {
  text: string;
  urgency?: 'polite' | 'assertive';
}): ReactElement => (
  <div className="sr" role={urgency === 'polite' ? 'status' : 'alert'} aria-live={urgency} aria-atomic="true">
    {text}
  </div>
);
