import { Download } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';

/** A file for a program that reads tables; the browser keeps it. */
export const CsvLink = ({ href, children }: { href: string; children: ReactNode }): ReactElement => (
  <Button
    size="small"
    icon={<Download aria-hidden="true" />}
    render={
      // oxlint-disable-next-line jsx-a11y/anchor-has-content, jsx-a11y/control-has-associated-label -- The button's own words stand in it.
      <a href={href} download />
    }
  >
    {children}
  </Button>
);
