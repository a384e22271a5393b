import { canonicalJson } from './canonical-json.ts';
import { isSignedBy, type PublishedKey } from './signature.ts';
import { STATEMENT_FORMAT } from './statement.ts';

/** Papers that are signed as a whole, each under its own name: the name stands in the paper and is what it was signed for. */
export const PAPER_FORMATS = ['okpay closure record v1', 'okpay data export v1', STATEMENT_FORMAT] as const;
export type PaperFormat = (typeof PAPER_FORMATS)[number];
export type PaperFault = 'malformed' | 'not_signed' | 'key_unknown' | 'key_revoked';

/** What a paper's signature covers: all of it but the signature. */
export const paperText = (paper: Readonly<Record<string, unknown>>): string =>
  canonicalJson({ ...paper, signature: undefined });

/** Which paper a file is, if it is one. */
export function paperFormatOf(given: unknown): PaperFormat | null {
  const format = typeof given === 'object' && given !== null && 'format' in given ? given.format : null;
  return PAPER_FORMATS.find((known) => known === format) ?? null;
}

/** Null when every letter of it is as the named key has signed it. */
export async function checkPaper(given: unknown, keys: readonly PublishedKey[]): Promise<PaperFault | null> {
  const format = paperFormatOf(given);
  if (format === null || typeof given !== 'object' || given === null) return 'malformed';
  const paper: Record<string, unknown> = { ...given };
  const { keyId, signature } = paper;
  if (typeof keyId !== 'string' || typeof signature !== 'string') return 'malformed';
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return 'key_unknown';
  if (key.revokedAt !== null) return 'key_revoked';
  const isSigned = await isSignedBy(key, { purpose: format, text: paperText(paper), signature });
  return isSigned ? null : 'not_signed';
}
