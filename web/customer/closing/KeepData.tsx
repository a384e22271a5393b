import { useCallback, type ReactElement } from 'react';
import { dataExportApi } from '#common/api/data-export';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Section } from '#ui/Section.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { saveFile } from '#web/save-file.ts';
import { useSubmit } from '#web/use-submit.ts';
import { useProven } from '../access/use-proven.tsx';

/** Everything that is kept of the owner, as one file. */
export function KeepData(): ReactElement {
  const toast = useToast();
  const { run, sheet } = useProven();
  const submit = useSubmit(
    useCallback(async () => {
      const made = await run(() => call(dataExportApi.exportData, { body: {} }));
      if (!made) return;
      const bytes = Uint8Array.from(atob(made.zip), (letter) => letter.charCodeAt(0));
      saveFile(made.name, new Blob([bytes], { type: 'application/zip' }));
      toast(m.customer_data_saved());
    }, [run, toast]),
  );
  return (
    <Section title={m.customer_data_title()}>
      <Card pad className="grid gap-3">
        <p className="prose text-ink-2">{m.customer_data_about()}</p>
        <div>
          <Button busy={submit.busy} busyLabel={m.customer_data_busy()} onClick={() => void submit.run()}>
            {m.customer_data_button()}
          </Button>
        </div>
        {submit.failure ? (
          <p className="hint bad" role="alert">
            {submit.failure}
          </p>
        ) : null}
      </Card>
      {sheet}
    </Section>
  );
}
