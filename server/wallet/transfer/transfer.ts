import type { CustomerId, TransferId } from '#common/id';
import type { Money } from '#common/money';

/** A payment from one person to another. */
export type Transfer = {
  readonly id: TransferId;
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly amount: Money;
  readonly note: string | null;
  /** False: it was refused after the payer had confirmed it. */
  readonly isCompleted: boolean;
};

/** Minutes for which a payment of the same sum to the same person is asked about. The database knows the same span. */
export const TWIN_MINUTES = 10;

/** Characters of a note, as people count them. The contract has the same limit. */
const NOTE_MAX_CHARACTERS = 140;

/**
 * A note as it is kept: one line, without control characters, invisible marks and marks that turn the direction of text, which
 * could make it show something else than it says. Null when nothing is left.
 */
export function cleanNote(typed: string | null | undefined): string | null {
  const text = (typed ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu, '')
    .replaceAll(/\p{Co}|\p{Cs}|\p{Cn}/gu, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  const cut = [...text].slice(0, NOTE_MAX_CHARACTERS).join('').trim();
  return cut === '' ? null : cut;
}
