import { RECORD_PURPOSE, recordText, type CaseRecord } from '#common/case-record';
import { wholeConversation, type Case } from '#cases';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import { evidencedEntry, evidenceOf, wireCase, wireEvidence, wireMessage } from './case-view.ts';

/** The paper that a customer keeps: all that was said to everyone, the evidence, and a signature over every letter of it. */
export async function issueRecord(
  read: Reader,
  keys: SigningKeys,
  it: Case,
  { locale, now }: { locale: 'en' | 'zh-CN'; now: Temporal.Instant },
): Promise<CaseRecord> {
  const evidence = await evidenceOf(read, it.id);
  const messages = await wholeConversation(read, it.id, 'everyone');
  const record = {
    case: wireCase(it, evidencedEntry(evidence), { locale, audience: 'everyone' }),
    messages: messages.map((message) => wireMessage(message, 'everyone')),
    evidence: wireEvidence(evidence),
    issuedAt: now.toString(),
    keyId: keys.current,
  };
  const { signature } = keys.sign(RECORD_PURPOSE, recordText(record));
  return { ...record, signature };
}
