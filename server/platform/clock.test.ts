import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantOf, Temporal, textOf } from '#platform/clock';

/** From the year 100 to the year 3000; whole seconds, milliseconds and microseconds are as frequent as nanoseconds. */
const nanoseconds = fc
  .tuple(
    fc.bigInt({ min: -59_011_459_200n, max: 32_503_680_000n }),
    fc.constantFrom(1_000_000_000n, 1_000_000n, 1_000n, 1n),
    fc.bigInt({ min: 0n, max: 999_999_999n }),
  )
  .map(([seconds, unit, below]) => seconds * 1_000_000_000n + (below / unit) * unit);

test('a moment is written as Temporal writes it', () => {
  fc.assert(
    fc.property(nanoseconds, (ns) => {
      const instant = Temporal.Instant.fromEpochNanoseconds(ns);
      assert.equal(textOf(instant), instant.toString());
      assert.equal(textOf(instant), instant.toString(), 'and again');
    }),
  );
});

test('a moment of PostgreSQL is read as Temporal reads it', () => {
  fc.assert(
    fc.property(nanoseconds, fc.constantFrom('+00', '+05:30', '-08'), (ns, zone) => {
      const wall = Temporal.Instant.fromEpochNanoseconds(ns).round('microsecond').toString();
      const text = wall.replace('T', ' ').replace('Z', zone);
      assert.equal(instantOf(text).epochNanoseconds, Temporal.Instant.from(text).epochNanoseconds);
    }),
  );
  assert.throws(() => instantOf('infinity'), RangeError);
});
