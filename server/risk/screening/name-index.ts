// Finds the few names out of many that are worth comparing. What it leaves out would score below what anybody asks for; a test
// compares it with comparing everything.
import { nameForms, type NameForms } from './name-forms.ts';
import type { Word } from './romanise.ts';
import { type NameScore, OVERLAP_SHARE, scoreNames, weight, weightOf } from './score.ts';
import { alike, ALIKE_MIN, consonants, sound } from './similarity.ts';

export type Found<T> = { readonly item: T; readonly written: string } & NameScore;
export type NameIndex<T> = {
  readonly size: number;
  /** Names that score `least` or more, the best first, one per item. */
  search(name: string, least: number): Found<T>[];
};

/**
 * Share of the shorter name, by weight, that must be found before it is compared in full: what the asked score needs at least, less
 * what the weights of like words differ.
 */
const shareMin = (least: number): number =>
  0.9 * Math.max(0, (least / 100 - (1 - OVERLAP_SHARE)) / OVERLAP_SHARE);
/** Likely words kept per word that was asked for; people share their names. */
const REMEMBERED = 5_000;

const gramsOf = (letters: string): string[] => {
  const padded = `^${letters}$`;
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2));
};
const push = <K>(map: Map<K, number[]>, key: K, value: number): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** The words of all names, and which of them are like a word. */
function vocabulary() {
  const words: Word[] = [];
  const ids = new Map<string, number>();
  const byGram = new Map<string, number[]>();
  const byConsonants = new Map<string, number[]>();
  const bySound = new Map<string, number[]>();
  const remembered = new Map<string, Map<number, number>>();

  const add = (word: Word): number => {
    const key = `${word.kind}:${word.letters}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = words.push(word) - 1;
    ids.set(key, id);
    for (const gram of new Set(gramsOf(word.letters))) push(byGram, gram, id);
    push(byConsonants, consonants(word.letters), id);
    push(bySound, sound(word.letters), id);
    return id;
  };
  const likely = (word: Word): Iterable<number> => {
    const found = new Set([
      ...(byConsonants.get(consonants(word.letters)) ?? []),
      ...(bySound.get(sound(word.letters)) ?? []),
    ]);
    const grams = [...new Set(gramsOf(word.letters))];
    const counts = new Map<number, number>();
    for (const gram of grams)
      for (const id of byGram.get(gram) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const [id, count] of counts) if (count * 3 >= grams.length) found.add(id);
    return found;
  };
  /** Words like this one, by id, with how like they are. */
  const like = (word: Word): Map<number, number> => {
    const key = `${word.kind}:${word.letters}`;
    const known = remembered.get(key);
    if (known) return known;
    const found = new Map<number, number>();
    for (const id of likely(word)) {
      const other = words[id];
      const value = other ? alike(word, other).value : 0;
      if (value >= ALIKE_MIN) found.set(id, value);
    }
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(key, found);
    return found;
  };
  return { add, like };
}

/** Builds it over names; an item may have many. */
export function buildIndex<T>(names: Iterable<{ readonly item: T; readonly name: string }>): NameIndex<T> {
  const { add, like } = vocabulary();
  const items: T[] = [];
  const forms: NameForms[] = [];
  const lightest: number[] = [];
  const holding = new Map<number, number[]>();
  for (const { item, name } of names) {
    const known = nameForms(name);
    const at = items.push(item) - 1;
    forms.push(known);
    lightest.push(Math.min(...known.forms.map(weightOf)));
    const words = new Set(known.forms.flatMap((form) => form.map(add)));
    for (const word of words) push(holding, word, at);
  }

  // Reused by every search: a map of thousands of names costs more than the comparing.
  const [shares, best] = [new Float32Array(items.length), new Float32Array(items.length)];
  const addShares = (word: Word, seen: number[]): void => {
    const touched: number[] = [];
    for (const [id, value] of like(word))
      for (const at of holding.get(id) ?? []) {
        if (best[at] === 0) touched.push(at);
        best[at] = Math.max(best[at] ?? 0, value);
      }
    for (const at of touched) {
      if (shares[at] === 0) seen.push(at);
      shares[at] = (shares[at] ?? 0) + (best[at] ?? 0) * weight(word.letters);
      best[at] = 0;
    }
  };
  const candidates = (asked: NameForms, least: number): Set<number> => {
    const found = new Set<number>();
    for (const form of asked.forms) {
      const seen: number[] = [];
      for (const word of form) addShares(word, seen);
      const own = weightOf(form);
      for (const at of seen) {
        if ((shares[at] ?? 0) >= shareMin(least) * Math.min(own, lightest[at] ?? own)) found.add(at);
        shares[at] = 0;
      }
    }
    return found;
  };

  return {
    size: items.length,
    search(name, least) {
      const asked = nameForms(name);
      const found = new Map<T, Found<T>>();
      for (const at of candidates(asked, least)) {
        const [other, item] = [forms[at], items[at]];
        if (!other || item === undefined) continue;
        const scored = scoreNames(asked, other);
        if (scored.score < least || scored.score <= (found.get(item)?.score ?? 0)) continue;
        found.set(item, { item, written: other.written, ...scored });
      }
      return [...found.values()].toSorted((a, b) => b.score - a.score);
    },
  };
}
