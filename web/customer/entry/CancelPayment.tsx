import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { withdrawalApi } from '#common/api/withdrawal';
import { type Id, parseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { call } from '#web/call.ts';
import type { EntryDetail } from '#web/entry-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { entryQuery } from '../session.ts';

/** Its routes are loaded with its pages: most people never send abroad. */
async function cancelAbroad(id: Id<'xb'>): Promise<EntryDetail> {
  const { crossBorderApi } = await import('#common/api/cross-border');
  return call(crossBorderApi.cancelCrossBorder, { params: { id }, body: {} });
}

/** Takes a held payment back: the sum is free again at once. */
export function CancelPayment({ entry, label }: { entry: EntryDetail; label: string }): ReactElement {
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      const [transfer, withdrawal] = [parseId('tr', entry.id), parseId('wd', entry.id)];
      const abroad = parseId('xb', entry.id);
      const cancelled = transfer
        ? await call(api.cancelTransfer, { params: { id: transfer }, body: {} })
        : withdrawal
          ? await call(withdrawalApi.cancelWithdrawal, { params: { id: withdrawal }, body: {} })
          : abroad
            ? await cancelAbroad(abroad)
            : null;
      if (!cancelled) return;
      queries.setQueryData(entryQuery(entry.id).queryKey, cancelled);
      for (const queryKey of [['accounts'], ['entries'], ['limits']])
        void queries.invalidateQueries({ queryKey });
      await router.invalidate();
    }, [entry.id, queries, router]),
  );
  return (
    <>
      <Button
        variant="line"
        wide
        busy={submit.busy}
        busyLabel={m.customer_cancelling()}
        onClick={() => void submit.run()}
      >
        {label}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </>
  );
}
