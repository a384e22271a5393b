// What a bank calls a booking: the bank transaction code of ISO 20022, or the bank's own.
import { textAt, type XmlNode } from './xml-tree.ts';

const LETTERS_MAX = 40;

export function codeOf(entry: XmlNode): string {
  const parts = ['Domn/Cd', 'Domn/Fmly/Cd', 'Domn/Fmly/SubFmlyCd'].map((path) =>
    textAt(entry, `BkTxCd/${path}`),
  );
  const code = parts.filter((part) => part !== '').join('/') || textAt(entry, 'BkTxCd/Prtry/Cd');
  return code.slice(0, LETTERS_MAX);
}

/** Sub-families of what a bank takes or gives for its work. Source: ISO 20022 External code set, BankTransactionSubFamily. */
const COSTS = new Set(['CHRG', 'FEES', 'COMM', 'COMT', 'TAXE']);
const INTEREST = new Set(['INTR', 'INTE']);

/** What a booking is that the bank made for itself, in either direction; null of everything that is not plainly that. Pure. */
export function banksOwn(code: string): 'costs' | 'interest' | null {
  const subFamily = code.split('/').at(-1) ?? '';
  return COSTS.has(subFamily) ? 'costs' : INTEREST.has(subFamily) ? 'interest' : null;
}
