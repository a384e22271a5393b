import { Temporal } from '#platform/clock';

/**
 * What a guesser may do: so many attempts, then a pause, each pause longer than the last.
 * An attempt is charged before the secret is looked at, so that any number of guesses at once get no more than the limit.
 */
export type AttemptRule = {
  /** Stands in the key, so that one counter never counts for another. */
  readonly scope: string;
  /** Attempts of one round. */
  readonly limit: number;
  /** Minutes of the first, second … pause in a row; the last one repeats. */
  readonly pauseMinutes: readonly [number, ...number[]];
};

export type Attempts = {
  charged: number;
  pauses: number;
  pausedUntil: Temporal.Instant | null;
  chargedAt: Temporal.Instant;
};
export type Charged =
  | { allowed: true; left: number; attempts: Attempts; startsPause: boolean }
  | { allowed: false; until: Temporal.Instant };

/** Hours without an attempt after which everything is forgotten. */
const FORGET_HOURS = 24;

const isAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0;

/** Charges one attempt. The last one of a round is still looked at; the pause begins with it. */
export function charged(before: Attempts | null, rule: AttemptRule, now: Temporal.Instant): Charged {
  if (before?.pausedUntil && isAfter(before.pausedUntil, now))
    return { allowed: false, until: before.pausedUntil };
  const isForgotten = !before || isAfter(now, before.chargedAt.add({ hours: FORGET_HOURS }));
  const isNewRound = isForgotten || before.charged >= rule.limit;
  const used = (isNewRound ? 0 : before.charged) + 1;
  const startsPause = used >= rule.limit;
  const pauses = isForgotten ? 0 : before.pauses;
  const minutes = rule.pauseMinutes[Math.min(pauses, rule.pauseMinutes.length - 1)] ?? rule.pauseMinutes[0];
  const attempts = {
    charged: used,
    pauses: pauses + (startsPause ? 1 : 0),
    pausedUntil: startsPause ? now.add({ minutes }) : null,
    chargedAt: now,
  };
  return { allowed: true, left: rule.limit - used, attempts, startsPause };
}

/** Gives one attempt back, after it turned out right; a pause that began with it is lifted. */
export function givenBack(before: Attempts, rule: AttemptRule): Attempts {
  const isPaused = before.charged >= rule.limit;
  return {
    ...before,
    charged: Math.max(before.charged - 1, 0),
    pauses: Math.max(before.pauses - (isPaused ? 1 : 0), 0),
    pausedUntil: null,
  };
}
