// Finds the few names out of many that are worth comparing. What it leaves out scores below what is asked for; tests compare it with
// comparing everything.
import { type Form, nameForms, type NameForms } from './name-forms.ts';
import type { Word } from './romanise.ts';
import { mostOf, type NameScore, scoreNames, steep, weight, weightOf } from './score.ts';
import { vocabulary } from './vocabulary.ts';

export type Found<T> = { readonly item: T; readonly written: string } & NameScore;
export type NameIndex<T> = {
  readonly size: number;
  /** Names that score `least` or more, the best first, one per item. */
  search(name: string, least: number): Found<T>[];
};

/** The names that hold a word like one that was asked for, and the most that this word can add to what they share. */
type Shares = { readonly at: number[]; readonly most: number[] };

/** Which names hold which words, and by that the most that each can score. */
function shelves() {
  const { add, like } = vocabulary();
  const holding: number[][] = [];
  const lightest: number[] = [];
  // Reused by every search: a map of thousands of names costs more than the comparing.
  let shared = new Float64Array(0);
  let counts = new Uint8Array(0);

  const put = (at: number, forms: readonly Form[]): void => {
    lightest[at] = Math.min(...forms.map(weightOf));
    for (const word of new Set(forms.flatMap((form) => form.map(add)))) (holding[word] ??= []).push(at);
  };
  const sharesOf = (word: Word): Shares => {
    const [own, at, most] = [weight(word.letters), [] as number[], [] as number[]];
    const touched: number[] = [];
    for (const { id, value, weighs } of like(word)) {
      const adds = (steep(value) * (own + weighs)) / 2;
      for (const name of holding[id] ?? []) {
        if (shared[name] === 0) touched.push(name);
        if (adds > (shared[name] ?? 0)) shared[name] = adds;
      }
    }
    for (const name of touched) {
      at.push(name);
      most.push(shared[name] ?? 0);
      shared[name] = 0;
    }
    return { at, most };
  };
  /** Names of which one way to write the asked name may reach the score. */
  const candidates = ({ forms }: NameForms, least: number): Set<number> => {
    if (shared.length < lightest.length) {
      shared = new Float64Array(lightest.length);
      counts = new Uint8Array(lightest.length);
    }
    const known = new Map<string, Shares>();
    const found = new Set<number>();
    for (const form of forms) {
      const seen: number[] = [];
      const parts = form.map((word) => {
        const key = `${word.kind}:${word.letters}`;
        const shares = known.get(key) ?? sharesOf(word);
        known.set(key, shares);
        return shares;
      });
      for (const { at, most } of parts)
        for (const [place, name] of at.entries()) {
          if (counts[name] === 0) seen.push(name);
          counts[name] = (counts[name] ?? 0) + 1;
          shared[name] = (shared[name] ?? 0) + (most[place] ?? 0);
        }
      const own = weightOf(form);
      for (const name of seen) {
        const most = mostOf({
          shared: shared[name] ?? 0,
          words: counts[name] ?? 0,
          own,
          other: lightest[name] ?? own,
        });
        if (most >= least) found.add(name);
        shared[name] = 0;
        counts[name] = 0;
      }
    }
    return found;
  };
  return { put, candidates };
}

/** Builds it over names; an item may have many. */
export function buildIndex<T>(names: Iterable<{ readonly item: T; readonly name: string }>): NameIndex<T> {
  const { put, candidates } = shelves();
  const items: T[] = [];
  const forms: NameForms[] = [];
  for (const { item, name } of names) {
    const known = nameForms(name);
    forms.push(known);
    put(items.push(item) - 1, known.forms);
  }
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
