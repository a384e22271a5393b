// Many short texts as columns of numbers that say at once of most of them that they cannot be alike.
import { JARO_BOOST, PREFIX_MAX } from './similarity.ts';

const A = 'a'.charCodeAt(0);
const LETTERS = 26;
/** Columns grow by doubling from here. */
const FIRST_SIZE = 1024;
/** Rounding must not lose what is just alike. */
const SLACK = 1e-9;

/** Which letters a text has, which it has twice, and how many more signs there are. */
function signatureOf(text: string): { once: number; twice: number; more: number } {
  let once = 0;
  let twice = 0;
  let more = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at) - A;
    const bit = letter >= 0 && letter < LETTERS ? 1 << letter : 0;
    if (bit === 0 || twice & bit) more += 1;
    else if (once & bit) twice |= bit;
    else once |= bit;
  }
  return { once, twice, more };
}

/** How many bits of 26 are set. */
function bitsIn(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function prefixOf(a: string, b: string): number {
  let prefix = 0;
  while (prefix < PREFIX_MAX && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix))
    prefix += 1;
  return prefix;
}

/** Every common letter is matched, and none is swapped. */
const jaroAtBest = (common: number, one: number, other: number): number =>
  (common / one + common / other + 1) / 3;

/** Texts longer than this are looked at one by one. */
const LENGTH_MAX = 64;
/** How many letters a text of each length must have in common with one of this length, to be as like it at its best. */
function commonNeeded(length: number, least: number, shareMin: number): Float64Array {
  const needed = new Float64Array(LENGTH_MAX + 1);
  const jaro = (least - SLACK - PREFIX_MAX * JARO_BOOST) / (1 - PREFIX_MAX * JARO_BOOST);
  for (let other = 1; other <= LENGTH_MAX; other++) {
    const isOut = other * shareMin > length || length * shareMin > other;
    needed[other] = isOut ? Infinity : (3 * jaro - 1) / (1 / length + 1 / other);
  }
  return needed;
}

export type Signatures = {
  add(text: string): void;
  /** Calls back with the place of each text that may be as like this one as `least`, by Jaro and Winkler; `shareMin` of the longer one’s length. */
  each(text: string, least: number, shareMin: number, found: (at: number) => void): void;
};

export function signatures(): Signatures {
  const texts: string[] = [];
  // Four numbers for each: length, once, twice, more.
  let columns = new Int32Array(4 * FIRST_SIZE);
  return {
    add(text) {
      const at = (texts.push(text) - 1) * 4;
      if (at === columns.length) {
        const wider = new Int32Array(columns.length * 2);
        wider.set(columns);
        columns = wider;
      }
      const { once, twice, more } = signatureOf(text);
      columns.set([text.length, once, twice, more], at);
    },
    each(text, least, shareMin, found) {
      const { once, twice, more } = signatureOf(text);
      const needed = commonNeeded(text.length, least, shareMin);
      const end = texts.length * 4;
      for (let at = 0; at < end; at += 4) {
        const other = columns[at] ?? 0;
        const most = columns[at + 3] ?? 0;
        const common =
          bitsIn(once & (columns[at + 1] ?? 0)) +
          bitsIn(twice & (columns[at + 2] ?? 0)) +
          (more < most ? more : most);
        if (common < (needed[other] ?? 0)) continue;
        const jaro = jaroAtBest(common, text.length, other);
        const prefix = prefixOf(text, texts[at / 4] ?? '');
        if (jaro + prefix * JARO_BOOST * (1 - jaro) >= least - SLACK) found(at / 4);
      }
    },
  };
}
