import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

test('the order of names and white space change nothing', () => {
  assert.equal(
    canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }),
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
  assert.equal(
    canonicalJson(JSON.parse(' { "a" : true , "b":[ 1,{"d":null,"c":"x"} ] } ')),
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});

test('what has no value is left out, as JSON does', () => {
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
});

test('names sort by their UTF-16 units, as RFC 8785 §3.2.3 has it', () => {
  assert.equal(
    canonicalJson({ '\u20ac': 1, '\r': 2, 1: 3, '\ud83d\ude00': 4, '\u0080': 5, '\ufb33': 6 }),
    '{"\\r":2,"1":3,"\u0080":5,"€":1,"😀":4,"\ufb33":6}',
  );
});

test('it reads back as what it was, and a second time is the same text', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      assert.deepEqual(JSON.parse(canonicalJson(value)), value);
      assert.equal(canonicalJson(JSON.parse(canonicalJson(value))), canonicalJson(value));
    }),
  );
});
