// The two published forms, and what is refused of them: by line and reason.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type Item, ListRefused } from './listed.ts';
import { readOfac } from './read-ofac.ts';
import { readUn } from './read-un.ts';

const folder = fs.mkdtempSync(join(tmpdir(), 'lists-'));
after(() => fs.rmSync(folder, { recursive: true }));
const SAMPLES = join(import.meta.dirname, '../../sandbox/lists');
let files = 0;
function file(text: string | Uint8Array): string {
  const path = join(folder, `${++files}.txt`);
  fs.writeFileSync(path, text);
  return path;
}
async function all(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
async function refused(items: AsyncIterable<Item>): Promise<string> {
  try {
    await all(items);
    return 'taken';
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    return `${error.reason} in line ${error.line}`;
  }
}
const sdnRow = (ref: string, name: string, remarks = '-0- '): string =>
  `${ref},"${name}","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"${remarks}"\r\n`;
const ofac = (sdn: string, alt = '', add = '') =>
  readOfac({ sdn: file(sdn), alt: file(alt), add: file(add) });
const un = (text: string | Uint8Array) => readUn(file(text));
const list = (inside: string): string =>
  `<?xml version="1.0"?><CONSOLIDATED_LIST><INDIVIDUALS>${inside}</INDIVIDUALS></CONSOLIDATED_LIST>`;

describe('the list of OFAC', () => {
  test('is read with its other names, births and countries, to the sign at its end', async () => {
    const at = (name: string): string => join(SAMPLES, name);
    const items = await all(readOfac({ sdn: at('SDN.CSV'), alt: at('ALT.CSV'), add: at('ADD.CSV') }));
    const entries = items.flatMap((item) => (item.is === 'entry' ? [item.entry] : []));
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['person', 'person', 'person', 'organisation', 'other'],
    );
    assert.deepEqual(entries[0]?.names, ['MALTHOUSE-VERRIN, Ignatius Corvel', 'THE MILLER']);
    assert.deepEqual([entries[0]?.births, entries[0]?.countries], [['1954-10-07'], ['GB']]);
    assert.deepEqual([entries[2]?.births, entries[2]?.countries], [['1968'], ['RU']]);
    assert.equal(items.filter(({ is }) => is === 'name').length, 3);
    assert.equal(items.filter(({ is }) => is === 'country').length, 2);
  });
  test('births in every form that the remarks have', async () => {
    const remarks =
      'DOB 07 Oct 1954; alt. DOB Mar 1955; alt. DOB circa 1960; DOB 1961 to 1963; POB Tehran, Iran.';
    const [item] = await all(ofac(sdnRow('1', 'A, B', remarks)));
    assert.ok(item?.is === 'entry');
    assert.deepEqual(item.entry.births, ['1954-10-07', '1955-03', '1960', '1961', '1963']);
    assert.deepEqual(item.entry.countries, ['IR']);
  });
  const BAD: [string, string, string][] = [
    ['a row with too few values', `${sdnRow('1', 'A, B')}2,"C, D"\r\n`, 'wrong_columns in line 2'],
    ['a page of a web server', '<html><body>Not found</body></html>\n', 'wrong_columns in line 1'],
    ['a number that is none', sdnRow('x', 'A, B'), 'wrong_columns in line 1'],
    ['a quote that never ends', `${sdnRow('1', 'A, B')}2,"C`, 'not_csv in line 2'],
    ['nobody’s row', sdnRow('1', '-0- '), 'no_name in line 1'],
    ['a value without an end', sdnRow('1', 'A'.repeat(300_000)), 'too_long in line 1'],
  ];
  for (const [what, text, told] of BAD)
    test(`refuses ${what}`, async () => {
      assert.equal(await refused(ofac(text)), told);
    });
  test('refuses letters that are no UTF-8', async () => {
    const bytes = Buffer.from(sdnRow('1', 'MÜLLER, Hans'), 'latin1');
    assert.match(await refused(readOfac({ sdn: file(bytes), alt: file(''), add: file('') })), /not_utf8/);
  });
});

describe('the list of the United Nations', () => {
  test('is read with aliases, the original script, births and countries', async () => {
    const items = await all(readUn(join(SAMPLES, 'consolidated.xml')));
    const [person, society] = items.flatMap((item) => (item.is === 'entry' ? [item.entry] : []));
    assert.deepEqual(person?.names, [
      'QUSAYTAR ABD AL-MUHANNAQ AL-TARFUNI',
      'قصيطر عبد المهنق الطرفوني',
      'Qusaitar Tarfouni',
    ]);
    assert.deepEqual([person?.births, person?.countries], [['1980-04-12'], ['JO']]);
    assert.equal(person?.program, 'Made-up XXi.001');
    assert.deepEqual([society?.kind, society?.countries], ['organisation', ['NO']]);
  });
  const PERSON = '<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>';
  const BAD: [string, string, string][] = [
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${list(PERSON)}`, 'has_dtd in line 1'],
    ['entities that grow', `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY l "lol"><!ENTITY m "&l;&l;">]>\n<CONSOLIDATED_LIST>&m;</CONSOLIDATED_LIST>`, 'has_dtd in line 2'],
    ['an entity that nobody declared', list('<INDIVIDUAL><DATAID>&other;</DATAID></INDIVIDUAL>'), 'not_xml in line 1'],
    ['a file that breaks off', list(PERSON).slice(0, 90), 'not_xml in line 1'],
    ['another list', '<sdnList><sdnEntry/></sdnList>', 'not_this_list in line 1'],
    ['nobody’s entry', list('<INDIVIDUAL>\n<DATAID>1</DATAID></INDIVIDUAL>'), 'no_name in line 2'],
    ['a value without an end', list(`<INDIVIDUAL><COMMENTS1>${'x'.repeat(30_000)}</COMMENTS1></INDIVIDUAL>`), 'too_long in line 1'],
    ['elements without an end', list('<a>'.repeat(40)), 'too_long in line 1'],
  ]; // prettier-ignore
  for (const [what, text, told] of BAD)
    test(`refuses ${what}`, async () => {
      assert.equal(await refused(un(text)), told);
    });
  test('refuses letters that are no UTF-8', async () => {
    assert.equal(await refused(un(Buffer.from([...Buffer.from(list('')), 0xff]))), 'not_utf8 in line 1');
  });
});
