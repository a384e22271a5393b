import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testClock } from '#test/clock';
import { matchingStep } from './totp.ts';

/** RFC 6238 appendix B, SHA-1: the key “12345678901234567890” in base 32, times, and the last six of its eight digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const VECTORS: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];
const clockAt = (seconds: number) => testClock(new Date(seconds * 1000).toISOString());

for (const [seconds, code] of VECTORS) {
  test(`RFC 6238: at ${seconds} s the code is ${code}`, async () => {
    const step = Math.floor(seconds / 30);
    assert.equal(await matchingStep(SECRET, code, { clock: clockAt(seconds), lastStep: 0 }), step);
  });
}

test('a code counts one step early and one step late, and no more', async () => {
  const [seconds, code] = [1_111_111_109, '081804'];
  const step = Math.floor(seconds / 30);
  const begins = step * 30;
  const at = (second: number) => matchingStep(SECRET, code, { clock: clockAt(second), lastStep: 0 });
  assert.equal(await at(begins - 30), step, 'the phone is half a minute ahead');
  assert.equal(await at(begins + 59), step, 'the phone is half a minute behind');
  assert.equal(await at(begins - 31), null);
  assert.equal(await at(begins + 60), null);
});

test('a step that was used, and every step before it, is refused', async () => {
  const [seconds, code] = [1_234_567_890, '005924'];
  const step = Math.floor(seconds / 30);
  const after = (lastStep: number) => matchingStep(SECRET, code, { clock: clockAt(seconds), lastStep });
  assert.equal(await after(step - 1), step);
  assert.equal(await after(step), null);
  assert.equal(await after(step + 1), null);
});

test('digits of other keyboards, spaces and dashes are read; what is no code is none', async () => {
  const clock = clockAt(59);
  for (const typed of ['287 082', '287-082', ' ２８７０８２ '])
    assert.equal(await matchingStep(SECRET, typed, { clock, lastStep: 0 }), 1, typed);
  for (const typed of ['', '28708', '2870822', '94287082', '287o82', '٢٨٧٠٨٢'])
    assert.equal(await matchingStep(SECRET, typed, { clock, lastStep: 0 }), null, typed);
});
