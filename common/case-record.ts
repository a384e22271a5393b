import type { z } from 'zod';
import { caseRecordSchema } from './api/support.ts';
import { canonicalJson } from './canonical-json.ts';
import { isSignedBy, sha256Hex, type PublishedKey } from './signature.ts';

/**
 * The paper that a customer keeps of a case: what was said, when, by whom, and the facts it rested on, signed. Whoever has it and
 * the published keys can tell whether a letter of it was changed; nothing else of OKPay is needed for that.
 */
export type CaseRecord = z.input<typeof caseRecordSchema>;
export const RECORD_PURPOSE = 'okpay case record v1';
export const EVIDENCE_PURPOSE = 'okpay case evidence v1';

/** What a record's signature covers: all of it but the signature. */
export const recordText = (record: Readonly<Record<string, unknown>>): string =>
  canonicalJson({ ...record, signature: undefined });

/** What the digest of a case's evidence covers. The case is named, so that evidence cannot be moved to another one. */
export const evidenceText = (evidence: {
  case: string;
  takenAt: string;
  entry: unknown;
  circumstances?: unknown;
}): string =>
  canonicalJson({
    case: evidence.case,
    entry: evidence.entry,
    takenAt: evidence.takenAt,
    // Records from before there were circumstances read as they were signed.
    circumstances: evidence.circumstances ?? undefined,
  });

export type RecordFault =
  /** Not a record at all, or one with fields missing. */
  | 'not_a_record'
  | 'key_unknown'
  /** The key was reported stolen: the record proves nothing any more. */
  | 'key_revoked'
  /** Signed before the key existed. */
  | 'key_not_yet_valid'
  /** Something in it is not what was signed. */
  | 'altered'
  | 'evidence_altered'
  /** Messages are numbered without a gap; these are not, so no OKPay made this. */
  | 'out_of_order';
export type RecordCheck =
  | { readonly ok: true; readonly record: CaseRecord }
  | { readonly ok: false; readonly fault: RecordFault };
const fault = (name: RecordFault): RecordCheck => ({ ok: false, fault: name });

function keyFault(key: PublishedKey | undefined, at: string): RecordFault | null {
  if (!key) return 'key_unknown';
  if (key.revokedAt !== null) return 'key_revoked';
  return Date.parse(at) < Date.parse(key.validFrom) ? 'key_not_yet_valid' : null;
}

/** Checks a record as it came from anywhere, e.g. parsed from a file that somebody was shown. */
export async function verifyCaseRecord(given: unknown, keys: readonly PublishedKey[]): Promise<RecordCheck> {
  const parsed = caseRecordSchema.safeParse(given);
  if (!parsed.success || typeof given !== 'object' || given === null) return fault('not_a_record');
  const { evidence, signature, keyId, issuedAt, messages } = parsed.data;

  const key = keys.find(({ id }) => id === keyId);
  const keyProblem = keyFault(key, issuedAt);
  if (!key || keyProblem) return fault(keyProblem ?? 'key_unknown');
  // The text is made from what was given, not from what the schema made of it: a field that was added is a change too.
  const signed = await isSignedBy(key, {
    purpose: RECORD_PURPOSE,
    text: recordText({ ...given }),
    signature,
  });
  if (!signed) return fault('altered');

  const evidenceKey = keys.find(({ id }) => id === evidence.keyId);
  const evidenceKeyProblem = keyFault(evidenceKey, evidence.takenAt);
  if (!evidenceKey || evidenceKeyProblem) return fault(evidenceKeyProblem ?? 'key_unknown');
  const text = evidenceText({
    case: parsed.data.case.id,
    takenAt: evidence.takenAt,
    entry: evidence.entry,
    circumstances: evidence.circumstances,
  });
  const isDigest = (await sha256Hex(text)) === evidence.digest;
  const isSigned = await isSignedBy(evidenceKey, {
    purpose: EVIDENCE_PURPOSE,
    text: evidence.digest,
    signature: evidence.signature,
  });
  if (!isDigest || !isSigned) return fault('evidence_altered');

  const isOrdered = messages.every(({ seq }, at) => seq === at + 1);
  return isOrdered ? { ok: true, record: parsed.data } : fault('out_of_order');
}
