/**
 * The time of one simulated company. It runs with the machine's clock and can be moved ahead from outside, since a sandbox
 * that is moved by a day expects the outside world to have lived that day too.
 */
export type SimulatedClock = {
  /** Milliseconds since 1970, moved by the offset. */
  millis: () => number;
  /** The same as text, e.g. `2026-11-22T05:00:00.000Z`. */
  text: () => string;
  moveTo: (offsetMillis: number) => void;
  offsetMillis: () => number;
  /** Calls when the clock passes `dueMillis`, at once if it already has. Not repeated after a restart: the caller re-arms from its book. */
  at: (dueMillis: number, action: () => void) => void;
  stop: () => void;
};

/** Node's timers overflow beyond this; a far due time is simply looked at again. */
const LONGEST_TIMER_MILLIS = 2_000_000_000;

export function createClock(): SimulatedClock {
  let offset = 0;
  let waiting: { due: number; action: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const millis = (): number => Date.now() + offset;

  function arm(): void {
    clearTimeout(timer);
    const next = waiting.reduce((least, { due }) => Math.min(least, due), Infinity);
    if (next === Infinity) return;
    timer = setTimeout(runDue, Math.min(Math.max(next - millis(), 0), LONGEST_TIMER_MILLIS));
    timer.unref();
  }
  function runDue(): void {
    const due = waiting.filter((entry) => entry.due <= millis()).sort((a, b) => a.due - b.due);
    waiting = waiting.filter((entry) => !due.includes(entry));
    arm();
    for (const { action } of due) action();
  }
  return {
    millis,
    text: () => new Date(millis()).toISOString(),
    offsetMillis: () => offset,
    moveTo(offsetMillis) {
      offset = offsetMillis;
      arm();
    },
    at(due, action) {
      waiting.push({ due, action });
      arm();
    },
    stop: () => clearTimeout(timer),
  };
}
