import { PHRASE_MAX, PHRASE_MIN } from '#common/api/profile';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { personalWords } from '../password/rules.ts';
import { hasInvisible, hasStackedMarks } from '../profile/unicode.ts';

/** What a mail program or a reader would take for an address to go to. */
const LINK = /:\/\/|www\.|@|[\p{L}\p{N}]\.[\p{L}]{2,}/iu;
/** Codes and payment passwords are figures: a phrase of figures would be one that is in use elsewhere. */
const HAS_LETTERS = /\p{L}/u;

type PhraseRefusal = Refusal<'phrase_not_usable'>;
export const NOT_USABLE: PhraseRefusal = { code: 'phrase_not_usable', min: PHRASE_MIN, max: PHRASE_MAX };

/**
 * The phrase as it is kept. It stands in every mail: so it holds no link, nothing that tells who the reader is, and nothing that cannot
 * be seen. That it is not the password is asked where the password can be asked.
 */
export function readPhrase(typed: string, about: readonly string[]): Result<string, PhraseRefusal> {
  const phrase = typed
    .trim()
    .normalize('NFC')
    .replaceAll(/\p{Zs}+/gu, ' ');
  const length = [...phrase].length;
  const plain = phrase.normalize('NFKC').toLowerCase();
  const tells = personalWords(about).some((word) => plain.includes(word));
  const isUsable =
    length >= PHRASE_MIN &&
    length <= PHRASE_MAX &&
    HAS_LETTERS.test(phrase) &&
    !LINK.test(phrase) &&
    !tells &&
    !hasInvisible(phrase) &&
    !hasStackedMarks(phrase);
  return isUsable ? ok(phrase) : err(NOT_USABLE);
}
