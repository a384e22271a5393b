import { COMMON_PASSWORDS, LONGEST_COMMON, withoutSigns } from './common-passwords.ts';

/**
 * How many guesses a password stands up to, estimated as the cheapest way to put it together from pieces that guessing programs
 * know: common passwords, words about the person, runs, keyboard walks, repeats, years; what is left counts letter by letter.
 * The idea is zxcvbn's (Wheeler, USENIX Security 2016); the numbers are deliberately on the low side.
 */
export type Estimate = {
  /** Base-2 logarithm of the guesses. */
  bits: number;
  /** Characters that no known piece covers. */
  uncovered: number;
};
export type Strength = 0 | 1 | 2 | 3 | 4;

/** Bits from which on a password is called weak, fair, good, strong. 60 bits outlast a cracking farm of today against argon2id. */
const STEPS = [20, 32, 45, 60] as const;

const COMMON_BITS = Math.log2(COMMON_PASSWORDS.size);
const PERSONAL_BITS = 4;
const SIGNS_BITS = 1.5;
const CAPITALS_BITS = 1;
const RUN_BITS = 6;
const YEAR_BITS = 7;
const DATE_BITS = 15;
/** Shortest pieces that count as a pattern; anything shorter is chance. */
const PATTERN_MIN = 3;
const WALK_MIN = 4;
const REPEATED_MIN = 6;
const PERIOD_MAX = 12;

const ROWS = [
  '`1234567890-=',
  'qwertyuiop[]\\',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'qwertzuiop',
  'azertyuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1q2w3e4r5t6y7u8i9o0p',
  '!@#$%^&*()_+',
  '147258369',
  '741852963',
];
const WALKS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
/** Pairs of letters that follow each other so often in English and pinyin that the second says little. */
const PAIRS = new Set(
  'th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur li ro ri io ic ne me el ma ta ao ia iu ei ui ua uo un ch sh zh xi ji qi yi wu hu ho wo lo la no na ni mo do da di co ca ce us ut ul um om ol il ir im be by my we go so up if am pa pe po pr br tr cr gr dr fr bl cl pl sl fl ll ss ee oo tt ff rr mm pp ck nk mp sp sk sc nc ct rd rt rs ns ts ls ke ge fe ye ie ue ai au ay ey oy ow aw ew'.split(
    ' ',
  ),
);

type Piece = { length: number; bits: number; known: boolean };

/** Pieces are looked for in lower case; `written` keeps what was typed. */
export function estimate(password: string, personal: readonly string[]): Estimate {
  const written = [...password.normalize('NFKC')];
  const text = written.map((letter) =>
    letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
  );
  const plain = [...withoutSigns(text.join(''))];
  const best: Estimate[] = [{ bits: 0, uncovered: 0 }];
  for (let at = 0; at < text.length; at += 1) {
    const start = best[at];
    if (!start) continue;
    const pieces = [
      letterPiece(written, at),
      ...wordPieces(written, text, plain, at, personal),
      ...patternPieces(text, at),
    ];
    for (const { length, bits, known } of pieces) {
      const reached = { bits: start.bits + bits, uncovered: start.uncovered + (known ? 0 : 1) };
      const there = best[at + length];
      if (!there || reached.bits < there.bits) best[at + length] = reached;
    }
  }
  return best[text.length] ?? { bits: 0, uncovered: 0 };
}

export const strengthOf = ({ bits }: Estimate): Strength =>
  STEPS.filter((step) => bits >= step).length as Strength;

function letterPiece(written: readonly string[], at: number): Piece {
  const letter = written[at] ?? '';
  const before = written[at - 1];
  return { length: 1, known: false, bits: letter === before ? 0.5 : letterBits(letter, before) };
}

function letterBits(letter: string, before: string | undefined): number {
  if (/\d/.test(letter)) return 3.3;
  if (/[a-z]/i.test(letter)) {
    const follows = before !== undefined && PAIRS.has(`${before}${letter}`.toLowerCase());
    return (follows ? 2.5 : 4.2) + (/[A-Z]/.test(letter) ? 0.8 : 0);
  }
  if (letter === ' ') return 1;
  return letter.charCodeAt(0) < 128 ? 5 : 8.5;
}

