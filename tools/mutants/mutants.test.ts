// The list of faults must fit the tree: one that hits nothing, or is looked for by tests that are gone, would prove nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ALWAYS_GREEN, FAULTS } from './faults.ts';
import { plant, verdictOf } from './main.ts';
import { failuresIn } from './tree.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => fs.readFileSync(join(ROOT, file), 'utf8');

test('every fault hits one place of the tree and can be healed', () => {
  assert.ok(FAULTS.length >= 12, `${FAULTS.length} faults`);
  assert.equal(new Set(FAULTS.map(({ name }) => name)).size, FAULTS.length);
  for (const fault of FAULTS) {
    const files = new Map<string, string>();
    const tree = {
      read: (file: string) => files.get(file) ?? read(file),
      write: (file: string, text: string) => void files.set(file, text),
    };
    const heal = plant(tree, fault);
    assert.ok(
      [...files].some(([file, text]) => text !== read(file)),
      fault.name,
    );
    heal();
    for (const [file, text] of files) assert.equal(text, read(file), fault.name);
  }
});

test('every fault has tests that are there', () => {
  for (const { name, tests } of FAULTS) {
    assert.ok(tests.length > 0, name);
    for (const path of [...tests, ALWAYS_GREEN])
      assert.ok(fs.existsSync(join(ROOT, path)), `${name}: ${path}`);
  }
});

test('a fault that hits nothing is refused', () => {
  const fault = {
    name: 'nowhere',
    changes: [{ file: 'package.json', from: 'no such text', to: '' }],
    tests: [],
  };
  assert.throws(() => plant({ read, write: () => {} }, fault), /the text stands 0 times in package\.json/);
});

test('only a test that fails beside one that passes has noticed a fault', () => {
  const outcome = { text: '', isLate: false };
  assert.equal(verdictOf({ ...outcome, passed: 5, failed: 1 }), 'caught');
  assert.equal(verdictOf({ ...outcome, passed: 5, failed: 0 }), 'survived');
  assert.equal(verdictOf({ ...outcome, passed: 0, failed: 1 }), 'broken');
  assert.equal(verdictOf({ ...outcome, passed: 0, failed: 0, isLate: true }), 'caught');
  const red = { ...outcome, text: '✖ old (1.5ms)', passed: 5, failed: 1 };
  assert.equal(verdictOf(red, ['old']), 'survived', 'it was red before');
  assert.equal(verdictOf({ ...red, text: '✖ old (1.5ms)\n✖ new (1ms)' }, ['old']), 'caught');
  assert.deepEqual(failuresIn('✔ good (1.5ms)\n✖ money is lost (12.25ms)\n'), ['money is lost']);
});
