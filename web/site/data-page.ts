import type { DataPart, DataRow, DataValue } from '#common/data-part';
import { formatTimeWithZone } from '#common/format';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { html, type Html, trusted } from './html.ts';

type Words = Readonly<
  Record<string, ((inputs?: object, options?: { locale: Locale }) => string) | undefined>
>;
const WORDS = m as unknown as Words;
/** A part's or a column's name in the reader's language; a test looks that none is missing. */
export function dataWord(sort: 'part' | 'field', name: string, locale: Locale): string {
  const say = WORDS[`site_data_${sort}_${name}`];
  if (!say) throw new Error(`there is no word site_data_${sort}_${name}`);
  return say({}, { locale });
}

/** Whoever reads it does so years later: no time is told as today’s. */
type Reading = { readonly locale: Locale; readonly timeZone: string; readonly issuedAt: string };
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function shown(value: DataValue, reading: Reading): string {
  if (value === null) return '–';
  if (typeof value === 'boolean')
    return value
      ? m.site_data_yes({}, { locale: reading.locale })
      : m.site_data_no({}, { locale: reading.locale });
  const text = String(value);
  return INSTANT.test(text) ? formatTimeWithZone(text, { ...reading, now: 0 }) : text;
}

function table({ name, rows }: DataPart, reading: Reading): Html {
  const { locale } = reading;
  const title = html`<h2>${dataWord('part', name, locale)}</h2>`;
  if (rows.length === 0)
    return html`${title}
      <p>${m.site_data_nothing({}, { locale })}</p>`;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (row: DataRow): Html =>
    html`<tr>
      ${names.map((field) => html`<td>${shown(row[field] ?? null, reading)}</td>`)}
    </tr>`;
  return html`${title}
    <table>
      <thead>
        <tr>
          ${names.map((field) => html`<th scope="col">${dataWord('field', field, locale)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(line)}
      </tbody>
    </table>`;
}

const STYLE = trusted(
  `body{font:15px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}table{border-collapse:collapse;display:block;overflow-x:auto}
td,th{border-top:1px solid #ccc;padding:.35rem .75rem;text-align:left;vertical-align:top}h2{margin-top:2.5rem;font-size:1.1rem}`,
);

/** The page of a copy of one's data: everything, in the owner's language and time, with nothing that has to be loaded. */
export function renderDataPage(parts: readonly DataPart[], reading: Reading): string {
  const { locale, timeZone, issuedAt } = reading;
  const title = m.site_data_title({}, { locale });
  const when = formatTimeWithZone(issuedAt, { locale, timeZone, now: 0 });
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>OKPay · ${title}</h1>
        <p>${m.site_data_lead({ when }, { locale })}</p>
        <p>${m.site_data_amounts({}, { locale })} ${m.site_data_check({}, { locale })}</p>
        ${parts.map((part) => table(part, reading))}
      </body>
    </html>`.markup;
}
