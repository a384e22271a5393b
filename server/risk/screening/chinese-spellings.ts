// The same Chinese name in other spellings: Wade–Giles, and how surnames are written in Hong Kong and South-East Asia.
import type { Form } from './name-forms.ts';

const INITIALS = 'zh ch sh b p m f d t n l g k h j q x r z c s y w'.split(' ');
const FINALS = new Set(
  `a ai an ang ao e ei en eng er i ia ian iang iao ie in ing iong iu o ong ou u ua uai uan uang ue ui un uo v ve`.split(
    ' ',
  ),
);
/** Wade–Giles without its apostrophes, as names are written in practice. */
const WADE_INITIAL: Record<string, string> = {
  b: 'p', d: 't', g: 'k', j: 'ch', q: 'ch', x: 'hs', zh: 'ch', z: 'ts', c: 'ts', r: 'j',
}; // prettier-ignore
const WADE_FINAL: Record<string, string> = { ian: 'ien', ie: 'ieh', ue: 'ueh', ong: 'ung', iong: 'iung' };
const WADE_WHOLE: Record<string, string> = {
  si: 'szu', zi: 'tzu', ci: 'tzu', zhi: 'chih', chi: 'chih', shi: 'shih', ri: 'jih', you: 'yu', yi: 'i', guo: 'kuo', he: 'ho',
  ge: 'ko', ke: 'ko', e: 'o', ye: 'yeh', yan: 'yen', jie: 'chieh', xue: 'hsueh', duo: 'to', tuo: 'to', luo: 'lo', zuo: 'tso',
}; // prettier-ignore
/** Cantonese, Hokkien and Teochew spellings of the commonest surnames, by their pinyin. */
const SURNAMES: Record<string, readonly string[]> = {
  chen: ['chan', 'tan'], huang: ['wong', 'ng'], wang: ['wong', 'ong'], zhang: ['cheung', 'teo'], li: ['lee', 'lei'], liu: ['lau', 'low'],
  lin: ['lam', 'lim'], wu: ['ng', 'goh'], zhou: ['chow', 'chew'], xu: ['hui', 'koh'], zheng: ['cheng', 'tay'], xie: ['tse', 'chia'],
  guo: ['kwok', 'quek'], he: ['ho'], liang: ['leung', 'neo'], luo: ['law', 'lo'], zhu: ['chu', 'choo'], cai: ['choi', 'chua'],
  ye: ['yip', 'yap'], su: ['so'], lu: ['lo', 'loo'], feng: ['fung'], deng: ['tang'], zeng: ['tsang', 'chan'], xiao: ['siu', 'seow'],
}; // prettier-ignore

/**
 * All ways to write a name whose words are all pinyin: by words and by syllables, in pinyin, in Wade–Giles, and with the surname as
 * it is written abroad. `Anna Li` reads as one too, and is compared no worse for it.
 */
export function chineseSpellings(words: readonly (readonly string[])[]): [Form, ...Form[]] {
  const written = words.map((syllables) => syllables.join(''));
  const [surname = '', ...given] = written;
  const splits = words.flat();
  const wade = words.map((syllables) => syllables.map(wadeGiles));
  const others = [
    splits,
    ...(words.length === splits.length && splits.length > 2 ? joinedGiven(splits) : []),
    wade.flat(),
    wade.map((syllables) => syllables.join('')),
    ...joinedGiven(wade.flat()),
    ...(SURNAMES[surname] ?? []).flatMap((abroad) => [
      [abroad, ...given],
      [abroad, ...words.slice(1).flat()],
      [abroad, given.join('')],
    ]),
  ];
  const seen = new Set([written.join(' ')]);
  const isNew = (form: string): boolean => !seen.has(form) && Boolean(seen.add(form));
  const fresh = others.filter((form) => isNew(form.join(' ')));
  return [formOf(written), ...fresh.map(formOf)];
}

const formOf = (words: readonly string[]): Form => words.map((letters) => ({ letters, kind: 'chinese' }));
/** 王小明 → Wang Xiaoming; 欧阳修明 → Ouyang Xiuming too. */
const joinedGiven = (syllables: readonly string[]): string[][] =>
  [1, 2]
    .filter((at) => syllables.length > at + 1)
    .map((at) => [syllables.slice(0, at).join(''), syllables.slice(at).join('')]);

/** At most three syllables of pinyin, the longest first; null if it is something else. */
export function syllablesOf(letters: string): string[] | null {
  const from = (rest: string, left: number): string[] | null => {
    if (rest === '') return [];
    if (left === 0) return null;
    for (let length = Math.min(6, rest.length); length > 0; length--) {
      const head = rest.slice(0, length);
      if (!isSyllable(head)) continue;
      const tail = from(rest.slice(length), left - 1);
      if (tail) return [head, ...tail];
    }
    return null;
  };
  return letters === '' ? null : from(letters, 3);
}

function isSyllable(text: string): boolean {
  const { initial, final } = parts(text);
  if (initial === '') return /^(a|ai|an|ang|ao|e|ei|en|er|o|ou)$/.test(text);
  return FINALS.has(final);
}

function parts(syllable: string): { initial: string; final: string } {
  const initial = INITIALS.find((each) => syllable.startsWith(each)) ?? '';
  return { initial, final: syllable.slice(initial.length) };
}

function wadeGiles(syllable: string): string {
  const whole = WADE_WHOLE[syllable];
  if (whole !== undefined) return whole;
  const { initial, final } = parts(syllable);
  return (WADE_INITIAL[initial] ?? initial) + (WADE_FINAL[final] ?? final);
}
