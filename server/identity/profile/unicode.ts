/** Signs that cannot be seen or that turn the direction of reading: a name with them looks like another name. */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]/u;
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text);

/** More marks on one letter than any language writes. */
const STACKED = /\p{M}{4,}/u;
export const hasStackedMarks = (text: string): boolean => STACKED.test(text) || /^\p{M}/u.test(text);

const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
  'Arabic',
  'Hebrew',
  'Thai',
  'Devanagari',
  'Armenian',
  'Georgian',
] as const;
const MATCHERS = SCRIPTS.map((script) => ({
  script: script as string,
  matches: new RegExp(`\\p{scx=${script}}`, 'u'),
}));
/** Scripts that are written together, as UTS 39 §5.2 lists them for its "highly restrictive" level. */
const TOGETHER: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** True when the letters come from scripts that nobody writes together: `аdmin` with a Cyrillic а looks like admin and is not. */
export function mixesScripts(text: string): boolean {
  const letters = [...text].filter((letter) => /\p{L}/u.test(letter));
  const possible = letters.map((letter) => {
    const scripts = MATCHERS.filter(({ matches }) => matches.test(letter)).map(({ script }) => script);
    return scripts.length > 0 ? scripts : ['other'];
  });
  const sets = [...TOGETHER, ...[...SCRIPTS, 'other'].map((script) => [script])];
  return !sets.some((set) => possible.every((scripts) => scripts.some((script) => set.includes(script))));
}
