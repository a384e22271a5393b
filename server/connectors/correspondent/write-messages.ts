// What goes to the correspondent bank, one message each: strict, since a bank that cannot read a message does nothing of it. The same facts
// give the same bytes.
import { createCB } from 'xmlbuilder2';
import { decimalText, type Money } from '#common/money';
import type { DebtorAccount } from '../bank/bank-channel.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:';
const TEXT_MAX = 140;
type Xml = ReturnType<typeof createCB>;

/** What XML 1.0 can hold, cut by characters to what the schema takes. */
function textFor(value: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the very letters that XML has no way to write
  const clean = value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '');
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
const sum = (xml: Xml, name: string, amount: Money): void =>
  void xml.ele(name, { Ccy: amount.currency }).txt(decimalText(amount)).up();

function documentOf(message: string, root: string, write: (xml: Xml) => void): string {
  const written: string[] = [];
  const xml = createCB({ data: (chunk: string) => written.push(chunk), prettyPrint: false });
  xml.dec({ encoding: 'UTF-8' }).ele(`${NAMESPACE}${message}`, 'Document').ele(root);
  write(xml);
  xml.up().up().end();
  return `${written.join('')}\n`;
}

/** Where a payment goes, as banks read it. */
export type CreditorToWrite = {
  readonly name: string;
  readonly country: string;
  readonly bankName: string;
  readonly iban: string | null;
  readonly number: string;
  readonly bic: string | null;
  /** A bank by its code in a payment system: the system's name in the standard, and the code. */
  readonly clearing: { readonly system: string | null; readonly member: string } | null;
};
export type PaymentToWrite = {
  /** Ours, and unique for ever. */
  readonly id: string;
  readonly uetr: string;
  /** ISO 8601 instant and date. */
  readonly madeAt: string;
  readonly settlementDay: string;
  /** What the account gets, and what was instructed in the own currency. */
  readonly settled: Money;
  readonly instructed: Money;
  readonly rate: string | null;
  readonly operator: string;
  readonly account: DebtorAccount;
  readonly debtor: string;
  readonly creditor: CreditorToWrite;
  readonly purpose: string;
  readonly text: string;
};

/** A bank by its name where it has no BIC: our own, and those that are known by a national code. */
const agentByName = (xml: Xml, tag: string, name: string): void =>
  inside(xml, tag, () => inside(xml, 'FinInstnId', () => leaf(xml, 'Nm', textFor(name))));

function creditorAgent(xml: Xml, { bic, clearing, bankName, country }: CreditorToWrite): void {
  inside(xml, 'CdtrAgt', () =>
    inside(xml, 'FinInstnId', () => {
      if (bic !== null) leaf(xml, 'BICFI', bic);
      if (clearing)
        inside(xml, 'ClrSysMmbId', () => {
          const { system, member } = clearing;
          if (system !== null) inside(xml, 'ClrSysId', () => leaf(xml, 'Cd', system));
          leaf(xml, 'MmbId', member);
        });
      leaf(xml, 'Nm', textFor(bankName));
      inside(xml, 'PstlAdr', () => leaf(xml, 'Ctry', country));
    }),
  );
}

const accountId = (xml: Xml, tag: string, { iban, number }: { iban: string | null; number: string }): void =>
  inside(xml, tag, () =>
    inside(xml, 'Id', () => {
      if (iban !== null) leaf(xml, 'IBAN', iban);
      else inside(xml, 'Othr', () => leaf(xml, 'Id', number));
    }),
  );

