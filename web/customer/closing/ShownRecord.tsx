import type { ReactElement } from 'react';
import type { ClosureRecord } from '#common/api/closing';
import { formatTimeWithZone } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { saveFile } from '#web/save-file.ts';
import { AuthLayout } from '../auth/AuthLayout.tsx';

/** The record as people read it, and as the file that anybody can check. */
export function ShownRecord({ record }: { record: ClosureRecord }): ReactElement {
  const format = useTimeFormat();
  const time = (at: string): string => formatTimeWithZone(at, format);
  return (
    <AuthLayout title={m.customer_record_closed()}>
      <DefinitionRows
        ruled
        rows={[
          { label: m.customer_record_number(), value: <span className="num break-all">{record.id}</span> },
          { label: m.customer_record_opened(), value: time(record.openedAt) },
          { label: m.customer_record_asked(), value: time(record.requestedAt) },
          { label: m.customer_record_when(), value: time(record.closedAt) },
        ]}
      />
      <div className="mt-5">
        <Button
          variant="primary"
          wide
          onClick={() =>
            saveFile(
              `${record.id}.json`,
              new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' }),
            )
          }
        >
          {m.customer_record_keep()}
        </Button>
      </div>
      <p className="prose mt-3 text-13 text-ink-2">
        {m.customer_record_check({ link: `${window.location.origin}/verify` })}
      </p>
    </AuthLayout>
  );
}
