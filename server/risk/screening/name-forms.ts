// A name as it can be compared: its words in Latin letters, and the other ways in which the same name is commonly written.
import { chineseSpellings, syllablesOf } from './chinese-spellings.ts';
import { romanise, type Word } from './romanise.ts';

export type Form = readonly Word[];
/** The first form is the name as it stands; the others part or spell it otherwise. */
export type NameForms = { readonly written: string; readonly forms: readonly [Form, ...Form[]] };

/** Words that belong to a name and tell nobody from anybody. */
const PARTICLES = new Set(
  'al el ul ad as ash az bin ibn ben bint de da do dos del della di du la le van von der den ter y e'.split(
    ' ',
  ),
);
/** Words of the longest name whose parts are joined in pairs; longer ones are matched word by word. */
const JOINED_WORDS_MAX = 5;
const JOINED_LETTERS_MAX = 14;
/** Syllables of the longest Chinese name, with room for names brought over from other languages. */
const SYLLABLES_MAX = 8;

export function nameForms(written: string): NameForms {
  const words = servantsOf(romanise(written));
  const syllables = words.map(({ letters }) => syllablesOf(letters));
  if (
    words.length > 1 &&
    syllables.every((each) => each !== null) &&
    syllables.flat().length <= SYLLABLES_MAX
  )
    return { written, forms: chineseSpellings(syllables) };
  const telling = words.filter(({ letters }) => !PARTICLES.has(letters));
  const base = telling.length > 0 ? telling : words;
  const joined = base.length > JOINED_WORDS_MAX ? [] : base.slice(1).flatMap((_, at) => joinAt(base, at));
  return { written, forms: [base, ...joined] };
}

/** Al Rashidi → Alrashidi. */
function joinAt(form: Form, at: number): Form[] {
  const [one, next] = [form[at], form[at + 1]];
  if (!one || !next || one.letters.length + next.letters.length > JOINED_LETTERS_MAX) return [];
  const kind = one.kind === 'abjad' || next.kind === 'abjad' ? 'abjad' : 'joined';
  return [[...form.slice(0, at), { letters: one.letters + next.letters, kind }, ...form.slice(at + 2)]];
}

/** `Abd al-Rahman`, `Abdel Rahman`, `Abdurrahman`: one name, written as one word. */
function servantsOf(words: readonly Word[]): Word[] {
  const found: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) continue;
    // Written without vowels it is عبد.
    const isServant =
      /^abd([aeou]?l)?$/.test(word.letters) || (word.kind === 'abjad' && /^a?bd$/.test(word.letters));
    const hasArticle = word.letters === 'abd' && /^([aeu][lrs]|[aeu]z)$/.test(words[at + 1]?.letters ?? '');
    const master = words[at + (hasArticle ? 2 : 1)];
    if (isServant && master) {
      const letters = `abdul${master.letters.replace(/^al(?=..)/, '')}`;
      found.push({ letters, kind: word.kind === 'abjad' ? 'abjad' : master.kind });
      at += hasArticle ? 2 : 1;
    } else found.push({ ...word, letters: word.letters.replace(/^abd[aeou](?:l|r(?=r))(?=.)/, 'abdul') });
  }
  return found;
}
