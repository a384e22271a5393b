// Chance that can be repeated: everything a run draws comes from its seed.

export type Random = {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  between(from: number, to: number): number;
  /** True in `percent` of a hundred draws. */
  chance(percent: number): boolean;
  oneOf<T>(choices: readonly [T, ...T[]]): T;
};

/** mulberry32: small, fast and the same everywhere; nothing secret is made with it. `parts` name the stream, so that each client has its own. */
export function randomOf(...parts: readonly (number | string)[]): Random {
  let state = hashOf(parts.join('/'));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (percent) => next() * 100 < percent,
    oneOf: (choices) => choices[below(choices.length)] ?? choices[0],
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
