import type { ReactElement } from 'react';
import { formatMoney, formatTime, type TimeFormat } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DefinitionRows, type DefinitionRow } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import type { Transfer } from './BankTransfer.tsx';

/** What is typed at the bank, each with its copy button; then what it costs and when it is here; then the code, where there is one. */
export function OneTransfer({ transfer }: { transfer: Transfer }): ReactElement {
  const format = useTimeFormat();
  const { reference, referenceShown, qrSvg } = transfer;
  return (
    <>
      <Card className="px-4 py-4">
        <div className="text-13 text-ink-2">{m.transfer_in_reference()}</div>
        <div className="flex items-center justify-between gap-3">
          <span className="num text-17 font-semibold break-words">{referenceShown}</span>
          <CopyButton text={reference} what={m.transfer_in_reference()} />
        </div>
        <p className="prose mt-2 text-13 text-ink-2">{m.transfer_in_reference_hint()}</p>
      </Card>
      <Card className="px-4">
        <DefinitionRows ruled rows={accountRows(transfer)} />
      </Card>
      <Card className="px-4">
        <DefinitionRows ruled rows={priceRows(transfer, format)} />
      </Card>
      {qrSvg ? (
        <Section title={m.transfer_in_qr()}>
          <div className="grid justify-items-start gap-2">
            <img
              src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrSvg)}`}
              alt={m.transfer_in_qr_alt()}
              width={208}
              height={208}
              className="rounded-control bg-white"
            />
            <p className="prose text-13 text-ink-2">{m.transfer_in_qr_text()}</p>
          </div>
        </Section>
      ) : null}
    </>
  );
}

const copied = (shown: string, text: string, what: string): ReactElement => (
  <span className="inline-flex items-center gap-1">
    <span className="num break-words">{shown}</span>
    <CopyButton text={text} what={what} />
  </span>
);
const inFours = (text: string): string => (text.match(/.{1,4}/g) ?? []).join(' ');

function accountRows({ holder, bankName, scheme, number, bankCode }: Transfer): DefinitionRow[] {
  const label = scheme === 'iban' ? m.transfer_in_iban() : m.transfer_in_number();
  return [
    { label: m.transfer_in_holder(), value: copied(holder, holder, m.transfer_in_holder()) },
    { label, value: copied(inFours(number), number, label) },
    ...(bankName === null ? [] : [{ label: m.transfer_in_bank(), value: bankName }]),
    ...(bankCode === null
      ? []
      : [{ label: m.transfer_in_bank_code(), value: copied(bankCode, bankCode, m.transfer_in_bank_code()) }]),
  ];
}

function priceRows({ fee, amountMin, ...transfer }: Transfer, format: TimeFormat): DefinitionRow[] {
  const text = (amount: Transfer['fee']): string => formatMoney(fromWire(amount), { locale: format.locale });
  return [
    {
      label: m.transfer_in_fee(),
      value: fee.amount === '0' ? m.transfer_in_no_fee() : m.transfer_in_fee_taken({ amount: text(fee) }),
    },
    { label: m.transfer_in_min(), value: text(amountMin) },
    { label: m.transfer_in_arrives(), value: arrivalText(transfer, format) },
  ];
}

function arrivalText(
  { waitsFor, cutOffAt, arrivesBy }: Pick<Transfer, 'waitsFor' | 'cutOffAt' | 'arrivesBy'>,
  format: TimeFormat,
): string {
  const when = formatTime(arrivesBy, format);
  if (waitsFor === null) return m.transfer_in_arrives_today({ when, cutOff: formatTime(cutOffAt, format) });
  return waitsFor === 'cut_off'
    ? m.transfer_in_arrives_late({ when })
    : m.transfer_in_arrives_closed({ when });
}
