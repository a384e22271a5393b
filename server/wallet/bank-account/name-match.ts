import type { NameMatch } from '#common/bank-account';
import { romanise } from '#risk';

/** Letters alone: how a name is written beside its spaces, signs and capitals. */
const lettersOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{Nd}]+/gu, '');

/** Words in capitals or not, in any order: Anna Smith is SMITH, ANNA. */
const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{Nd}'’]+/u)
    .filter((word) => word !== '')
    .toSorted();

/** The same sounds with the surname in front or behind: lin zhi xia, zhi xia lin. */
function turned(name: string): Set<string> {
  const words = romanise(name).map(({ letters }) => letters);
  return new Set(words.map((_, at) => [...words.slice(at), ...words.slice(0, at)].join('')));
}

/**
 * Whether a holder's name is the name that we know. `close`: the same sounds in another script or order, or without a middle name. Null:
 * somebody else, as far as letters tell. Words and outcomes: Verification of Payee.
 */
export function matchNames(holder: string, known: string): NameMatch | null {
  if (lettersOf(holder) === '' || lettersOf(known) === '') return null;
  if (lettersOf(holder) === lettersOf(known)) return 'match';
  if (wordsOf(holder).join(' ') === wordsOf(known).join(' ')) return 'match';
  const sounds = turned(known);
  for (const sound of turned(holder)) if (sounds.has(sound)) return 'close';
  return lacksMiddleName(holder, known) || lacksMiddleName(known, holder) ? 'close' : null;
}

/** All words of the shorter one, two at least, stand in the longer one, which begins and ends alike. */
function lacksMiddleName(shorter: string, longer: string): boolean {
  const [few, many] = [shorter, longer].map((name) => romanise(name).map(({ letters }) => letters));
  if (!few || !many || few.length < 2 || few.length >= many.length) return false;
  const ends = (words: readonly string[]): string =>
    [words[0] ?? '', words.at(-1) ?? ''].toSorted().join(' ');
  return ends(few) === ends(many) && few.every((word) => many.includes(word));
}
