// What a statement is made of, for the server that writes it and for whoever reads one.

/** The forms in which a statement is handed out: paper to read, a table, ISO 20022 for banks and accounting, and plain-text accounting. */
export const STATEMENT_FORMS = ['pdf', 'csv', 'camt053', 'journal'] as const;
export type StatementForm = (typeof STATEMENT_FORMS)[number];

/** What a line was for: the ledger's own words, so that sums by kind are the ledger's sums. */
export const STATEMENT_KINDS = [
  'top_up',
  'fee',
  'transfer',
  'chargeback',
  'debt_incurred',
  'debt_collected',
  'funding_hold',
  'settlement',
  'suspense',
  'refund',
  'withdrawal',
  'exchange',
  'payment',
  'remittance',
  'rounding',
  'adjustment',
  'write_off',
  'given_up',
] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

/** What a statement's signature is made for; the paper carries the name itself. */
export const STATEMENT_FORMAT = 'okpay statement v1';

/** Sixteen letters of Crockford's base 32 in fours: eighty bits that nobody guesses and anybody can read out. */
export const STATEMENT_CODE = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

/** A code as somebody typed it off a paper: case, spaces and look-alike letters do not matter. Null if it can be none. */
export function readStatementCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-–—_]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const code = letters.match(/.{1,4}/g)?.join('-') ?? '';
  return STATEMENT_CODE.test(code) ? code : null;
}
