import { Download } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

/** A file for a program that reads tables; the browser keeps it. */
export const CsvLink = ({ href, children }: { href: string; children: ReactNode }): ReactElement => (
  <a className="btn small" href={href} download>
    <Download size={15} aria-hidden="true" />
    {children}
  </a>
);
