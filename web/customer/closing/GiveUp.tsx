import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import { closingApi } from '#common/api/closing';
import type { WireMoney } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { useProven } from '../access/use-proven.tsx';
import { accountsQuery } from '../session.ts';
import { closingQuery } from './closing-query.ts';

/** Gives a very small remainder up, after saying what that means. */
export function GiveUp({ amount, text }: { amount: WireMoney; text: string }): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const toast = useToast();
  const { run, sheet } = useProven();
  const submit = useSubmit(
    useCallback(async () => {
      setAsking(false);
      const standing = await run(() => call(closingApi.giveUpRemainder, { body: { amount } }));
      if (!standing) return;
      toast(m.customer_closing_given_up({ amount: text }));
      queries.setQueryData(closingQuery.queryKey, standing);
      await queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
    }, [amount, queries, run, text, toast]),
  );
  const label = m.customer_closing_give_up({ amount: text });
  return (
    <>
      <Button variant="danger-line" busy={submit.busy} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={m.customer_closing_give_up_title({ amount: text })}
      >
        <p className="prose text-ink-2">{m.customer_closing_give_up_text()}</p>
        <div className="mt-5 grid gap-3">
          <Button variant="danger-line" wide onClick={() => void submit.run()}>
            {label}
          </Button>
        </div>
      </Dialog>
      {sheet}
    </>
  );
}
