import { romanise } from '#risk';
import { matchNames } from '../bank-account/name-match.ts';
import type { NameOutcome } from './payee.ts';

/** Letters from which on one slip of the finger is taken for one. */
const SLIP_FROM = 6;

/** What payers type stands to the name that we know as match, close match or no match. Pure. */
export function compareNames(typed: string, known: string): NameOutcome | 'not_possible' {
  if (!/\p{L}/u.test(known)) return 'not_possible';
  const matched = matchNames(typed, known);
  if (matched) return matched;
  const [one, other] = [typed, known].map((name) => romanise(name).map(({ letters }) => letters).join('')); // prettier-ignore
  return one !== undefined && other !== undefined && isOneSlip(one, other) ? 'close' : 'no_match';
}

/** One letter too much, too few, wrong, or two of them exchanged. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length < SLIP_FROM || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  const isWrong = short.slice(at + 1) === long.slice(at + 1);
  const isExchanged =
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
  return isWrong || isExchanged;
}
