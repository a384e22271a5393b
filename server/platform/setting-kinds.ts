// What a setting is, and the forms that its text can have.
import { z } from 'zod';

export type Setting<S extends z.ZodType = z.ZodType> = {
  env: string;
  about: string;
  schema: S;
  /** Holds when nothing is said; in live mode only if `live` is not 'required'. */
  fallback?: string;
  /** In a sandbox `npm start` brings a simulator and sets this; in live mode the operator must. */
  simulated?: true;
  /** Never logged, never told back in an error. */
  secret?: true;
  /** Must be given in live mode. */
  live?: 'required';
};

/** Shortest secret that is taken for one, in characters. */
const SECRET_LENGTH_MIN = 16;

export const text = z.string().trim().min(1).max(2_000);
export const secret = text.min(SECRET_LENGTH_MIN, `is shorter than ${SECRET_LENGTH_MIN} characters`);
export const yes = z.enum(['yes', 'no'], 'must be yes or no').transform((word) => word === 'yes');
export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port number');

/** Days after which nothing of a request is repeated under its key any more, with room. */
export const JOURNAL_KEEP_DAYS_MIN = 31;
/** Days after which a number in a setting is a slip of the hand: a century. */
const NUMBER_MAX = 36_500;
export const wholeNumber = (min: number, max = NUMBER_MAX) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .refine((number) => number >= min && number <= max, `must be ${min} to ${max}`);
/** KiB that hashing one password takes: the least in live mode (OWASP), in a sandbox, and the most. */
export const PASSWORD_MEMORY_KIB = { live: 19_456, sandbox: 1_024, most: 262_144 };

export const urlOf = (schemes: readonly string[]) =>
  text.refine(
    (value) => {
      const url = URL.parse(value);
      return url !== null && schemes.includes(url.protocol.slice(0, -1));
    },
    `must be an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  );
export const postgresUrl = urlOf(['postgres', 'postgresql']);
export const webUrl = urlOf(['https', 'http']).transform((value) => value.replace(/(?<!\/)\/+$/, ''));
export const origin = webUrl.refine((value) => {
  const url = URL.parse(value);
  return url !== null && url.pathname === '/' && !url.search && !url.hash && !url.username;
}, 'must be scheme, name and port only, without a path');

/** `10.0.0.1, 10.1.0.0/16, ::1`: who may tell the address and scheme of a caller. */
export const addresses = text
  .transform((list) => list.split(',').map((address) => address.trim()))
  .refine(
    (list) => list.every((address) => /^[\da-fA-F.:]+(\/\d{1,3})?$/.test(address)),
    'must be IP addresses or networks, separated by commas',
  );

export const setting = <S extends z.ZodType, const D extends Omit<Setting<S>, 'schema'>>(
  declared: D & { schema: S },
) => declared;
