import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { hasInvisible, hasStackedMarks, mixesScripts } from './unicode.ts';

/** Characters of a name. Long enough for every name that people have, short enough for every screen. */
const NAME_MAX = 80;
const ALLOWED = /^[\p{L}\p{M}\p{Nd} '’.,·・-]+$/u;
/** Words with which somebody would pass as one of us. Compared without spaces and signs. */
const OURS = [
  'okpay',
  'customerservice',
  'customersupport',
  'supportteam',
  'helpdesk',
  '客服',
  '官方',
  '客戶服務',
  '客户服务',
];

/** The name as it is kept: NFKC (full-width letters become plain ones), single spaces. Refused: what could pass for another person. */
export function parseName(typed: string): Result<string, Refusal<'name_not_usable'>> {
  const name = typed
    .trim()
    .normalize('NFKC')
    .replaceAll(/\p{Zs}+/gu, ' ');
  const letters = [...name];
  const isUsable =
    letters.length >= 1 &&
    letters.length <= NAME_MAX &&
    ALLOWED.test(name) &&
    /\p{L}/u.test(name) &&
    !hasInvisible(typed.trim()) &&
    !hasStackedMarks(name) &&
    !mixesScripts(name) &&
    !looksLikeUs(name);
  return isUsable ? ok(name) : err({ code: 'name_not_usable' });
}

function looksLikeUs(name: string): boolean {
  const plain = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{Nd}]/gu, '')
    .replaceAll('0', 'o');
  return OURS.some((word) => plain.includes(word));
}
