import { randomInt } from 'node:crypto';
import type { CustomerId } from '#common/id';

/** Codes of one set. Source: reference AUT-13. */
export const RECOVERY_CODES = 10;
/** Crockford's letters without those that are mistaken for others; ten of them are 50 bits, far beyond five guesses. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 10;
export const RECOVERY_PURPOSE = 'recovery code';

/** `7k2m9-qxd41`: short enough to be copied by hand. */
export function newRecoveryCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '');
  return `${letters.slice(0, LENGTH / 2).join('')}-${letters.slice(LENGTH / 2).join('')}`;
}

/** The code as it was made, however it was typed: capitals, spaces, O for 0, I and L for 1. Null for what cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const text = typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  if (text.length !== LENGTH || [...text].some((letter) => !ALPHABET.includes(letter))) return null;
  return `${text.slice(0, LENGTH / 2)}-${text.slice(LENGTH / 2)}`;
}

/** What is signed: a code is good for one person only. */
export const recoveryText = (customer: CustomerId, code: string): string => `${customer} ${code}`;
