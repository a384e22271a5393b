// The consolidated list of the United Nations Security Council, as XML. Read as a stream; a document type or an entity of its own is
// refused before anything of it is looked at.
import { createReadStream } from 'node:fs';
import { SaxesParser } from 'saxes';
import { countryCode } from './countries.ts';
import { type Item, type Listed, ListRefused, VALUE_MAX } from './listed.ts';

/** Elements inside of one another; the list has five. */
const DEPTH_MAX = 12;
const ROOT = 'CONSOLIDATED_LIST';
const NAME_PARTS = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'];
type UnItem = Extract<Item, { is: 'entry' }> & { readonly at: { file: string; line: number } };

export async function* readUn(
  file: string,
  onChunk: (chunk: Buffer) => void = () => {},
): AsyncGenerator<UnItem> {
  const found: UnItem[] = [];
  const parser = parserInto(file, found);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new ListRefused('not_utf8', { file, line: parser.line });
    }
  };
  for await (const chunk of createReadStream(file)) {
    const bytes = chunk as Buffer;
    onChunk(bytes);
    parser.write(decode(bytes));
    yield* found.splice(0);
  }
  parser.write(decode());
  parser.close();
  yield* found.splice(0);
}

/** Values of one entry by the path of their elements below it: `INDIVIDUAL_ALIAS/ALIAS_NAME`. */
type Values = Map<string, string[]>;

function parserInto(file: string, found: UnItem[]): SaxesParser {
  const parser = new SaxesParser();
  const path: string[] = [];
  let [values, text, started]: [Values, string, number] = [new Map(), '', 0];
  const refuse = (reason: 'has_dtd' | 'not_xml' | 'not_this_list' | 'too_long' | 'no_name'): never => {
    throw new ListRefused(reason, { file, line: parser.line });
  };
  parser.on('doctype', () => refuse('has_dtd'));
  parser.on('error', () => refuse('not_xml'));
  parser.on('opentag', ({ name }) => {
    if (path.length === 0 && name !== ROOT) refuse('not_this_list');
    if (path.push(name) > DEPTH_MAX) refuse('too_long');
    if (isEntry(path)) [values, started] = [new Map(), parser.line];
    text = '';
  });
  const take = (more: string): void => {
    text += more;
    if (text.length > VALUE_MAX) refuse('too_long');
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    if (isEntry(path)) {
      const entry = entryOf(values, path[2] === 'ENTITY') ?? refuse('no_name');
      found.push({ is: 'entry', entry, at: { file, line: started } });
    } else if (path.length > 3 && text.trim() !== '') {
      const key = path.slice(3).join('/');
      values.set(key, [...(values.get(key) ?? []), text.trim()]);
    }
    text = '';
    path.pop();
  });
  return parser;
}

const isEntry = (path: readonly string[]): boolean =>
  path.length === 3 && (path[2] === 'INDIVIDUAL' || path[2] === 'ENTITY');

function entryOf(values: Values, isOrganisation: boolean): Listed | null {
  const all = (...keys: string[]): string[] => keys.flatMap((key) => values.get(key) ?? []);
  const name = all(...NAME_PARTS).join(' ');
  const ref = all('DATAID')[0];
  if (name === '' || ref === undefined) return null;
  const of = isOrganisation ? 'ENTITY' : 'INDIVIDUAL';
  const countries = all('NATIONALITY/VALUE', `${of}_PLACE_OF_BIRTH/COUNTRY`, `${of}_ADDRESS/COUNTRY`);
  const births = all(
    'INDIVIDUAL_DATE_OF_BIRTH/DATE',
    'INDIVIDUAL_DATE_OF_BIRTH/YEAR',
    'INDIVIDUAL_DATE_OF_BIRTH/FROM_YEAR',
    'INDIVIDUAL_DATE_OF_BIRTH/TO_YEAR',
  );
  return {
    ref,
    kind: isOrganisation ? 'organisation' : 'person',
    program: [...all('UN_LIST_TYPE'), ...all('REFERENCE_NUMBER')].join(' '),
    names: [...new Set([name, ...all('NAME_ORIGINAL_SCRIPT', `${of}_ALIAS/ALIAS_NAME`)])],
    births: [
      ...new Set(births.map((date) => date.slice(0, 10)).filter((date) => /^\d{4}(-\d\d){0,2}$/.test(date))),
    ],
    countries: [...new Set(countries.map(countryCode).filter((code) => code !== null))],
    remarks: all('COMMENTS1').join(' '),
  };
}
