import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { beneficiaryApi } from '#common/api/beneficiary';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { countryName } from './abroad-words.ts';
import { type Beneficiary, beneficiariesQuery } from './queries.ts';

/** One payee: what they are known by, until when transfers wait; send and remove. */
export function OnePayee({ payee }: { payee: Beneficiary }): ReactElement {
  const format = useTimeFormat();
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const { id, maskedName, masked, country, currency, bankName, waitsUntil } = payee;
  const remove = useSubmit(
    useCallback(async () => {
      setAsking(false);
      await call(beneficiaryApi.removeBeneficiary, { params: { id } });
      await queries.invalidateQueries({ queryKey: beneficiariesQuery.queryKey });
    }, [id, queries]),
  );
  return (
    <div className="grid grid-cols-[40px_1fr] gap-3 border-t border-line px-4 py-3 first:border-t-0">
      <Glyph>{country}</Glyph>
      <div className="min-w-0">
        <b className="block font-medium">{maskedName}</b>
        <span className="block text-13 text-ink-2">
          {bankName} · {countryName(country, format.locale)} · {currency}
        </span>
        <span className="num block text-13 text-ink-3">{masked}</span>
        {waitsUntil ? (
          <span className="block text-13 text-pending">
            {m.abroad_waits({ when: formatTime(waitsUntil, format) })}
          </span>
        ) : null}
        <div className="mt-2 flex flex-wrap gap-2">
          {waitsUntil ? null : (
            <Button size="small" render={<Link to="/abroad" search={{ to: id }} />}>
              {m.abroad_send()}
            </Button>
          )}
          <Button size="small" variant="danger-line" busy={remove.busy} onClick={() => setAsking(true)}>
            {m.abroad_remove()}
          </Button>
        </div>
        {remove.failure ? (
          <p className="hint bad" role="alert">
            {remove.failure}
          </p>
        ) : null}
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={m.abroad_remove_title({ name: maskedName })}
      >
        <p className="prose text-ink-2">{m.abroad_remove_text()}</p>
        <div className="mt-5 grid gap-3">
          <Button variant="danger-line" wide onClick={() => void remove.run()}>
            {m.abroad_remove()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.abroad_remove_keep()}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
