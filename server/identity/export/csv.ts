import type { DataRow, DataValue } from '#common/data-part';

/** Letters with which a table program begins a formula, and those that it leaves out before looking. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r\n|]/;

function cell(value: DataValue): string {
  if (value === null) return '';
  const text = String(value);
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, with the mark by which table programs know UTF-8. Nothing in it is run by a program that opens it. */
export function csvOf(rows: readonly DataRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [
    names.join(','),
    ...rows.map((row) => names.map((name) => cell(row[name] ?? null)).join(',')),
  ];
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
