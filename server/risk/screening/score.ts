// How alike a person and a listed one are, from 0 to 100, and by what. Pure.
import type { MatchedPart } from '#common/api/console-screening';
import type { Form, NameForms } from './name-forms.ts';
import { alike, ALIKE_MIN } from './similarity.ts';

/** What is known of whoever is looked for. */
export type Subject = {
  readonly name: string;
  /** ISO 8601, whole or in part: 1964, 1964-03-05. */
  readonly birth: string | null;
  /** Country names or ISO 3166-1 codes, as they are known. */
  readonly countries: readonly string[];
};
export type Fact = 'same' | 'near' | 'different' | 'unknown';
export type NameScore = { readonly score: number; readonly parts: readonly MatchedPart[] };

/** A weaker likeness costs more than it measures: names that differ in one letter are often two names. */
const STEEPNESS = 1.6;
/** How much it counts that all of the shorter name is found, against how much of both is. */
const OVERLAP_SHARE = 0.55;
/** Points by what is known beside the name. Source: OKPay’s choice, tried on the gold set. */
const BIRTH_POINTS: Record<Fact, number> = { same: 6, near: 2, different: -25, unknown: 0 };
const COUNTRY_POINTS: Record<Fact, number> = { same: 3, near: 0, different: -3, unknown: 0 };
/** Years by which a birth year on a list is off without being another one. */
const YEARS_NEAR = 2;

/** Long words tell more than short ones. */
export const weight = (letters: string): number => 1 + Math.min(letters.length, 8) / 4;
export const weightOf = (form: Form): number => form.reduce((sum, { letters }) => sum + weight(letters), 0);

/** The best of all ways to write the two; the same whichever is asked first. */
export function scoreNames(a: NameForms, b: NameForms): NameScore {
  let best: NameScore = { score: 0, parts: [] };
  const look = (one: Form, other: Form): void => {
    if (best.score === 100) return;
    const found = scoreForms(one, other);
    if (found.score > best.score) best = found;
  };
  for (const form of b.forms) look(a.forms[0], form);
  for (const form of a.forms) look(form, b.forms[0]);
  return best;
}

/** What a likeness counts for. */
export const steep = (value: number): number => 1 - (1 - value) * STEEPNESS;

/**
 * The most that a name can score of which no more than this is known: what it shares at the most, by how many words, and what the asked name
 * weighs and the listed one at the least.
 */
export function mostOf({
  shared,
  words,
  own,
  other,
}: {
  shared: number;
  words: number;
  own: number;
  other: number;
}): number {
  const both = Math.min(1, (2 * shared) / (own + other));
  const shorter = Math.min(1, shared / Math.min(own, other));
  const share = words > 1 ? OVERLAP_SHARE * shorter + (1 - OVERLAP_SHARE) * both : both;
  return Math.round(share * 100);
}

type Pair = MatchedPart & { readonly one: number; readonly other: number; readonly value: number };

function scoreForms(a: Form, b: Form): NameScore {
  if (a.length === 0 || b.length === 0) return { score: 0, parts: [] };
  const pairs = assign(pairsOf(a, b));
  const shared = pairs.reduce(
    (sum, { ours, listed, value }) => sum + (value * (weight(ours) + weight(listed))) / 2,
    0,
  );
  const [whole, other] = [weightOf(a), weightOf(b)];
  const both = (2 * shared) / (whole + other);
  const shorter = Math.min(1, shared / Math.min(whole, other));
  if (pairs.every(({ likeness }) => likeness === 'initial')) return { score: 0, parts: [] };
  // One word in common makes no person, and a Chinese name of two syllables is no short form of one of three.
  const isTelling = pairs.length > 1 && !(isChinese(a) && isChinese(b));
  const share = isTelling ? OVERLAP_SHARE * shorter + (1 - OVERLAP_SHARE) * both : both;
  return {
    score: Math.round(share * 100),
    parts: pairs.map(({ ours, listed, likeness, percent }) => ({ ours, listed, likeness, percent })),
  };
}

const isChinese = (form: Form): boolean => form.every(({ kind }) => kind === 'chinese');

function pairsOf(a: Form, b: Form): Pair[] {
  const found: Pair[] = [];
  for (const [one, ours] of a.entries())
    for (const [other, listed] of b.entries()) {
      const { likeness, value } = alike(ours, listed);
      if (value < ALIKE_MIN) continue;
      found.push({ one, other, ours: ours.letters, listed: listed.letters, likeness, value: steep(value), percent: Math.round(value * 100) });
    } // prettier-ignore
  return found;
}

/** Each word once, the likest first. */
function assign(pairs: readonly Pair[]): Pair[] {
  const heavy = ({ ours, listed }: Pair): number => weight(ours) + weight(listed);
  const sorted = pairs.toSorted((a, b) => b.value - a.value || heavy(b) - heavy(a));
  const [ones, others] = [new Set<number>(), new Set<number>()];
  return sorted.filter(({ one, other }) => {
    if (ones.has(one) || others.has(other)) return false;
    ones.add(one);
    others.add(other);
    return true;
  });
}

/** Compares what is known of the birth: dates, or years where no more is known. */
export function compareBirth(own: string | null, listed: readonly string[]): Fact {
  if (own === null || listed.length === 0) return 'unknown';
  if (listed.some((date) => date.startsWith(own) || own.startsWith(date))) return 'same';
  const year = Number(own.slice(0, 4));
  const apart = Math.min(...listed.map((date) => Math.abs(Number(date.slice(0, 4)) - year)));
  return apart <= YEARS_NEAR ? 'near' : 'different';
}

export function compareCountries(own: readonly string[], listed: readonly string[]): Fact {
  if (own.length === 0 || listed.length === 0) return 'unknown';
  return own.some((country) => listed.includes(country)) ? 'same' : 'different';
}

/** A name alone can be everybody’s; what else is known pulls it up or down. */
export function withFacts(name: number, { birth, country }: { birth: Fact; country: Fact }): number {
  if (name === 0) return 0;
  return Math.max(0, Math.min(100, name + BIRTH_POINTS[birth] + COUNTRY_POINTS[country]));
}
