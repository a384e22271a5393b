import type { ReactElement, ReactNode } from 'react';

/** What is wider than a phone and holds nothing to press: it is moved by the keyboard too. */
export function ScrollAcross({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Who has no pointer could not move it.
    <div className="overflow-x-auto" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
