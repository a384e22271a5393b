// The words of all listed names, and which of them are like a word: what is found is what comparing with every word finds.
import type { Word } from './romanise.ts';
import { weight } from './score.ts';
import { signatures } from './signatures.ts';
import {
  alike,
  ALIKE_MIN,
  consonants,
  isServant,
  JOINED_MIN,
  LENGTH_SHARE_MIN,
  sound,
  SOUND,
  syllablesKey,
} from './similarity.ts';

/** A word of the lists that is like the one asked for: by its number, how like it is, and what it weighs. */
export type LikeWord = { readonly id: number; readonly value: number; readonly weighs: number };
export type Vocabulary = {
  /** Takes a word in, and answers its number. */
  add(word: Word): number;
  like(word: Word): readonly LikeWord[];
};

/** Words whose likes are kept; people share their names. */
const REMEMBERED = 5_000;

const push = <K>(map: Map<K, number[]>, key: K, value: number): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** Words by their letters and by their sound: many spellings have one sound, so each sound is looked at once. */
function shelf() {
  const spellings = signatures();
  const sounds = signatures();
  const ids: number[] = [];
  const soundAt = new Map<string, number>();
  const bySound: number[][] = [];
  return {
    add(letters: string, id: number): void {
      spellings.add(letters);
      ids.push(id);
      const text = sound(letters);
      const known = soundAt.get(text);
      if (known !== undefined) return void bySound[known]?.push(id);
      soundAt.set(text, bySound.push([id]) - 1);
      sounds.add(text);
    },
    each(letters: string, least: number, found: (id: number) => void): void {
      spellings.each(letters, least, LENGTH_SHARE_MIN, (at) => found(ids[at] ?? 0));
      sounds.each(sound(letters), least / SOUND, 0, (at) => bySound[at]?.forEach(found));
    },
  };
}

export function vocabulary(): Vocabulary {
  const words: Word[] = [];
  const ids = new Map<string, number>();
  // Words that were put together here are many, and must be liker.
  const [whole, joined] = [shelf(), shelf()];
  const byConsonants = new Map<string, number[]>();
  const bySyllables = new Map<string, number[]>();
  const byFirst = new Map<string, number[]>();
  const initials = new Map<string, number[]>();
  const servants: number[] = [];
  const remembered = new Map<string, readonly LikeWord[]>();

  const add = (word: Word): number => {
    const key = `${word.kind}:${word.letters}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = words.push(word) - 1;
    const { letters } = word;
    ids.set(key, id);
    (word.kind === 'joined' ? joined : whole).add(letters, id);
    push(byConsonants, consonants(letters), id);
    push(byFirst, letters.charAt(0), id);
    if (letters.length === 1) push(initials, letters, id);
    if (word.kind === 'chinese') push(bySyllables, syllablesKey(letters), id);
    if (isServant(letters)) servants.push(id);
    return id;
  };

  /** All that may be alike, by each of the ways in which two words can be. */
  const likely = ({ letters, kind }: Word): Set<number> => {
    const found = new Set<number>(byConsonants.get(consonants(letters)));
    const take = (list: readonly number[] | undefined): void => list?.forEach((id) => found.add(id));
    take(letters.length === 1 ? byFirst.get(letters) : initials.get(letters.charAt(0)));
    if (kind === 'chinese') take(bySyllables.get(syllablesKey(letters)));
    if (isServant(letters)) take(servants);
    whole.each(letters, kind === 'joined' ? JOINED_MIN : ALIKE_MIN, (id) => found.add(id));
    joined.each(letters, JOINED_MIN, (id) => found.add(id));
    return found;
  };
  const like = (word: Word): readonly LikeWord[] => {
    const key = `${word.kind}:${word.letters}`;
    const known = remembered.get(key);
    if (known) return known;
    const found: LikeWord[] = [];
    for (const id of likely(word)) {
      const other = words[id];
      const value = other ? alike(word, other).value : 0;
      if (other && value >= ALIKE_MIN) found.push({ id, value, weighs: weight(other.letters) });
    }
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(key, found);
    return found;
  };
  return { add, like };
}