/** A pacs.008.001.08 with one payment; all charges are ours, so the account gets exactly what is settled. */
export function writePacs008(it: PaymentToWrite): string {
  return documentOf('pacs.008.001.08', 'FIToFICstmrCdtTrf', (xml) => {
    inside(xml, 'GrpHdr', () => {
      leaf(xml, 'MsgId', it.id);
      leaf(xml, 'CreDtTm', it.madeAt);
      leaf(xml, 'NbOfTxs', '1');
      inside(xml, 'SttlmInf', () => {
        leaf(xml, 'SttlmMtd', 'INDA');
        const { scheme, number } = it.account;
        accountId(xml, 'SttlmAcct', { iban: scheme === 'iban' ? number : null, number });
      });
    });
    inside(xml, 'CdtTrfTxInf', () => {
      inside(xml, 'PmtId', () => {
        leaf(xml, 'InstrId', it.id);
        leaf(xml, 'EndToEndId', it.id);
        leaf(xml, 'UETR', it.uetr);
      });
      sum(xml, 'IntrBkSttlmAmt', it.settled);
      leaf(xml, 'IntrBkSttlmDt', it.settlementDay);
      sum(xml, 'InstdAmt', it.instructed);
      if (it.rate !== null) leaf(xml, 'XchgRate', it.rate);
      leaf(xml, 'ChrgBr', 'DEBT');
      agentByName(xml, 'InstgAgt', it.operator);
      inside(xml, 'Dbtr', () => leaf(xml, 'Nm', textFor(it.debtor)));
      agentByName(xml, 'DbtrAgt', it.operator);
      creditorAgent(xml, it.creditor);
      inside(xml, 'Cdtr', () => {
        leaf(xml, 'Nm', textFor(it.creditor.name));
        inside(xml, 'PstlAdr', () => leaf(xml, 'Ctry', it.creditor.country));
      });
      accountId(xml, 'CdtrAcct', it.creditor);
      inside(xml, 'Purp', () => leaf(xml, 'Cd', it.purpose));
      inside(xml, 'RmtInf', () => leaf(xml, 'Ustrd', textFor(it.text)));
    });
  });
}

/** A payment as our earlier message named it. */
export type OriginalPayment = {
  readonly id: string;
  /** The message that it stood in, and what kind of message that was. */
  readonly message: string;
  readonly messageName: string;
  /** Where banks on the way know it by one. */
  readonly uetr: string | null;
  readonly settled: Money;
  readonly settlementDay: string;
};
type ToBank = {
  readonly id: string;
  readonly madeAt: string;
  readonly operator: string;
  readonly payment: OriginalPayment;
};
export type RecallToWrite = ToBank & {
  /** What the bank that is asked is called in it. */
  readonly bank: string;
  readonly ground: string;
};

function originalIds(xml: Xml, { id, message, messageName, uetr }: OriginalPayment): void {
  inside(xml, 'OrgnlGrpInf', () => {
    leaf(xml, 'OrgnlMsgId', message);
    leaf(xml, 'OrgnlMsgNmId', messageName);
  });
  // Payouts go without an instruction's id of their own.
  if (uetr !== null) leaf(xml, 'OrgnlInstrId', id);
  leaf(xml, 'OrgnlEndToEndId', id);
  if (uetr !== null) leaf(xml, 'OrgnlUETR', uetr);
}

/** A camt.056.001.08: the bank of the account is asked to give one payment back. */
export function writeCamt056({ id, madeAt, operator, bank, ground, payment }: RecallToWrite): string {
  return documentOf('camt.056.001.08', 'FIToFIPmtCxlReq', (xml) => {
    inside(xml, 'Assgnmt', () => {
      leaf(xml, 'Id', id);
      inside(xml, 'Assgnr', () => agentByName(xml, 'Agt', operator));
      inside(xml, 'Assgne', () => agentByName(xml, 'Agt', bank));
      leaf(xml, 'CreDtTm', madeAt);
    });
    inside(xml, 'Undrlyg', () =>
      inside(xml, 'TxInf', () => {
        leaf(xml, 'CxlId', id);
        originalIds(xml, payment);
        sum(xml, 'OrgnlIntrBkSttlmAmt', payment.settled);
        leaf(xml, 'OrgnlIntrBkSttlmDt', payment.settlementDay);
        inside(xml, 'CxlRsnInf', () => inside(xml, 'Rsn', () => leaf(xml, 'Cd', ground)));
      }),
    );
  });
}

/** A pacs.028.001.03: the bank is asked how one payment stands, or what became of the request to give it back. */
export function writePacs028({ id, madeAt, operator, payment }: ToBank): string {
  return documentOf('pacs.028.001.03', 'FIToFIPmtStsReq', (xml) => {
    inside(xml, 'GrpHdr', () => {
      leaf(xml, 'MsgId', id);
      leaf(xml, 'CreDtTm', madeAt);
      agentByName(xml, 'InstgAgt', operator);
    });
    inside(xml, 'TxInf', () => {
      leaf(xml, 'StsReqId', id);
      originalIds(xml, payment);
      inside(xml, 'OrgnlTxRef', () => {
        sum(xml, 'IntrBkSttlmAmt', payment.settled);
        leaf(xml, 'IntrBkSttlmDt', payment.settlementDay);
      });
    });
  });
}
