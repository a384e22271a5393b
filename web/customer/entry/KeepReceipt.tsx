import { FileCheck } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { z } from 'zod';
import { receiptApi } from '#common/api/receipt';
import { formatDay, formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';

type ReceiptAnswer = z.output<typeof receiptApi.entryReceipt.ok>;

/** The receipt as a file that a stranger can check: what the ledger wrote, and the seal over it. */
export function KeepReceipt({ id }: { id: string }): ReactElement {
  const toast = useToast();
  const format = useTimeFormat();
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState('');
  const keep = async (): Promise<void> => {
    setBusy(true);
    try {
      const answer = await call(receiptApi.entryReceipt, { params: { id } });
      if (answer.state === 'sealed') {
        save(`${id}.receipt.json`, answer.receipt);
        toast(m.customer_receipt_kept());
      }
      setNote(noteOf(answer, format));
    } catch {
      setNote(m.customer_receipt_not_made());
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-2">
      <Button busy={busy} icon={<FileCheck size={20} aria-hidden="true" />} onClick={() => void keep()}>
        {m.customer_receipt_keep()}
      </Button>
      <p className="text-13 text-ink-3" role="status">
        {note === '' ? (
          <>
            {m.customer_receipt_keep_text()}{' '}
            <a className="font-medium text-accent underline" href="/verify">
              {m.customer_receipt_check()}
            </a>
          </>
        ) : (
          note
        )}
      </p>
    </div>
  );
}

/** Why there is nothing to save, or not yet; empty when it was saved. */
function noteOf(answer: ReceiptAnswer, format: ReturnType<typeof useTimeFormat>): string {
  switch (answer.state) {
    case 'sealed':
      return '';
    case 'waiting':
      return m.customer_receipt_waiting({ when: formatTime(answer.askAgainAt, format) });
    case 'nothing':
      return m.customer_receipt_nothing();
    case 'archived':
      return m.customer_receipt_archived({ since: formatDay(answer.since, format) });
  }
}

function save(name: string, content: unknown): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
