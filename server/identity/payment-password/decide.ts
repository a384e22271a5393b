import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';

/** Six digits in the form that is hashed, or null. Digits of other keyboards (full width) count as digits. */
export function readDigits(typed: string): string | null {
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '');
  return /^\d{6}$/.test(text) ? text : null;
}

/** Digits that people choose first; six digits are few, so a thief tries these before all others. */
const FAVOURITES = new Set(
  '520131 131420 520520 521521 147258 258369 159357 357159 159753 147852 963852 142857 314159 112358 246810 135790 102030 010203 101010 789456 456123 159951 258456 369258'.split(
    ' ',
  ),
);
const DATE = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const DATE_DAY_FIRST = '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])';
/** 900131, 310190, 013190 and 199001: how people write a birthday in six digits. */
const BIRTHDAY = new RegExp(
  `^(?:\\d\\d${DATE}|${DATE_DAY_FIRST}\\d\\d|${DATE}\\d\\d|(?:19\\d\\d|20[0-4]\\d)(?:0[1-9]|1[0-2]))$`,
);

/** Says whether six digits may protect payments. `password` is the sign-in password just given, which they must not be a part of. */
export function decidePaymentPassword(
  typed: string,
  facts: { phone: string; password: string },
): Result<string, Refusal<'payment_password_weak'>> {
  const digits = readDigits(typed);
  const isWeak =
    digits === null ||
    isRun(digits) ||
    hasFewDigits(digits) ||
    isPattern(digits) ||
    FAVOURITES.has(digits) ||
    BIRTHDAY.test(digits) ||
    facts.phone.includes(digits) ||
    facts.phone.endsWith([...digits].reverse().join('')) ||
    facts.password.normalize('NFKC').includes(digits);
  return digits === null || isWeak ? err({ code: 'payment_password_weak' }) : ok(digits);
}

/** 123456, 654321, 890123, 135791: equal steps, also over the nine. */
function isRun(digits: string): boolean {
  const steps = Array.from(
    { length: 5 },
    (_, index) => (Number(digits[index + 1]) - Number(digits[index]) + 10) % 10,
  );
  return new Set(steps).size === 1;
}

/** 111111, 121212, 111222: two different digits or fewer. */
const hasFewDigits = (digits: string): boolean => new Set(digits).size <= 2;

/** 123123, 112233, 123321: a half twice, pairs in a row, a half and its mirror. */
function isPattern(digits: string): boolean {
  const [first, second] = [digits.slice(0, 3), digits.slice(3)];
  const isPairs = /^(\d)\1(\d)\2(\d)\3$/.test(digits);
  return first === second || first === [...second].reverse().join('') || isPairs;
}
