import type { Word } from './romanise.ts';

/** How two words came to be alike. */
export type Likeness = 'same' | 'spelling' | 'sound' | 'consonants' | 'initial';
export type Alike = { readonly likeness: Likeness; readonly percent: number };

/** Below this two words are two words. */
export const ALIKE_MIN = 0.82;
/** What is left of a likeness that rests on less than the letters. */
export const SOUND = 0.97;
const CONSONANTS = 0.95;
const INITIAL = 0.85;
export const JARO_BOOST = 0.1;
export const PREFIX_MAX = 4;
const BOOST_FROM = 0.7;

type Value = { readonly likeness: Likeness; readonly value: number };
/** How like a word that was put together must be: it exists in no name, so only a spelling without the gap is meant. */
export const JOINED_MIN = 0.93;
/** A word that goes on for as long again is another one: Novak, Novakovic. */
export const LENGTH_SHARE_MIN = 0.6;
const SERVANT = 'abdul';
/** A name that begins with servant of: what is served tells it from others. */
export const isServant = (letters: string): boolean => letters.startsWith(SERVANT);

/** From 0 to 1, and the same whichever of the two is asked first. */
export function alike(a: Word, b: Word): Value {
  if (a.letters === b.letters) return { likeness: 'same', value: 1 };
  if (a.letters.length === 1 || b.letters.length === 1)
    return { likeness: 'initial', value: a.letters[0] === b.letters[0] ? INITIAL : 0 };
  if (a.kind === 'chinese' && b.kind === 'chinese') return likeSyllables(a.letters, b.letters);
  if (isServant(a.letters) && isServant(b.letters)) {
    const [one, other] = [a.letters.slice(SERVANT.length), b.letters.slice(SERVANT.length)];
    if (one.length > 1 && other.length > 1) return alike({ ...a, letters: one }, { ...b, letters: other });
  }
  if (a.kind === 'abjad' || b.kind === 'abjad')
    return {
      likeness: 'consonants',
      value: consonants(a.letters) === consonants(b.letters) ? CONSONANTS : 0,
    };
  const found = likeLetters(a.letters, b.letters);
  const isJoined = a.kind === 'joined' || b.kind === 'joined';
  return isJoined && found.value < JOINED_MIN ? { ...found, value: 0 } : found;
}

/** Another syllable is another name; only the ending that many speakers do not tell apart is forgiven. */
const likeSyllables = (a: string, b: string): Value => ({
  likeness: 'sound',
  value: syllablesKey(a) === syllablesKey(b) ? SOUND : 0,
});
/** The same for syllables that are alike. */
export const syllablesKey = (letters: string): string => letters.replaceAll(/ng\b|ng(?=[^aeiou])/g, 'n');

function likeLetters(a: string, b: string): Value {
  const share = Math.min(a.length, b.length) / Math.max(a.length, b.length);
  if (share < LENGTH_SHARE_MIN) return { likeness: 'spelling', value: 0 };
  const spelling = jaroWinkler(a, b);
  const sounding = SOUND * jaroWinkler(sound(a), sound(b));
  return sounding > spelling
    ? { likeness: 'sound', value: sounding }
    : { likeness: 'spelling', value: spelling };
}

/** Jaro’s likeness with Winkler’s bonus for a common beginning. The pair is ordered first: the greedy assignment depends on it. */
export function jaroWinkler(one: string, other: string): number {
  const isOrdered = one.length < other.length || (one.length === other.length && one <= other);
  const [a, b] = isOrdered ? [one, other] : [other, one];
  if (a === b) return 1;
  const jaro = jaroOf(a, b);
  if (jaro < BOOST_FROM) return jaro;
  let prefix = 0;
  while (prefix < PREFIX_MAX && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * JARO_BOOST * (1 - jaro);
}

function jaroOf(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(b.length / 2) - 1);
  const taken = new Uint8Array(b.length);
  let matched = '';
  for (let at = 0; at < a.length; at++) {
    const end = Math.min(b.length, at + reach + 1);
    for (let to = Math.max(0, at - reach); to < end; to++) {
      if (taken[to] || a[at] !== b[to]) continue;
      taken[to] = 1;
      matched += a[at];
      break;
    }
  }
  if (matched === '') return 0;
  let [swapped, seen] = [0, 0];
  for (let to = 0; to < b.length; to++) if (taken[to] && matched[seen++] !== b[to]) swapped += 1;
  const count = matched.length;
  return (count / a.length + count / b.length + (count - swapped / 2) / count) / 3;
}

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|sh|zh|ts|tz|cz/g, 's'], [/gh/g, 'k'], [/[ck]h/g, 'h'], [/ph/g, 'f'], [/dh/g, 'd'], [/th/g, 't'], [/dj/g, 'j'], [/ck|q|c/g, 'k'],
  [/x/g, 'ks'], [/z/g, 's'], [/w/g, 'v'], [/ou|oo/g, 'u'], [/[aei][iy]|ee|ie|ye|ij|ae/g, 'i'], [/[ey]/g, 'i'], [/o/g, 'u'],
]; // prettier-ignore
const soundOf = new Map<string, string>();
const SOUNDS_KEPT = 50_000;

/** A rough sound: spellings that one name is given when it is brought over fall together. */
export function sound(letters: string): string {
  const known = soundOf.get(letters);
  if (known !== undefined) return known;
  let text = letters;
  for (const [pattern, to] of SOUNDS) text = text.replace(pattern, to);
  text = text.replace(/(.)\1+/g, '$1');
  if (soundOf.size >= SOUNDS_KEPT) soundOf.clear();
  soundOf.set(letters, text);
  return text;
}

/** What scripts without vowels write, as roughly as they are brought over. */
export function consonants(letters: string): string {
  const hard = letters
    .replaceAll(/[ckq]h?/g, 'k')
    .replaceAll(/([dgst])h/g, '$1')
    .replaceAll('ph', 'f');
  return hard.replaceAll(/[aeiouwy0-9]/g, '').replace(/(.)\1+/g, '$1') || letters;
}
