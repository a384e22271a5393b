import { Temporal } from 'temporal-polyfill'; // Node 24 has no Temporal of its own; only this file knows.

export { Temporal };

/** The only door to the present moment. It is handed in, so that a test can stand at any hour. */
export type Clock = { now(): Temporal.Instant };

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

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
    now: () => base.now().add(offset),
    offset: () => offset,
    setOffset(next) {
      if (Temporal.Duration.compare(next, offset) < 0)
        throw new RangeError('a clock is never moved backwards');
      offset = next;
    },
  };
}
