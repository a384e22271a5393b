import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { claimApi } from '#common/api/claim';
import { MESSAGE_MAX } from '#common/api/support';
import { formatMoney, formatTime } from '#common/format';
import { type Id, parseId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Field } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { TextArea } from '#ui/TextArea.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { entryTitle, type EntryDetail } from '#web/entry-words.ts';
import { useSubmit } from '#web/use-submit.ts';

type ToOpen = { id: Id<'case'>; entry: string; text: string };
/** Claims the payment or the withdrawal, whichever it is. */
async function open({ id, entry, text }: ToOpen): Promise<{ caseId: string } | null> {
  const [transfer, withdrawal] = [parseId('tr', entry), parseId('wd', entry)];
  if (transfer)
    return untilAnswered(() =>
      call(claimApi.openClaim, { idempotencyKey: id, body: { id, transfer, text } }),
    );
  if (!withdrawal) return null;
  return untilAnswered(() =>
    call(claimApi.openWithdrawalClaim, { idempotencyKey: id, body: { id, withdrawal, text } }),
  );
}

/** What becomes of the money, by where it is. */
function What({ entry: { kind, state } }: { entry: EntryDetail }): ReactElement {
  if (kind !== 'withdrawal') return <li>{m.petition_claim_does_hold()}</li>;
  if (state === 'in_review' || state === 'requested') return <li>{m.petition_claim_does_take_back()}</li>;
  return (
    <>
      <li>{m.petition_claim_does_bank()}</li>
      <li>{m.petition_claim_call_bank()}</li>
    </>
  );
}

/** What it does, in the order in which it matters, and the press that does all of it. Pressed twice it is one claim. */
export function ClaimForm({ entry }: { entry: EntryDetail }): ReactElement {
  const [id] = useState(() => newId('case'));
  const [text, setText] = useState('');
  const isWithdrawal = entry.kind === 'withdrawal';
  const format = useTimeFormat();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      const opened = await open({ id, entry: entry.id, text: text.trim() });
      if (!opened) return;
      const { caseId } = opened;
      void queries.invalidateQueries();
      await navigate({ to: '/me/petitions/$caseId', params: { caseId } });
    }, [entry.id, id, navigate, queries, text]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-6" noValidate>
      <DefinitionRows
        well
        rows={[
          {
            label: entryTitle(entry),
            value: formatMoney(fromWire(entry.amount), { locale: format.locale }),
          },
          { label: m.customer_created(), value: formatTime(entry.createdAt, format) },
        ]}
      />
      <Card pad className="grid gap-3">
        <p>{m.petition_claim_does()}</p>
        <ul className="prose grid list-disc gap-2 pl-5">
          <li>{m.petition_claim_does_freeze()}</li>
          <li>{m.petition_claim_does_sessions()}</li>
          <What entry={entry} />
          <li>{m.petition_claim_does_case()}</li>
        </ul>
      </Card>
      <Field label={m.petition_claim_text()} optional error={submit.failure}>
        <TextArea
          value={text}
          rows={3}
          maxLength={MESSAGE_MAX}
          name="claim"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="grid gap-3">
        <Button variant="danger" wide type="submit" busy={submit.busy} busyLabel={m.petition_claim_busy()}>
          {isWithdrawal ? m.petition_claim_withdrawal_button() : m.petition_claim_button()}
        </Button>
        <Button wide render={<Link to="/entry/$id" params={{ id: entry.id }} />}>
          {isWithdrawal ? m.petition_claim_withdrawal_keep() : m.petition_claim_keep()}
        </Button>
      </div>
    </form>
  );
}
