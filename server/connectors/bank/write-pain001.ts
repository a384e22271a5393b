import { createCB } from 'xmlbuilder2';
import { decimalText, type Money } from '#common/money';
import { invariant } from '#common/result';
import type { DebtorAccount } from './bank-channel.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
/** Letters of a name and of a text at most: Max140Text. */
const TEXT_MAX = 140;

export type PaymentToSend = {
  /** Ours, and unique for ever: the bank knows a payment again by it. */
  readonly id: string;
  readonly amount: Money;
  readonly holderName: string;
  readonly number: string;
  readonly scheme: 'iban' | 'cn';
  readonly bankCode: string | null;
};
export type FileToWrite = {
  readonly id: string;
  /** ISO 8601 instant. */
  readonly madeAt: string;
  /** ISO 8601 date. */
  readonly executionDay: string;
  readonly total: Money;
  readonly debtor: { readonly name: string; readonly account: DebtorAccount };
  readonly payments: readonly PaymentToSend[];
};
type Xml = ReturnType<typeof createCB>;

/** What XML 1.0 can hold, cut by characters to what the schema takes. */
function textFor(value: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the very letters that XML has no way to write
  const clean = value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '');
  // The library takes "&lt;" for something that is escaped already; typed by a person it is four letters.
  return Array.from(clean)
    .slice(0, TEXT_MAX)
    .join('')
    .replaceAll(/&(?=(?:lt|gt|amp|apos|quot);)/g, '&amp;');
}
const leaf = (xml: Xml, name: string, text: string): void => void xml.ele(name).txt(text).up();
const inside = (xml: Xml, name: string, write: () => void): void => {
  xml.ele(name);
  write();
  xml.up();
};

/** A pain.001.001.09 file: strict, since a bank that cannot read a file pays nothing of it. The same facts give the same bytes. */
export function writePain001({ id, madeAt, executionDay, total, debtor, payments }: FileToWrite): string {
  invariant(payments.length > 0, 'a file holds payments');
  const written: string[] = [];
  const xml = createCB({ data: (chunk: string) => written.push(chunk), prettyPrint: false });
  const count = String(payments.length);
  const sum = decimalText(total);
  const name = textFor(debtor.name);
  xml.dec({ encoding: 'UTF-8' }).ele(NAMESPACE, 'Document').ele('CstmrCdtTrfInitn');
  inside(xml, 'GrpHdr', () => {
    leaf(xml, 'MsgId', id);
    leaf(xml, 'CreDtTm', madeAt);
    leaf(xml, 'NbOfTxs', count);
    leaf(xml, 'CtrlSum', sum);
    inside(xml, 'InitgPty', () => leaf(xml, 'Nm', name));
  });
  inside(xml, 'PmtInf', () => {
    leaf(xml, 'PmtInfId', id);
    leaf(xml, 'PmtMtd', 'TRF');
    // One booking per payment: each is found again in the statement.
    leaf(xml, 'BtchBookg', 'false');
    leaf(xml, 'NbOfTxs', count);
    leaf(xml, 'CtrlSum', sum);
    if (total.currency === 'EUR')
      inside(xml, 'PmtTpInf', () => inside(xml, 'SvcLvl', () => leaf(xml, 'Cd', 'SEPA')));
    inside(xml, 'ReqdExctnDt', () => leaf(xml, 'Dt', executionDay));
    inside(xml, 'Dbtr', () => leaf(xml, 'Nm', name));
    inside(xml, 'DbtrAcct', () => {
      accountId(xml, debtor.account);
      leaf(xml, 'Ccy', total.currency);
    });
    agent(xml, 'DbtrAgt', debtor.account.bankCode);
    leaf(xml, 'ChrgBr', total.currency === 'EUR' ? 'SLEV' : 'DEBT');
    for (const payment of payments) writePayment(xml, payment);
  });
  xml.up().up().end();
  return `${written.join('')}\n`;
}

function writePayment(xml: Xml, { id, amount, holderName, number, scheme, bankCode }: PaymentToSend): void {
  inside(xml, 'CdtTrfTxInf', () => {
    inside(xml, 'PmtId', () => leaf(xml, 'EndToEndId', id));
    inside(
      xml,
      'Amt',
      () => void xml.ele('InstdAmt', { Ccy: amount.currency }).txt(decimalText(amount)).up(),
    );
    if (bankCode !== null) agent(xml, 'CdtrAgt', bankCode);
    inside(xml, 'Cdtr', () => leaf(xml, 'Nm', textFor(holderName)));
    inside(xml, 'CdtrAcct', () => accountId(xml, { scheme, number }));
    inside(xml, 'RmtInf', () => leaf(xml, 'Ustrd', `OKPay ${id}`));
  });
}

const accountId = (xml: Xml, { scheme, number }: Pick<DebtorAccount, 'scheme' | 'number'>): void =>
  inside(xml, 'Id', () => {
    if (scheme === 'iban') leaf(xml, 'IBAN', number);
    else inside(xml, 'Othr', () => leaf(xml, 'Id', number));
  });

/** A bank by its code in the payment system of China; where the IBAN says it all, by the words that the standard has for that. */
const agent = (xml: Xml, name: 'DbtrAgt' | 'CdtrAgt', code: string | null): void =>
  inside(xml, name, () =>
    inside(xml, 'FinInstnId', () => {
      if (code === null) inside(xml, 'Othr', () => leaf(xml, 'Id', 'NOTPROVIDED'));
      else
        inside(xml, 'ClrSysMmbId', () => {
          inside(xml, 'ClrSysId', () => leaf(xml, 'Cd', 'CNAPS'));
          leaf(xml, 'MmbId', code);
        });
    }),
  );
