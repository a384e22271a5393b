import { Temporal, type Clock } from '#platform/clock';

/** A clock that stands still until the test moves it. */
export type TestClock = Clock & {
  set(instant: string): void;
  /** Moves it forward: `advance({ minutes: 30 })`. Days count 24 hours. */
  advance(by: {
    days?: number;
    hours?: number;
    minutes?: number;
    seconds?: number;
    milliseconds?: number;
  }): void;
};

export function testClock(start = '2026-11-22T09:00:00Z'): TestClock {
  let present = Temporal.Instant.from(start);
  return {
    now: () => present,
    set(instant) {
      present = Temporal.Instant.from(instant);
    },
    advance({ days = 0, hours = 0, ...rest }) {
      present = present.add({ hours: hours + days * 24, ...rest });
    },
  };
}
