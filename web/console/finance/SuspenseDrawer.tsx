import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { DefinitionRows, type DefinitionRow } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { staffQuery } from '../session.ts';
import { ApproveMoney } from './ApproveMoney.tsx';
import { ProposeMoney } from './ProposeMoney.tsx';
import { type SuspenseItem, whyWord } from './finance-words.ts';

/** One sum: what the bank tells of it, and what becomes of it, by two. */
export function SuspenseDrawer({
  item,
  onClose,
}: {
  item: SuspenseItem | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog open={item !== null} onClose={onClose} title={m.finance_item()} form="drawer">
      {item ? <Details key={item.id} item={item} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Details({ item, onDone }: { item: SuspenseItem; onDone: () => void }): ReactElement {
  const { data: staff } = useQuery(staffQuery);
  const rows = useRows(item);
  const { proposal, state } = item;
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows ruled rows={rows} />
      {state === 'sending_back' ? (
        <p className="prose text-ink-2">{m.finance_going_back_text()}</p>
      ) : proposal ? (
        <ApproveMoney proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
      ) : (
        <ProposeMoney item={item} onDone={onDone} />
      )}
    </div>
  );
}

function useRows(item: SuspenseItem): DefinitionRow[] {
  const format = useTimeFormat();
  const { locale } = format;
  const sum = (amount: SuspenseItem['amount']): ReactElement => (
    <span className="num">{formatMoney(fromWire(amount), { locale })}</span>
  );
  const at = (time: string): ReactElement => <span className="num">{formatDeskTime(time, format)}</span>;
  const { sent, reference, texts, goesBackAt, customer, payerAccount } = item;
  return [
    { label: m.finance_id(), value: <span className="num">{shortId(item.id)}</span> },
    { label: m.finance_sum(), value: <b>{sum(item.amount)}</b> },
    ...(sent ? [{ label: m.finance_sent(), value: sum(sent) }] : []),
    { label: m.finance_booked(), value: <span className="num">{item.bookedOn}</span> },
    { label: m.finance_payer(), value: item.payerName || m.finance_payer_unknown() },
    {
      label: m.finance_payer_account(),
      value: payerAccount ? <span className="num">{payerAccount}</span> : m.finance_payer_unknown(),
    },
    { label: m.finance_text(), value: <span className="break-words">{texts.join(' · ') || '—'}</span> },
    { label: m.finance_reference(), value: <span className="num">{reference ?? '—'}</span> },
    { label: m.finance_why(), value: whyWord(item.why) },
    ...(customer ? [{ label: m.finance_owner(), value: customer.name }] : []),
    { label: m.finance_goes_back(), value: goesBackAt ? at(goesBackAt) : m.finance_goes_back_never() },
  ];
}
