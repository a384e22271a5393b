import { useId, type ReactElement, type ReactNode } from 'react';
import { Card } from '#ui/Card.tsx';

/** One of the desk's cards: heading, something at its right end, and what belongs to it. */
export function Part({
  title,
  lead,
  aside,
  children,
}: {
  title: string;
  lead?: string;
  aside?: ReactNode;
  children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <Card>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 column:px-5">
          <div className="min-w-0">
            <h2 id={id} className="text-15">
              {title}
            </h2>
            {lead ? <p className="text-13 text-ink-2">{lead}</p> : null}
          </div>
          {aside}
        </div>
        {children}
      </Card>
    </section>
  );
}
