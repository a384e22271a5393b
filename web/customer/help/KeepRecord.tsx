import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { IconButton } from '#ui/IconButton.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { saveFile } from '#web/save-file.ts';

/** The signed record as a file that anyone can check for alteration. */
export function KeepRecord({ id }: { id: CaseId }): ReactElement {
  const toast = useToast();
  const keep = async (): Promise<void> => {
    const record = await call(api.caseRecord, { params: { id } });
    saveFile(`${id}.json`, new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' }));
    toast(m.customer_case_record_kept());
  };
  return (
    <IconButton
      label={m.customer_case_record()}
      icon={<Download size={22} aria-hidden="true" />}
      onClick={() => void keep()}
    />
  );
}
