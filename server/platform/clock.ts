import { Temporal } from 'temporal-polyfill'; // Node 24 has no Temporal of its own; only this file knows.

export { Temporal };

/** The only door to the present moment. It is handed in, so that a test can stand at any hour. */
export type Clock = { now(): Temporal.Instant };

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

const NANOS_PER_MILLI = 1_000_000n;
const texts = new WeakMap<Temporal.Instant, string>();

/** The same text as `instant.toString()`, made once: an answer names the moment of its transaction in many places. */
export function textOf(instant: Temporal.Instant): string {
  const known = texts.get(instant);
  if (known !== undefined) return known;
  const { epochMilliseconds, epochNanoseconds } = instant;
  const below = epochNanoseconds - BigInt(epochMilliseconds) * NANOS_PER_MILLI;
  const toMillis = new Date(epochMilliseconds).toISOString().slice(0, -1);
  const text = `${`${toMillis}${String(below).padStart(6, '0')}`.replace(/\.?(?<!0)0+$/, '')}Z`;
  texts.set(instant, text);
  return text;
}

const POSTGRES_UTC = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00$/;

/** A timestamptz as PostgreSQL writes it. In UTC, as our connections have it, it is read in a tenth of the polyfill's time. */
export function instantOf(text: string): Temporal.Instant {
  const match = POSTGRES_UTC.exec(text);
  if (!match) return Temporal.Instant.from(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const micros = Number((match[7] ?? '').padEnd(6, '0'));
  const millis = Date.UTC(year, month - 1, day, hour, minute, second) + Math.floor(micros / 1000);
  // Date.UTC takes the years 0 to 99 for those after 1900.
  if (year < 100) return Temporal.Instant.from(text);
  if (micros % 1000 === 0) return Temporal.Instant.fromEpochMilliseconds(millis);
  return Temporal.Instant.fromEpochNanoseconds(
    BigInt(millis) * NANOS_PER_MILLI + BigInt(micros % 1000) * 1000n,
  );
}

/** Real milliseconds since 1970, for ids: thousands are made in the time that an Instant takes. */
export const systemMillis = (): number => Date.now();

/** A clock that runs on but can be moved forward, so that a deadline of days can be lived through in a minute. */
export type MovableClock = Clock & {
  /** How far it stands ahead of the clock it was made from. */
  offset(): Temporal.Duration;
  /** Sets how far it stands ahead. Time never runs backwards: a smaller offset than the present one is an error. */
  setOffset(offset: Temporal.Duration): void;
};

export function movableClock(base: Clock = systemClock): MovableClock {
  let offset = Temporal.Duration.from({ seconds: 0 });
  return {
    now: () => (offset.sign === 0 ? base.now() : base.now().add(offset)),
    offset: () => offset,
    setOffset(next) {
      if (Temporal.Duration.compare(next, offset) < 0)
        throw new RangeError('a clock is never moved backwards');
      offset = next;
    },
  };
}
