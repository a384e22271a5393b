import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REASON_CODES } from '#common/reasons';
import { entries, entryOf, withHead } from './error-docs.ts';

/** The three parts that people write, and the two readers of the last. */
function partsOf(entry: string): Record<'happened' | 'money' | 'operators' | 'developers', string> {
  const match =
    /\n## What happened\n\n([\s\S]+?)\n\n## What it means for the money\n\n([\s\S]+?)\n\n## What to do\n\n\*\*Operators\.\*\* ([\s\S]+?)\n\n\*\*Developers\.\*\* ([\s\S]+?)\n$/.exec(
      entry,
    );
  const [, happened = '', money = '', operators = '', developers = ''] = match ?? [];
  return { happened, money, operators, developers };
}

test('every code has its entry, and every entry its code', () => {
  assert.ok(REASON_CODES.length >= 70);
  assert.deepEqual(entries().toSorted(), [...REASON_CODES].toSorted());
});

test('the heads are those of the catalogue: run node tools/error-docs.ts', () => {
  for (const code of REASON_CODES) assert.equal(entryOf(code), withHead(code, entryOf(code)), code);
});

test('each says what happened, what it means for the money, and what operators and developers do', () => {
  const seen = new Map<string, string>();
  for (const code of REASON_CODES) {
    const entry = entryOf(code);
    assert.ok(entry.startsWith(`# ${code}\n`), code);
    for (const [part, text] of Object.entries(partsOf(entry))) {
      assert.ok(text.split(/\s+/).length >= 3, `${code}: ${part}`);
      assert.doesNotMatch(text, /TODO|TBD|lorem/i, `${code}: ${part}`);
      if (text !== 'Nothing to do here.') {
        assert.equal(seen.get(text), undefined, `${code} says the same as ${seen.get(text)}`);
        seen.set(text, code);
      }
    }
  }
});
