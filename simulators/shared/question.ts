import { SaxesParser } from 'saxes';

/** What a customer of a bank asks about a payment: how it stands, or to have it back. */
export type Question = {
  kind: 'status' | 'recall';
  /** The message's own id. */
  id: string;
  payment: string;
  /** The message that it is about, and its kind: a payment, or a request to give back. */
  original: string;
  originalName: string;
};

/** Every text of a message by its path, the last one of each; null of what is no XML, or has a document type. */
export function textsOf(xml: string): Map<string, string> | null {
  const path: string[] = [];
  const texts = new Map<string, string>();
  const parser = new SaxesParser();
  const refuse = (): never => {
    throw new Error('not taken');
  };
  parser.on('doctype', refuse);
  parser.on('error', refuse);
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name.slice(name.indexOf(':') + 1));
    const currency = attributes['Ccy'];
    if (typeof currency === 'string') texts.set(`${path.join('/')}@Ccy`, currency);
  });
  parser.on('text', (text) => {
    if (text.trim() !== '') texts.set(path.join('/'), text);
  });
  parser.on('closetag', () => void path.pop());
  try {
    parser.write(xml).close();
    return texts;
  } catch {
    return null;
  }
}

/** Reads a pacs.028 or a camt.056 about one payment; null of anything else. */
export function readQuestion(xml: string): Question | null {
  const texts = textsOf(xml);
  const at = (path: string): string => texts?.get(`Document/${path}`) ?? '';
  const read = (kind: Question['kind'], id: string, part: string): Question | null => {
    const payment = at(`${part}/OrgnlEndToEndId`);
    const original = at(`${part}/OrgnlGrpInf/OrgnlMsgId`);
    const originalName = at(`${part}/OrgnlGrpInf/OrgnlMsgNmId`);
    return id === '' || payment === '' ? null : { kind, id, payment, original, originalName };
  };
  return (
    read('status', at('FIToFIPmtStsReq/GrpHdr/MsgId'), 'FIToFIPmtStsReq/TxInf') ??
    read('recall', at('FIToFIPmtCxlReq/Assgnmt/Id'), 'FIToFIPmtCxlReq/Undrlyg/TxInf')
  );
}

/** How a bank answers what it is asked: truly, not at all, twice, or about something else. */
export const ANSWERING = ['honest', 'silent', 'twice', 'other'] as const;
export type Answering = (typeof ANSWERING)[number];
