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

/** Which names hold which words, and by that what each shares with a word at the most. */
function shelves() {
  const { add, like } = vocabulary();
  const holding: number[][] = [];
  // Reused by every search: a map of thousands of names costs more than the comparing.
  let best = new Float64Array(0);

  const put = (at: number, forms: readonly Form[]): void => {
    for (const word of new Set(forms.flatMap((form) => form.map(add)))) (holding[word] ??= []).push(at);
  };
  const sharesOf = (word: Word, names: number): Shares => {
    if (best.length < names) best = new Float64Array(names);
    const own = weight(word.letters);
    const at: number[] = [];
    for (const { id, value, weighs } of like(word)) {
      const adds = (steep(value) * (own + weighs)) / 2;
      for (const name of holding[id] ?? []) {
        if (best[name] === 0) at.push(name);
        if (adds > (best[name] ?? 0)) best[name] = adds;
      }
    }
    const most = at.map((name) => best[name] ?? 0);
    for (const name of at) best[name] = 0;
    return { at, most };
  };
  return { put, sharesOf };
}

/** Adds up what names share with the words of one way to write a name, and empties itself. */
function sums() {
  let shared = new Float64Array(0);
  let counts = new Uint8Array(0);
  return (
    parts: readonly Shares[],
    names: number,
    each: (name: number, shared: number, words: number) => void,
  ): void => {
    if (shared.length < names) [shared, counts] = [new Float64Array(names), new Uint8Array(names)];
    const seen: number[] = [];
    for (const { at, most } of parts)
      for (const [place, name] of at.entries()) {
        if (counts[name] === 0) seen.push(name);
        counts[name] = (counts[name] ?? 0) + 1;
        shared[name] = (shared[name] ?? 0) + (most[place] ?? 0);
      }
    for (const name of seen) {
      each(name, shared[name] ?? 0, counts[name] ?? 0);
      shared[name] = 0;
      counts[name] = 0;
    }
  };
}

/** Finds the names of which one way to write the asked name may reach the score. */
function candidatesIn({ sharesOf }: ReturnType<typeof shelves>, lightest: readonly number[]) {
  const addUp = sums();
  return ({ forms }: NameForms, least: number): Set<number> => {
    const known = new Map<string, Shares>();
    const sharesFor = (word: Word): Shares => {
      const key = `${word.kind}:${word.letters}`;
      const shares = known.get(key) ?? sharesOf(word, lightest.length);
      known.set(key, shares);
      return shares;
    };
    const found = new Set<number>();
    for (const form of forms) {
      const own = weightOf(form);
      addUp(form.map(sharesFor), lightest.length, (name, shared, words) => {
        if (mostOf({ shared, words, own, other: lightest[name] ?? own }) >= least) found.add(name);
      });
    }
    return found;
  };
}

/** Builds it over names; an item may have many. */
export function buildIndex<T>(names: Iterable<{ readonly item: T; readonly name: string }>): NameIndex<T> {
  const shelf = shelves();
  const items: T[] = [];
  const forms: NameForms[] = [];
  const lightest: number[] = [];
  for (const { item, name } of names) {
    const known = nameForms(name);
    forms.push(known);
    lightest.push(Math.min(...known.forms.map(weightOf)));
    shelf.put(items.push(item) - 1, known.forms);
  }
  const candidates = candidatesIn(shelf, lightest);
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
