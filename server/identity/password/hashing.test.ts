import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from '#platform/problem';
import {
  hashingLoad,
  hashPassword,
  hashWith,
  isOutdated,
  isPassword,
  noPassword,
  parametersOf,
} from './hashing.ts';

test('a hash is an argon2id string with its parameters and a salt of its own', async () => {
  const [first, second] = await Promise.all([
    hashPassword('Kestrel-Meadow-42'),
    hashPassword('Kestrel-Meadow-42'),
  ]);
  assert.match(first, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.notEqual(first, second);
  assert.equal(parametersOf(first), 'argon2id m=19456,t=2,p=1');
  assert.equal(isOutdated(first), false);
  assert.equal(isOutdated(first.replace('t=2', 't=1')), true);
});

test('what the operator sets is what the next hashes take; older ones still fit and are outdated', async (t) => {
  const old = await hashPassword('Kestrel-Meadow-42');
  hashWith({ memoryKiB: 32_768 });
  t.after(() => hashWith({ memoryKiB: 19_456 }));
  assert.equal(parametersOf(await hashPassword('Kestrel-Meadow-42')), 'argon2id m=32768,t=2,p=1');
  assert.equal(parametersOf(noPassword()), 'argon2id m=32768,t=2,p=1');
  assert.equal(await isPassword(old, 'Kestrel-Meadow-42'), true);
  assert.equal(isOutdated(old), true);
});

test('every byte counts: 72 equal ones and a different 73rd are different passwords', async () => {
  const start = 'a'.repeat(72);
  const phc = await hashPassword(`${start}X`);
  assert.equal(await isPassword(phc, `${start}X`), true);
  assert.equal(await isPassword(phc, `${start}Y`), false);
  assert.equal(await isPassword(phc, start), false);
});

test('letter case, spaces and order count; the normal form does not', async () => {
  const phc = await hashPassword(' Zürich Ａ ');
  assert.equal(await isPassword(phc, ' Zu\u0308rich A '), true);
  for (const other of ['Zürich A', ' zürich a ', ' Zurich A '])
    assert.equal(await isPassword(phc, other), false);
});

test('where there is no account the same work is done and nothing fits', async () => {
  const before = hashingLoad().computed;
  assert.equal(await isPassword(noPassword(), ''), false);
  assert.equal(hashingLoad().computed, before + 1);
  assert.equal(isOutdated(noPassword()), false);
});

test('few are computed at once, the others wait their turn, and too many are told to come back', async (t) => {
  hashWith({ memoryKiB: 1_024 }); // Three hundred of the usual ones take ten seconds.
  t.after(() => hashWith({ memoryKiB: 19_456 }));
  const work = Array.from({ length: 320 }, () => isPassword(noPassword(), 'x'));
  const results = Promise.allSettled(work);
  const { running, waiting } = hashingLoad();
  assert.equal(running, 3);
  assert.equal(waiting, 300);
  const settled = await results;
  const refused = settled.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 17);
  assert.ok(
    refused.every(
      ({ reason }) => reason instanceof Refused && reason.refusal.code === 'temporarily_unavailable',
    ),
  );
  assert.deepEqual({ ...hashingLoad(), computed: 0 }, { running: 0, waiting: 0, computed: 0 });
});

test('a damaged row is a bug that is told, not a wrong password', async () => {
  await assert.rejects(isPassword('$2b$10$abcdefghijklmnopqrstuv', 'x'), /no argon2id string/);
  await assert.rejects(isPassword('$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA', 'x'), /too much work/);
});
