import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { generate } from 'node-iso11649';
import { newReference, referencesIn, referencesNear, spaced } from './reference.ts';

const digit = fc.integer({ min: 0, max: 9 }).map(String);

describe('a reference', () => {
  test('is found however it is written, and right ones only', () => {
    const own = newReference();
    for (const text of [
      own,
      spaced(own),
      own.toLowerCase(),
      `Miete, ${spaced(own)} danke`,
      own.replace(/.{4}/g, '$&-'),
      `${own}/`,
    ])
      assert.deepEqual(referencesIn([text]), { right: [own], near: null }, text);
    assert.deepEqual(referencesIn(['rent for May', '']), { right: [], near: null });
    assert.deepEqual(referencesIn([own, own]).right, [own], 'twice is once');
    const other = newReference();
    assert.deepEqual(referencesIn([`${own} ${other}`]).right, [own, other]);
  });

  test('with one wrong digit is none, and the right one is among those that are near', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 15 }), digit, (at, wrong) => {
        const own = newReference();
        if (own[at] === wrong) return;
        const typed = own.slice(0, at) + wrong + own.slice(at + 1);
        const found = referencesIn([typed]);
        assert.deepEqual(found, { right: [], near: typed });
        assert.ok(referencesNear(typed).includes(own));
      }),
    );
  });

  test('is still suggested with two digits swapped, one left away or doubled, look-alike letters, or no letters in front', () => {
    const own = generate({ reference: '100200300401' });
    assert.deepEqual(referencesIn([own]).right, [own]);
    const [check, digits] = [own.slice(2, 4), own.slice(4)];
    for (const typed of [
      `RF${check}010200300401`,
      `RF${check}10020030041`,
      `RF${check}1002200300401`,
      `RF${check}${digits.replaceAll('0', 'O')}`,
      `${check}${digits}`,
      digits,
    ])
      assert.ok(referencesNear(referencesIn([typed]).near ?? '').includes(own), typed);
  });

  test('is never the same twice within ten thousand', () => {
    assert.equal(new Set(Array.from({ length: 10_000 }, newReference)).size, 10_000);
  });
});
