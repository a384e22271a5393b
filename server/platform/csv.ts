// CSV for people: RFC 4180, with what table programs need besides.

/** Letters with which a table program begins a formula, and those that it leaves out before looking. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r\n|]/;
/** The mark by which table programs know UTF-8. */
export const CSV_MARK = '\ufeff';

export type CsvValue = string | number | boolean | null;

function cell(value: CsvValue): string {
  if (value === null) return '';
  const text = String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One record. Nothing in it is run by a program that opens it. */
export const csvRecord = (values: readonly CsvValue[]): string => `${values.map(cell).join(',')}\r\n`;
