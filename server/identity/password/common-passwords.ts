import { readFileSync } from 'node:fs';

/**
 * Passwords that are tried first: words, names and phrases of many languages (pinyin too), what one finger draws on a keyboard,
 * numbers that mean something, and the endings that people put behind a word when a rule asks for them. In lower case, sorted,
 * put together by OKPay from general knowledge of published top lists; it is matched with signs undone and in parts, so it covers
 * far more than its lines.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== ''),
);

/** Letters of the longest entry; longer pieces need not be looked up. */
export const LONGEST_COMMON = Math.max(...Array.from(COMMON_PASSWORDS, (entry) => entry.length));

/** Signs that stand for a letter: the first thing a guessing program undoes. */
const SIGNS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '8': 'b',
  '3': 'e',
  '6': 'g',
  '1': 'i',
  '!': 'i',
  '|': 'l',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '+': 't',
  '2': 'z',
};
const UNDONE = new Map(Object.entries(SIGNS));

/** `p@ssw0rd` → `password`; letter for letter, so places stay the same. */
export const withoutSigns = (text: string): string =>
  Array.from(text, (sign) => UNDONE.get(sign) ?? sign).join('');
