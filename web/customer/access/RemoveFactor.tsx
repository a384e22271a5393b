import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useToast } from '#ui/Toast.tsx';
import { useSubmit } from '#web/use-submit.ts';
import { factorsQuery } from './factors-query.ts';
import { useProven } from './use-proven.tsx';

/** Takes a factor away, after saying what that means; the proof is asked for by the server. */
export function RemoveFactor({
  label,
  remove,
  onRemoved,
}: {
  label: string;
  remove: () => Promise<unknown>;
  onRemoved?: () => void;
}): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const toast = useToast();
  const { run, sheet } = useProven();
  const submit = useSubmit(
    useCallback(async () => {
      setAsking(false);
      const removed = await run(async () => {
        await remove();
        return true;
      });
      if (!removed) return;
      toast(m.customer_factors_removed());
      await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
      onRemoved?.();
    }, [onRemoved, queries, remove, run, toast]),
  );
  return (
    <div className="mt-3">
      <Button size="small" variant="danger-line" busy={submit.busy} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
      <Dialog open={asking} onClose={() => setAsking(false)} title={m.customer_factors_remove_title()}>
        <p className="prose text-ink-2">{m.customer_factors_remove_text()}</p>
        <div className="mt-5 grid gap-3">
          <Button variant="danger-line" wide onClick={() => void submit.run()}>
            {label}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.customer_factors_keep()}
          </Button>
        </div>
      </Dialog>
      {sheet}
    </div>
  );
}
