import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import { bankAccountApi } from '#common/api/bank-account';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { bankAccountsQuery } from '../session.ts';

type Account = OkOf<typeof bankAccountApi.bankAccounts>['items'][number];

/** One account: what it is known by, whether it is the default, until when it waits; default and remove. */
export function OneAccount({ account }: { account: Account }): ReactElement {
  const format = useTimeFormat();
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const { id, masked, maskedHolder, currency, isDefault, waitsUntil } = account;
  const anew = useCallback(
    () => queries.invalidateQueries({ queryKey: bankAccountsQuery.queryKey }),
    [queries],
  );
  const prefer = useSubmit(
    useCallback(async () => {
      await call(bankAccountApi.makeBankAccountDefault, { params: { id }, body: {} });
      await anew();
    }, [anew, id]),
  );
  const remove = useSubmit(
    useCallback(async () => {
      setAsking(false);
      await call(bankAccountApi.removeBankAccount, { params: { id } });
      await anew();
    }, [anew, id]),
  );
  const failure = prefer.failure ?? remove.failure;
  const facts = [maskedHolder, ...(isDefault ? [m.withdrawal_account_default()] : [])].join(' · ');
  return (
    <div className="grid grid-cols-[40px_1fr] gap-3 border-t border-line px-4 py-3 first:border-t-0">
      <Glyph>{currency}</Glyph>
      <div className="min-w-0">
        <b className="num block font-medium">{masked}</b>
        <span className="block text-13 text-ink-2">{facts}</span>
        {waitsUntil ? (
          <span className="block text-13 text-pending">
            {m.withdrawal_waits({ when: formatTime(waitsUntil, format) })}
          </span>
        ) : null}
        <div className="mt-2 flex flex-wrap gap-2">
          {isDefault ? null : (
            <Button size="small" busy={prefer.busy} onClick={() => void prefer.run()}>
              {m.withdrawal_account_make_default()}
            </Button>
          )}
          <Button size="small" variant="danger-line" busy={remove.busy} onClick={() => setAsking(true)}>
            {m.withdrawal_account_remove()}
          </Button>
        </div>
        {failure ? (
          <p className="hint bad" role="alert">
            {failure}
          </p>
        ) : null}
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={m.withdrawal_account_remove_title({ account: masked })}
      >
        <p className="prose text-ink-2">{m.withdrawal_account_remove_text()}</p>
        <div className="mt-5 grid gap-3">
          <Button variant="danger-line" wide onClick={() => void remove.run()}>
            {m.withdrawal_account_remove_do()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.withdrawal_account_keep()}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