/** Common passwords and personal words that begin here, also with signs for letters. */
function wordPieces(
  written: readonly string[],
  text: readonly string[],
  plain: readonly string[],
  at: number,
  personal: readonly string[],
): Piece[] {
  const pieces: Piece[] = [];
  const longest = Math.min(text.length - at, LONGEST_COMMON);
  for (let length = PATTERN_MIN; length <= longest; length += 1) {
    const piece = text.slice(at, at + length).join('');
    const undone = plain.slice(at, at + length).join('');
    const isAsIs = COMMON_PASSWORDS.has(piece);
    if (!isAsIs && !COMMON_PASSWORDS.has(undone)) continue;
    const capitals = written.slice(at, at + length).some((letter, index) => letter !== text[at + index]);
    pieces.push({
      length,
      known: true,
      bits: COMMON_BITS + (isAsIs ? 0 : SIGNS_BITS) + (capitals ? CAPITALS_BITS : 0),
    });
  }
  for (const word of personal) {
    const letters = [...word];
    if (letters.every((letter, index) => text[at + index] === letter || plain[at + index] === letter)) {
      pieces.push({ length: letters.length, known: true, bits: PERSONAL_BITS });
    }
  }
  return pieces;
}

function patternPieces(text: readonly string[], at: number): Piece[] {
  return [
    ...runPieces(text, at),
    ...walkPieces(text, at),
    ...repeatPieces(text, at),
    ...datePieces(text, at),
  ];
}

/** Repeated emoji are on nobody's list; what is written or stands on keyboards is. */
const isListed = (letter: string): boolean => /[\p{L}\p{N}\p{P}\x21-\x7e]/u.test(letter);

/** `abcdef`, `987654`, `aaaaaa`: each character a step of -1, 0 or 1 from the one before. */
function runPieces(text: readonly string[], at: number): Piece[] {
  const code = (index: number): number => text[index]?.codePointAt(0) ?? Number.NaN;
  const step = code(at + 1) - code(at);
  if (![-1, 0, 1].includes(step) || !isListed(text[at] ?? '')) return [];
  let length = 2;
  while (code(at + length) - code(at + length - 1) === step) length += 1;
  return length >= PATTERN_MIN ? [{ length, known: true, bits: RUN_BITS + Math.log2(length) }] : [];
}

function walkPieces(text: readonly string[], at: number): Piece[] {
  let length = 0;
  for (const walk of WALKS) {
    for (let from = walk.indexOf(text[at] ?? ''); from >= 0; from = walk.indexOf(text[at] ?? '', from + 1)) {
      let same = 1;
      while (text[at + same] !== undefined && text[at + same] === walk[from + same]) same += 1;
      length = Math.max(length, same);
    }
  }
  return length >= WALK_MIN ? [{ length, known: true, bits: RUN_BITS + Math.log2(length) }] : [];
}

/** `abcabcabc`: a unit and how often; the unit costs what it is worth alone. */
function repeatPieces(text: readonly string[], at: number): Piece[] {
  const pieces: Piece[] = [];
  for (let period = 2; period <= PERIOD_MAX; period += 1) {
    let length = period;
    while (at + length < text.length && text[at + length] === text[at + length - period]) length += 1;
    const times = Math.floor(length / period);
    const unit = text.slice(at, at + period);
    if (times < 2 || times * period < REPEATED_MIN || !unit.some(isListed)) continue;
    const worth = COMMON_PASSWORDS.has(unit.join(''))
      ? COMMON_BITS
      : unit.reduce((bits, letter, index) => bits + letterBits(letter, unit[index - 1]), 0);
    pieces.push({ length: times * period, known: true, bits: worth + Math.log2(times) });
  }
  return pieces;
}

const YEAR = '(?:19\\d\\d|20[0-4]\\d)';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';
/** How dates are typed: 1990, 19900131, 31011990, 900131, 310190. */
const DATES = [
  { pattern: new RegExp(`^${YEAR}`), length: 4, bits: YEAR_BITS },
  { pattern: new RegExp(`^(?:${YEAR}${MONTH}${DAY}|${DAY}${MONTH}${YEAR})`), length: 8, bits: DATE_BITS },
  { pattern: new RegExp(`^(?:\\d\\d${MONTH}${DAY}|${DAY}${MONTH}\\d\\d)`), length: 6, bits: DATE_BITS },
] as const;

function datePieces(text: readonly string[], at: number): Piece[] {
  const digits = text.slice(at, at + 8).join('');
  return DATES.filter(({ pattern }) => pattern.test(digits)).map(({ length, bits }) => ({
    length,
    bits,
    known: true,
  }));
}
