import type { ReactElement, ReactNode } from 'react';

/** One thing in the gallery, under its name. */
export const Show = ({ title, children }: { title: string; children: ReactNode }): ReactElement => (
  <section className="min-w-0">
    <h2 className="mb-2.5 text-13 font-medium text-ink-3">{title}</h2>
    {children}
  </section>
);
