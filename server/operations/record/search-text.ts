import type { OperationId } from '#common/id';
import { CURRENCIES, type Money, parseTypedAmount } from '#common/money';
import type { Counterparty } from './operation.ts';

/** Longest search that is looked for; longer input is cut. Names and notes are shorter. */
const SEARCH_MAX_LETTERS = 80;
/** Letters of an id that screens show; see `shortId`. */
const SHOWN_LETTERS = 10;

/** Letters that folding leaves as they are but for their case; ids and most notes consist of them. */
const PLAIN = /^[\u0021-\u007e]+(?: [\u0021-\u007e]+)*$/;
const folded = (text: string): string =>
  PLAIN.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** What one participant's search looks in: the other party, the note, the reference in full and as screens show it. */
export function searchTextOf({
  id,
  counterparty,
  note,
}: {
  id: OperationId;
  counterparty: Counterparty;
  note: string | null;
}): string {
  const prefix = id.slice(0, id.indexOf('_') + 1);
  const shown = `${prefix}${id.slice(-SHOWN_LETTERS)}`;
  return [id, shown, counterparty.name, counterparty.detail ?? '', note ?? ''].map(folded).join('\n');
}

/**
 * The forms a search is looked for in: as typed, and as a reference that was read out, without its gaps and with the letters
 * that Crockford's alphabet leaves out read as the digits they look like. Empty when there is nothing to look for.
 */
export function searchForms(typed: string): string[] {
  const text = folded(typed).slice(0, SEARCH_MAX_LETTERS);
  if (text === '') return [];
  const compact = text.replaceAll(/[\s-]/g, '');
  const underscore = compact.indexOf('_');
  const readOut =
    compact.slice(0, underscore + 1) +
    compact
      .slice(underscore + 1)
      .replaceAll('o', '0')
      .replaceAll(/[il]/g, '1');
  const isReference = /^(?:[a-z]{2,4}_)?[0-9a-z]{4,26}$/.test(readOut);
  return isReference && readOut !== text ? [text, readOut] : [text];
}

/** The amounts that a search may mean: "26", "¥26.00" and "−26.00" are one sum in each currency that can have it. */
export function searchAmounts(typed: string): Money[] {
  const size = typed.trim().replace(/^[+\-−－]\s*/, '');
  return CURRENCIES.flatMap((currency) => {
    const amount = parseTypedAmount(size, currency);
    return amount.ok ? [amount.value] : [];
  });
}
