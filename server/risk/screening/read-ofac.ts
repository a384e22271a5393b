// OFAC’s “SDN” list as it is published in comma-separated files: no header, values in quotes, `-0-` where there is none, and in some
// editions a control character at the end. Source: OFAC’s data specification (dat_spec.txt), columns of SDN, ALT and ADD.
import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { countryCode } from './countries.ts';
import { type Item, type ListedKind, ListRefused, VALUE_MAX } from './listed.ts';

const COLUMNS = { sdn: 12, alt: 5, add: 6 } as const;
/** Where a weak alias stands: in the remarks, as `a.k.a. 'NAME'`. */
const WEAK_ALIAS = /\b(?:a|f|n)\.k\.a\. '([^']+)'/g;
const BORN = /\bDOB (circa )?([^;.]+?)(?: to ([^;.]+?))?(?=[;.]|$)/g;
const FROM = /\b(?:nationality|citizen|POB) ([^;]+?)\.?(?=;|$)/g;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const END_SIGN = '\u001a';

export type OfacFiles = { readonly sdn: string; readonly alt: string; readonly add: string };
type Row = { readonly values: string[]; readonly line: number };

export async function* readOfac(
  { sdn, alt, add }: OfacFiles,
  onChunk: (chunk: Buffer) => void = () => {},
): AsyncGenerator<Item & { readonly at: { file: string; line: number } }> {
  for await (const { values, line } of rowsOf(sdn, COLUMNS.sdn, onChunk)) {
    const [ref = '', name = '', kind = '', program = ''] = values;
    const remarks = values[11] ?? '';
    if (name === '') throw new ListRefused('no_name', { file: sdn, line });
    yield {
      is: 'entry',
      entry: {
        ref,
        kind: kindOf(kind),
        program,
        names: [name, ...[...remarks.matchAll(WEAK_ALIAS)].map(([, alias = '']) => alias)],
        births: birthsIn(remarks),
        countries: countriesIn(remarks),
        remarks,
      },
      at: { file: sdn, line },
    };
  }
  for await (const { values, line } of rowsOf(alt, COLUMNS.alt, onChunk)) {
    const [ref = '', , , name = ''] = values;
    if (name === '') throw new ListRefused('no_name', { file: alt, line });
    yield { is: 'name', ref, name, at: { file: alt, line } };
  }
  for await (const { values, line } of rowsOf(add, COLUMNS.add, onChunk)) {
    const country = countryCode(values[4] ?? '');
    if (country !== null) yield { is: 'country', ref: values[0] ?? '', country, at: { file: add, line } };
  }
}

async function* rowsOf(file: string, columns: number, onChunk: (chunk: Buffer) => void): AsyncGenerator<Row> {
  const stream = createReadStream(file);
  stream.on('data', (chunk) => {
    if (typeof chunk !== 'string') onChunk(chunk);
  });
  const parser = stream.pipe(
    parse({
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: VALUE_MAX * columns,
      bom: true,
    }),
  );
  stream.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      const line = info.lines;
      const isEnd = record.length === 1 && (record[0] ?? '').replace(END_SIGN, '').trim() === '';
      if (isEnd) continue;
      if (record.length !== columns || !/^\s*\d{1,10}\s*$/.test(record[0] ?? ''))
        throw new ListRefused('wrong_columns', { file, line });
      if (record.some((value) => value.includes('\ufffd'))) throw new ListRefused('not_utf8', { file, line });
      if (record.some((value) => value.length > VALUE_MAX)) throw new ListRefused('too_long', { file, line });
      yield { values: record.map(valueOf), line };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const lines: unknown = error['lines'];
    throw new ListRefused(error.code === 'CSV_MAX_RECORD_SIZE' ? 'too_long' : 'not_csv', {
      file,
      line: typeof lines === 'number' ? lines : null,
    });
  } finally {
    stream.destroy();
  }
}

const valueOf = (text: string): string => (text.trim() === '-0-' ? '' : text.trim());

function kindOf(text: string): ListedKind {
  if (text === 'individual') return 'person';
  // Organisations have no type in these files; ships and aircraft have one.
  return text === '' ? 'organisation' : 'other';
}

/** `DOB 07 Oct 1954; alt. DOB 1955; DOB circa 1960; DOB 1961 to 1963`. A span is told by its ends. */
function birthsIn(remarks: string): string[] {
  const dates = [...remarks.matchAll(BORN)].flatMap(([, , from = '', to]) => [from, to ?? '']);
  return [...new Set(dates.map(dateOf).filter((date) => date !== null))];
}

function dateOf(text: string): string | null {
  const found = /^(?:(?:(\d{1,2}) )?([A-Z][a-z]{2}) )?(\d{4})$/.exec(text.trim());
  if (!found) return null;
  const [, day, month, year = ''] = found;
  const at = MONTHS.indexOf(month ?? '');
  if (at < 0) return year;
  const yearAndMonth = `${year}-${String(at + 1).padStart(2, '0')}`;
  return day === undefined ? yearAndMonth : `${yearAndMonth}-${day.padStart(2, '0')}`;
}

/** A place is told as `Town, Country`. */
function countriesIn(remarks: string): string[] {
  const told = [...remarks.matchAll(FROM)].map(
    ([, place = '']) => countryCode(place) ?? countryCode(place.split(',').at(-1) ?? ''),
  );
  return [...new Set(told.filter((code) => code !== null))];
}
