import type { ReactElement } from 'react';
import * as m from '#messages';

/** First thing in the page. The main element has the id `main` and `tabIndex={-1}`. */
export const SkipLink = (): ReactElement => (
  <a className="skip" href="#main">
    {m.common_skip_link()}
  </a>
);
