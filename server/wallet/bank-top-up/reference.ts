import { randomInt } from 'node:crypto';
import { generate, validate } from 'node-iso11649';

/** Digits of a reference behind its check digits: short enough to be typed, long enough that nobody meets another's by chance. */
const DIGITS = 12;
const WHOLE = /^RF\d{14}$/;

/** A new reference by ISO 11649; which one is chance, so that it tells nothing of how many customers there are. */
export const newReference = (): string =>
  generate({ reference: Array.from({ length: DIGITS }, () => randomInt(10)).join('') });

/** As people read and type it: RF18 5390 0754 7034. */
export const spaced = (reference: string): string => (reference.match(/.{1,4}/g) ?? []).join(' ');

export type Found = {
  /** With the right check digits, each once. */
  readonly right: readonly string[];
  /** What may be meant as one and is none; null if there is nothing of the kind. */
  readonly near: string | null;
};

/** Letters and digits alone, as they stand in one text: blanks and signs between them say nothing. */
const tight = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');

/** Looks for references in what a payer wrote. Pure. */
export function referencesIn(texts: readonly string[]): Found {
  const right = new Set<string>();
  let near: string | null = null;
  for (const text of texts.map(tight)) {
    for (const [found] of text.matchAll(/RF\d{14}/g)) if (validate(found)) right.add(found);
    near ??= /R?F?[0-9OIL]{11,16}/.exec(text)?.[0] ?? null;
  }
  return { right: [...right], near: right.size > 0 ? null : near };
}

/** Letters that are taken for digits, and the other way round. */
const lookAlikes = (text: string): string => text.replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/**
 * References with right check digits that a person may have meant: one digit wrong, too few or too many, two of them swapped, the letters in
 * front left away. A suggestion for people, never a match. Pure.
 */
export function referencesNear(typed: string): string[] {
  const digits = lookAlikes(typed.replace(/^R?F?/, ''));
  const all = new Set<string>([digits]);
  for (let at = 0; at <= digits.length; at++) {
    const [before, after] = [digits.slice(0, at), digits.slice(at)];
    for (let digit = 0; digit < 10; digit++) {
      all.add(before + digit + after);
      all.add(before + digit + after.slice(1));
    }
    all.add(before + after.slice(1));
    all.add(before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2));
  }
  // Without the check digits they can be made again.
  if (digits.length === DIGITS) all.add(generate({ reference: digits }).slice(2));
  return [...all].map((each) => `RF${each}`).filter((each) => WHOLE.test(each) && validate(each));
}
