// (PRV-01) What the inventory says of itself; that it names every column of the database is told by test/security/data-inventory.test.ts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOCALES } from '#common/locale';
import { CLASSES, DATA_INVENTORY_FILE, inventory, inventoryText, terms } from './data-inventory.ts';

const ROOT = join(import.meta.dirname, '..');
/** Sorts that say something of a person by themselves. */
const PERSONAL = ['identity', 'contact', 'financial', 'trace', 'words', 'decision', 'secret'];

test('docs/DATA_INVENTORY.md says what the inventory is: run `npm run inventory` after a change', () => {
  assert.equal(fs.readFileSync(DATA_INVENTORY_FILE, 'utf8'), inventoryText());
});

test('every time that something is kept is used, and every table has one', () => {
  const tables = inventory();
  assert.ok(tables.length > 100, String(tables.length));
  const used = new Set(tables.map(({ kept }) => kept));
  assert.deepEqual([...used].toSorted(), Object.keys(terms()).toSorted());
});

test('every sort of data is found somewhere', () => {
  const sorts = new Set(
    inventory().flatMap(({ columns }) => Array.from(columns.values(), ({ sort }) => sort)),
  );
  assert.deepEqual([...sorts].toSorted(), Object.keys(CLASSES).toSorted());
});

test('a number of days that stands in a schedule of the program is the one that stands here', () => {
  const constants = Object.values(terms()).flatMap(({ constant }) => (constant ? [constant] : []));
  assert.ok(constants.length > 5);
  for (const [file, name, value] of constants) {
    const written = new RegExp(`const ${name} = ([\\d *]+);`).exec(
      fs.readFileSync(join(ROOT, file), 'utf8'),
    )?.[1];
    const product = written?.split('*').reduce((all, factor) => all * Number(factor), 1);
    assert.equal(product, value, `${name} in ${file}`);
  }
});

for (const locale of LOCALES)
  test(`the privacy notice in ${locale} has a line for whatever is kept of customers`, () => {
    const notice = fs.readFileSync(join(ROOT, `web/site/legal/${locale}/privacy.md`), 'utf8').split('\n');
    const all = terms();
    for (const { name, kept, columns } of inventory()) {
      const term = all[kept];
      const line = term?.notice?.[locale];
      if (line !== undefined)
        assert.ok(
          notice.some((each) => each.startsWith(`| ${line}`)),
          `${line}: ${name}`,
        );
      else if (kept === 'rules' || kept === 'hours')
        for (const [column, { sort }] of columns)
          assert.ok(
            !PERSONAL.includes(sort),
            `${name}.${column} is of a person, and the notice says nothing`,
          );
    }
  });
