import { PASSWORD_MAX } from '#common/api/identity';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { type Estimate, estimate, strengthOf, type Strength } from './strength.ts';

/**
 * Characters of a customer's password at least. NIST SP 800-63B asks for 15 where it is the only factor and 8 beside another one;
 * money here never moves by this password alone (payment password), and 10 is OKPay's choice between. No rule about kinds of
 * characters: they make people predictable (ASVS 6.2.5).
 */
export const CUSTOMER_PASSWORD_MIN = 10;
/** Staff see many accounts; beside the authenticator app their password is longer. */
export const STAFF_PASSWORD_MIN = 12;

/** A password made of known pieces and no more than this many other characters is looked at as common … */
const COMMON_REST_MAX = 3;
/** … when it takes fewer than 2^30 guesses; anything below 2^22 is, whatever it is made of. */
const COMMON_BITS_MAX = 30;
const HOPELESS_BITS = 22;
/** Characters that must be left of a password when everything about the person is taken out of it. */
const IMPERSONAL_MIN = 8;

/** Words that everybody guesses here first. */
const BRAND_WORDS = ['okpay', 'ok-pay', 'ok pay'] as const;

export type PasswordRefusal = Refusal<
  'password_too_short' | 'password_too_long' | 'password_common' | 'password_personal'
>;

const lengthOf = (password: string): number => [...password.normalize('NFKC')].length;

/**
 * Says whether a password may be used. `context` is what is known about the person (name, mail address, phone, account name) as
 * it was typed. The same rules hold at registration, at the strength check while typing, and for staff.
 */
export function decidePassword(
  password: string,
  { min, context }: { min: number; context: readonly string[] },
): Result<Strength, PasswordRefusal> {
  const length = lengthOf(password);
  if (length < min) return err({ code: 'password_too_short', min });
  if (length > PASSWORD_MAX) return err({ code: 'password_too_long', max: PASSWORD_MAX });
  const personal = personalWords(context);
  const part = personalPart(password, personal);
  if (part !== null) return err({ code: 'password_personal', part });
  const found = estimate(password, personal);
  if (isCommon(password, found)) return err({ code: 'password_common' });
  return ok(strengthOf(found));
}

/** Strength for the meter; what would be refused for its content is never shown as better than weak. */
export function strengthFor(
  password: string,
  decision: Result<Strength, PasswordRefusal>,
  context: readonly string[],
): Strength {
  if (decision.ok) return decision.value;
  if (decision.error.code === 'password_too_long')
    return strengthOf(estimate(password.slice(0, PASSWORD_MAX), []));
  const found = strengthOf(estimate(password, personalWords(context)));
  return decision.error.code === 'password_too_short' ? (Math.min(found, 1) as Strength) : 0;
}

function isCommon(password: string, { bits, uncovered }: Estimate): boolean {
  if (COMMON_PASSWORDS.has(password.normalize('NFKC').toLowerCase())) return true;
  return bits < HOPELESS_BITS || (uncovered <= COMMON_REST_MAX && bits < COMMON_BITS_MAX);
}

/** The longest personal word without which too little would be left; null when enough is. */
function personalPart(password: string, personal: readonly string[]): string | null {
  let rest = password.normalize('NFKC').toLowerCase();
  let first: string | null = null;
  for (const word of personal) {
    if (!rest.includes(word)) continue;
    first ??= word;
    rest = rest.replaceAll(word, '');
  }
  return first !== null && [...rest].length < IMPERSONAL_MIN ? first : null;
}

/** Pieces of what is known about a person, longest first: whole words, the mailbox and its parts, the ends of a phone number. */
export function personalWords(context: readonly string[]): string[] {
  const words = new Set<string>(BRAND_WORDS);
  for (const typed of context) {
    const text = typed.normalize('NFKC').toLowerCase().trim();
    const digits = text.replaceAll(/\D/g, '');
    if (/^\+?[\d\s().-]{6,}$/.test(text))
      for (const last of [15, 11, 10, 9, 8, 7, 6]) words.add(digits.slice(-last));
    else for (const word of [text, text.replaceAll(/\s/g, ''), ...piecesOf(text)]) words.add(word);
  }
  return [...words].filter(isTelling).sort((a, b) => b.length - a.length);
}

function piecesOf(text: string): string[] {
  const [local = '', domain = ''] = text.split('@');
  const labels = domain.split('.').slice(0, -1);
  return [local, ...local.split(/[^\p{L}\p{M}\p{N}]+/u), ...labels, domain];
}

/** Two Chinese characters say as much as a word; of letters it takes three to be more than chance. */
const isTelling = (word: string): boolean => [...word].length >= (/^\p{sc=Han}/u.test(word) ? 2 : 3);
