// The one frame of another company in our pages: only it is heard, and only in the agreed words. (SES-10)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heardFromFrame } from './frame-message.ts';

const ORIGIN = 'https://acquirer.example';
const frame = { name: 'the frame that we opened' };
const speaker = { origin: ORIGIN, source: frame };
const say = (
  data: unknown,
  changes: { origin?: string; source?: unknown } = {},
  who: { origin: string | null; source: unknown } = speaker,
) => heardFromFrame({ origin: ORIGIN, source: frame, data, ...changes }, who);
const token = { channel: 'card-fields', type: 'token', token: 'tok_0123456789' };

test('the frame is heard', () => {
  assert.deepEqual(say(token), { type: 'token', token: 'tok_0123456789', card: null });
  assert.deepEqual(say({ ...token, brand: 'visa', last4: '4242' }), {
    type: 'token',
    token: 'tok_0123456789',
    card: { brand: 'visa', last4: '4242' },
  });
  for (const odd of [
    { brand: 'visa', last4: '4242424242424242' },
    { brand: 'x'.repeat(31), last4: '4242' },
  ])
    assert.deepEqual(say({ ...token, ...odd }), { type: 'token', token: 'tok_0123456789', card: null });
  assert.deepEqual(say({ channel: 'card-fields', type: 'valid', valid: true }), {
    type: 'valid',
    valid: true,
  });
  assert.deepEqual(say({ channel: 'card-fields', type: 'submit' }), { type: 'submit' });
  assert.deepEqual(say({ channel: 'card-fields', type: 'error' }), { type: 'error' });
});

test('nobody else is: another origin, another window, a page that looks alike', () => {
  for (const origin of ['https://evil.example', 'https://acquirer.example.evil.example', 'http://acquirer.example', 'https://acquirer.example:8443', 'null', ''])
    assert.equal(say(token, { origin }), null, origin); // prettier-ignore
  for (const source of [null, undefined, {}, { ...frame }]) assert.equal(say(token, { source }), null);
  assert.equal(say(token, {}, { origin: null, source: frame }), null, 'before the frame is there');
  assert.equal(say(token, { source: null }, { origin: ORIGIN, source: null }), null, 'no window is no frame');
  assert.equal(say(token, { source: undefined }, { origin: ORIGIN, source: undefined }), null);
});

test('other words are not understood, and break nothing', () => {
  const words: unknown[] = [
    null, undefined, 0, '', 'card-fields', [], {}, () => {}, { channel: 'card-fields' }, { type: 'token', token: 'tok_1' }, { ...token, channel: 'other' },
    { ...token, token: 5 }, { ...token, token: '' }, { ...token, token: 'x'.repeat(201) }, { ...token, token: { toString: 'x' } }, { channel: 'card-fields', type: 'navigate', href: 'https://evil.example' },
    { channel: 'card-fields', type: '__proto__' }, { channel: 'card-fields', type: 'height', height: '900' }, { channel: 'card-fields', type: 'height', height: Number.NaN },
  ]; // prettier-ignore
  for (const data of words) assert.equal(say(data), null, String(JSON.stringify(data)));
  assert.deepEqual(say({ channel: 'card-fields', type: 'valid', valid: 'yes' }), {
    type: 'valid',
    valid: false,
  });
});

test('the frame cannot cover the page', () => {
  const height = (pixels: number) => say({ channel: 'card-fields', type: 'height', height: pixels });
  assert.deepEqual(height(100_000), { type: 'height', height: 900 });
  assert.deepEqual(height(1), { type: 'height', height: 120 });
  assert.deepEqual(height(340), { type: 'height', height: 340 });
});
