// One alphabet for all names: what a name sounds like in Latin letters, whatever it is written in.
import anyAscii from 'any-ascii';
import { pinyin } from 'pinyin-pro';

/** A word in Latin letters, and what has to be known of it to compare it. */
export type Word = {
  readonly letters: string;
  /**
   * `abjad`: written without most of its vowels, so only its consonants can be compared. `chinese`: every syllable of it counts.
   * `joined`: put together here from two words.
   */
  readonly kind: 'plain' | 'abjad' | 'chinese' | 'joined';
};
export const plain = (letters: string): Word => ({ letters, kind: 'plain' });

const HAN = /\p{sc=Han}/u;
const ABJAD = /[\p{sc=Arabic}\p{sc=Hebrew}]/u;
const HANGUL = /^\p{sc=Hangul}+$/u;
const LATIN = /\p{sc=Latin}/u;
/** Korean surnames as their bearers write them, by the letters of the official romanisation. */
const KOREAN: Record<string, string> = {
  gim: 'kim', i: 'lee', bak: 'park', choe: 'choi', gang: 'kang', jo: 'cho', yun: 'yoon', im: 'lim', o: 'oh', sin: 'shin', gwon: 'kwon',
  an: 'ahn', yu: 'yoo',
}; // prettier-ignore
/** Letters of other scripts that pass for Latin ones inside a Latin word. Source: Unicode confusables.txt, the lower-case part. */
const LOOKS_LIKE: Record<string, string> = {
  а: 'a', с: 'c', е: 'e', о: 'o', р: 'p', х: 'x', у: 'y', і: 'i', ј: 'j', ѕ: 's', һ: 'h', ԁ: 'd', ԛ: 'q', ԝ: 'w', в: 'b', к: 'k',
  м: 'm', н: 'h', т: 't', α: 'a', ο: 'o', ρ: 'p', ν: 'v', υ: 'u', ι: 'i', κ: 'k', τ: 't', χ: 'x', ε: 'e', η: 'n', γ: 'y', ω: 'w',
}; // prettier-ignore

/** The words of a name, in their order. Han is read as pinyin with the surname's reading, a word per character. */
export function romanise(name: string): Word[] {
  const text = name
    .normalize('NFKC')
    .toLowerCase()
    // Signs inside of words (O’Neill, Ka`ba, Jalāl) join; all others part.
    .replaceAll(/['’‘`´ʻʼʾʿ"“”]/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{Nd}]+/gu, ' ')
    .trim();
  return text === '' ? [] : text.split(' ').flatMap(wordsOf);
}

function wordsOf(word: string): Word[] {
  if (HAN.test(word)) return hanWords(word);
  if (HANGUL.test(word)) return koreanWords(word);
  const isAbjad = ABJAD.test(word);
  // The article is no part of a name, and the feminine ending is written and not spoken as a consonant.
  const spoken = isAbjad ? word.replace(/^ال(?=..)/u, '').replace(/ة$/u, '') : withoutLookalikes(word);
  const letters = lettersOf(anyAscii(spoken));
  return letters === '' ? [] : [{ letters, kind: isAbjad ? 'abjad' : 'plain' }];
}

function hanWords(word: string): Word[] {
  // Kana, Hangul and Latin beside Han are read by their own letters.
  return word.split(/((?:\p{sc=Han})+)/u).flatMap((part) => {
    if (part === '') return [];
    if (!HAN.test(part)) return [plain(lettersOf(anyAscii(part)))];
    return pinyin(part, { toneType: 'none', type: 'array', surname: 'head', v: true })
      .map((syllable) => plain(lettersOf(anyAscii(syllable))))
      .filter(({ letters }) => letters !== '');
  });
}

const koreanWords = (word: string): Word[] =>
  [...word].map((syllable, at) => {
    const letters = lettersOf(anyAscii(syllable));
    return plain(at === 0 ? (KOREAN[letters] ?? letters) : letters);
  });

/** A Cyrillic а inside of “pаypal” is meant to be read as a. A word that is Cyrillic throughout is none of these. */
function withoutLookalikes(word: string): string {
  if (!LATIN.test(word)) return word;
  return [...word].map((letter) => LOOKS_LIKE[letter] ?? letter).join('');
}

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
