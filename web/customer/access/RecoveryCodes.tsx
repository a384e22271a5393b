import { Copy, Printer } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { useToast } from '#ui/Toast.tsx';

/** The ten codes, this once. Leaving the page needs a press that says they were kept. */
export function RecoveryCodes({
  codes,
  onKept,
}: {
  codes: readonly string[];
  onKept: () => void;
}): ReactElement {
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      toast(m.customer_recovery_codes_copied());
    } catch {
      // The browser refused; the codes stand above and can be selected.
    }
  };
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.customer_recovery_codes_title()} />}
      foot={
        <Dock>
          <Button variant="primary" wide onClick={onKept}>
            {m.customer_recovery_codes_kept()}
          </Button>
        </Dock>
      }
    >
      <p className="prose text-ink-2">{m.customer_recovery_codes_lead()}</p>
      <Card pad>
        <ol className="grid grid-cols-2 gap-x-6 gap-y-3" aria-label={m.customer_recovery_codes()}>
          {codes.map((code) => (
            <li key={code}>
              <code className="text-17 font-medium whitespace-nowrap">{code}</code>
            </li>
          ))}
        </ol>
      </Card>
      <p className="prose text-13 text-ink-2">{m.customer_recovery_codes_where()}</p>
      <div className="grid grid-cols-2 gap-3 print:hidden">
        <Button icon={<Printer size={20} aria-hidden="true" />} onClick={() => window.print()}>
          {m.customer_recovery_codes_print()}
        </Button>
        <Button icon={<Copy size={20} aria-hidden="true" />} onClick={() => void copy()}>
          {m.customer_recovery_codes_copy()}
        </Button>
      </div>
    </PageColumn>
  );
}
