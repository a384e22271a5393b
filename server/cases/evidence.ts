import { EVIDENCE_PURPOSE, evidenceText } from '#common/case-record';
import { canonicalJson } from '#common/canonical-json';
import type { CaseId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { SigningKeys } from '#platform/signing-keys';
import type { Evidence } from './store.ts';

/** Anything that JSON can say; what a subject's facts look like is known by the room that hands them in. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** Fixes the facts that a case rests on: whoever has the digest and the published key can tell any later change. */
export function takeEvidence(
  keys: SigningKeys,
  caseId: CaseId,
  { entry, circumstances = null }: { readonly entry: Json; readonly circumstances?: Json },
  takenAt: Temporal.Instant,
): Evidence {
  const text = evidenceText({ case: caseId, entry, circumstances, takenAt: takenAt.toString() });
  const digest = sha256(text).toString('hex');
  return {
    takenAt,
    entry: entry === null ? null : canonicalJson(entry),
    circumstances: circumstances === null ? null : canonicalJson(circumstances),
    digest,
    ...keys.sign(EVIDENCE_PURPOSE, digest),
  };
}
