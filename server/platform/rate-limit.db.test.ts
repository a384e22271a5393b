import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDb } from '#platform/db';
import { addressKey, charge, forgive } from '#platform/rate-limit';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';

const { db, urls } = await freshDb();
const clock = testClock('2026-11-22T09:00:00Z');
const limit = { scope: 'test', limit: 5, seconds: 60 };

test('of any number of attempts at once, in several processes, no more than the limit pass', async (t) => {
  const other = openDb(urls.appUrl);
  t.after(() => other.close());
  const charges = await Promise.all(
    Array.from({ length: 60 }, (_, n) => charge(n % 2 ? db : other, clock, limit, 'many')),
  );
  assert.equal(charges.filter(({ ok }) => ok).length, 5);
});

test('a window ends by the clock, and not later because somebody kept trying', async () => {
  for (let n = 0; n < 5; n++)
    assert.deepEqual(await charge(db, clock, limit, 'window'), { ok: true, left: 4 - n });
  clock.advance({ seconds: 59 });
  const refused = await charge(db, clock, limit, 'window');
  assert.equal(refused.ok ? '' : refused.until.toString(), '2026-11-22T09:01:00Z');
  clock.advance({ seconds: 1 });
  assert.deepEqual(await charge(db, clock, limit, 'window'), { ok: true, left: 4 });
});

test('another key and another scope have counts of their own, and a count can be forgiven', async () => {
  const one = { ...limit, limit: 1 };
  assert.ok((await charge(db, clock, one, 'a')).ok);
  assert.ok(!(await charge(db, clock, one, 'a')).ok);
  assert.ok((await charge(db, clock, one, 'b')).ok);
  assert.ok((await charge(db, clock, { ...one, scope: 'other' }, 'a')).ok);
  await forgive(db, 'test', 'a');
  assert.ok((await charge(db, clock, one, 'a')).ok);
});

test('an IPv6 household counts as one address', () => {
  assert.equal(addressKey('203.0.113.9'), '203.0.113.9');
  assert.equal(addressKey('::ffff:203.0.113.9'), '203.0.113.9');
  assert.equal(addressKey('2001:db8:1:2:aaaa::1'), '2001:db8:1:2');
  assert.equal(addressKey('2001:0DB8:0001:0002::'), '2001:db8:1:2');
  assert.equal(addressKey('2001:db8::1'), '2001:db8:0:0');
  assert.equal(addressKey('::1'), '0:0:0:0');
});
