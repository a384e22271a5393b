import { Download } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';

/** A file for a program that reads tables; the browser keeps it. */
export const CsvLink = ({ href, children }: { href: string; children: ReactNode }): ReactElement => (
  <Button size="small" icon={<Download aria-hidden="true" />} render={<a href={href} download />}>
    {children}
  </Button>
);
