import { SaxesParser } from 'saxes';

/** A payment as the file of a customer says it. */
export type Payment = {
  endToEndId: string;
  amount: string;
  currency: string;
  creditorName: string;
  creditorAccount: string;
  creditorBank: string | null;
};
export type PaymentFile = {
  messageId: string;
  count: string;
  sum: string;
  debtorAccount: string;
  executionDay: string;
  payments: Payment[];
};

/** Text by path, the blocks of payments apart. Null of what is no pain.001. */
export function readFile(xml: string): PaymentFile | null {
  const path: string[] = [];
  const head = new Map<string, string>();
  const blocks: Map<string, string>[] = [];
  let block: Map<string, string> | null = null;
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new Error('a document type');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name.slice(name.indexOf(':') + 1));
    if (path.at(-1) === 'CdtTrfTxInf') {
      block = new Map();
      blocks.push(block);
    }
    const currency = attributes['Ccy'];
    if (block && typeof currency === 'string') block.set('Ccy', currency);
  });
  parser.on('text', (text) => {
    if (text.trim() !== '') (block ?? head).set(path.join('/'), text);
  });
  parser.on('closetag', () => {
    if (path.pop() === 'CdtTrfTxInf') block = null;
  });
  try {
    parser.write(xml).close();
  } catch {
    return null;
  }
  const root = 'Document/CstmrCdtTrfInitn';
  const at = (values: Map<string, string>, ...ends: string[]): string => {
    for (const [where, text] of values) if (ends.some((end) => where.endsWith(end))) return text;
    return '';
  };
  const messageId = head.get(`${root}/GrpHdr/MsgId`);
  if (messageId === undefined || blocks.length === 0) return null;
  return {
    messageId,
    count: head.get(`${root}/GrpHdr/NbOfTxs`) ?? '',
    sum: head.get(`${root}/GrpHdr/CtrlSum`) ?? '',
    debtorAccount: at(head, '/DbtrAcct/Id/IBAN', '/DbtrAcct/Id/Othr/Id'),
    executionDay: at(head, '/ReqdExctnDt/Dt'),
    payments: blocks.map((values) => ({
      endToEndId: at(values, '/PmtId/EndToEndId'),
      amount: at(values, '/Amt/InstdAmt'),
      currency: values.get('Ccy') ?? '',
      creditorName: at(values, '/Cdtr/Nm'),
      creditorAccount: at(values, '/CdtrAcct/Id/IBAN', '/CdtrAcct/Id/Othr/Id'),
      creditorBank: at(values, '/CdtrAgt/FinInstnId/ClrSysMmbId/MmbId') || null,
    })),
  };
}

/** Digits behind the point, by currency; the rest of the world is not this bank's. */
const DIGITS: Readonly<Record<string, number>> = { CNY: 2, EUR: 2, GBP: 2, USD: 2, HKD: 2, JPY: 0, KWD: 3 };

/** "100.5" EUR as 10050; null of what is no amount. */
export function minorOf(amount: string, currency: string): bigint | null {
  const match = /^(\d{1,15})(?:\.(\d{1,5}))?$/.exec(amount);
  const digits = DIGITS[currency];
  if (!match || digits === undefined || (match[2] ?? '').length > digits) return null;
  return BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(digits, '0'));
}
export function decimalOf(minor: bigint, currency: string): string {
  const digits = DIGITS[currency] ?? 2;
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** What the last four signs of an account make happen, for whoever tries: a test bank has such accounts. */
export const TEST_ACCOUNTS: readonly {
  ending: string;
  happens: 'rejected' | 'returned' | 'recall_refused';
  code: string;
}[] = [
  { ending: '0401', happens: 'rejected', code: 'AC01' },
  { ending: '0404', happens: 'rejected', code: 'AC04' },
  { ending: '0406', happens: 'rejected', code: 'AC06' },
  { ending: '0422', happens: 'rejected', code: 'BE01' },
  { ending: '0504', happens: 'returned', code: 'AC04' },
  // Its holder does not agree to give anything back.
  { ending: '0909', happens: 'recall_refused', code: 'CUST' },
];

/** Check digits of an IBAN by ISO 7064, mod 97. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(text)) return false;
  const turned = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const sign of turned) rest = Number(`${rest}${parseInt(sign, 36)}`) % 97;
  return rest === 1;
}
