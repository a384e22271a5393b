/** An expected outcome that the caller must look at. Bugs and lost connections still throw. */
export type Result<T, E extends { code: string }> = { ok: true; value: T } | { ok: false; error: E };
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const err = <const E extends { code: string }>(error: E): { ok: false; error: E } => ({
  ok: false,
  error,
});

/** Marks a branch the compiler has proven empty; reaching it is a bug. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

/** States what must hold; a false condition is a bug here, never a user's error. */
export function invariant(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${what}`);
}
