import type { z } from 'zod';
import type { caseSchema, evidenceSchema, messageSchema } from '#common/api/support';
import { type OperationKind } from '#common/api/entry-kinds';
import { entrySchema } from '#common/api/wallet';
import { formatMoney } from '#common/format';
import type { CaseId } from '#common/id';
import type { Locale } from '#common/locale';
import { fromWire } from '#common/money';
import { invariant } from '#common/result';
import * as m from '#messages';
import { evidenceOfCases, findEvidence, numberFor, type Case, type Evidence, type Message } from '#cases';
import type { Entry } from '#operations';
import type { Reader } from '#platform/db';

export type WireCase = z.input<typeof caseSchema>;
export type WireMessage = z.input<typeof messageSchema>;
export type WireEvidence = z.input<typeof evidenceSchema>;

/** The entry as it was when the case was opened. It was written by ourselves; whatever else is found there is a fault of ours. */
export const evidencedEntry = ({ entry }: Pick<Evidence, 'entry'>): Entry | null =>
  entry === null ? null : entrySchema.parse(JSON.parse(entry));

export const wireEvidence = (evidence: Evidence): WireEvidence => ({
  takenAt: evidence.takenAt.toString(),
  entry: evidencedEntry(evidence),
  ...(evidence.circumstances === null ? {} : { circumstances: JSON.parse(evidence.circumstances) }),
  digest: evidence.digest,
  signature: evidence.signature,
  keyId: evidence.keyId,
});

/** Every case has evidence, if only of the fact that it is about no entry. */
export async function evidenceOf(read: Reader, caseId: CaseId): Promise<Evidence> {
  const evidence = await findEvidence(read, caseId);
  invariant(evidence !== null, `case ${caseId} has evidence`);
  return evidence;
}

type About = {
  readonly kind: OperationKind;
  readonly direction: 'in' | 'out';
  readonly amount: Entry['amount'];
  readonly counterparty: Entry['counterparty'];
};

/** What a case is called: the entry it is about, or its topic. */
function titleOf({ kind, topic }: Pick<Case, 'kind' | 'topic'>, about: About | null, locale: Locale): string {
  const named =
    kind === 'lift_request' || kind === 'appeal' || kind === 'payment_claim' || kind === 'trace'
      ? KIND_TITLES[kind]
      : null;
  if (named) return named({}, { locale });
  if (!about) return TOPIC_TITLES[topic]({}, { locale });
  const amount = formatMoney(fromWire(about.amount), { locale });
  const name = [about.counterparty.name, about.counterparty.detail]
    .filter((part) => part !== null && part !== '')
    .join(' ');
  switch (about.kind) {
    case 'top_up':
      return name === ''
        ? `${m.mail_case_top_up({}, { locale })} ${amount}`
        : m.mail_case_about_top_up({ amount, name }, { locale });
    case 'transfer':
      return about.direction === 'in'
        ? m.mail_case_about_transfer_in({ amount, name }, { locale })
        : m.mail_case_about_transfer_out({ amount, name }, { locale });
    case 'recall':
      return m.mail_case_about_recall({ amount }, { locale });
    case 'chargeback':
      return m.mail_case_about_chargeback({ amount }, { locale });
    case 'exchange':
      return m.mail_case_about_exchange({ amount }, { locale });
    case 'withdrawal':
      return m.mail_case_about_withdrawal({ amount }, { locale });
    case 'cross_border':
      return m.mail_case_about_cross_border({ amount }, { locale });
    case 'bank_top_up':
      return m.mail_case_about_bank_top_up({ amount }, { locale });
  }
}

const KIND_TITLES = {
  lift_request: m.mail_case_lift_request,
  payment_claim: m.mail_case_payment_claim,
  appeal: m.mail_case_appeal,
  trace: m.mail_case_trace,
} as const satisfies Partial<Record<Case['kind'], unknown>>;

const TOPIC_TITLES = {
  top_up: m.mail_case_top_up,
  transfer: m.mail_case_transfer,
  account: m.mail_case_account,
  sign_in: m.mail_case_sign_in,
  fees: m.mail_case_fees,
  debt: m.mail_case_debt,
  complaint: m.mail_case_complaint,
  other: m.mail_case_other,
} as const satisfies Record<Case['topic'], unknown>;

type View = { readonly locale: Locale; readonly audience: Message['audience'] };

/** A case as this reader may see it: a customer's numbers know nothing of notes, not even by a gap. */
export function wireCase(it: Case, about: About | null, { locale, audience }: View): WireCase {
  const lastSeq = audience === 'staff' ? it.lastSeq : it.lastPublicSeq;
  return {
    id: it.id,
    kind: it.kind,
    topic: it.topic,
    state: it.state,
    title: titleOf(it, about, locale),
    subjectId: it.subject?.id ?? null,
    nextActor: it.nextActor === 'customer' ? 'you' : it.nextActor,
    dueAt: it.dueAt?.toString() ?? null,
    escalated: it.escalatedAt !== null,
    awaitsDecision: it.awaitsDecision,
    assigneeName: it.assignee?.name ?? null,
    lastSeq,
    readByCustomerSeq: audience === 'staff' ? it.readByCustomerAsStaffCount : it.readByCustomerSeq,
    readByStaffSeq: audience === 'staff' ? it.readByStaffSeq : it.readByStaffAsEveryoneCounts,
    openedAt: it.openedAt.toString(),
    updatedAt: it.updatedAt.toString(),
    resolvedAt: it.resolvedAt?.toString() ?? null,
  };
}

/** A list of cases as this reader may see them, with their titles from the evidence: one question for all. */
export async function showCases(read: Reader, list: readonly Case[], view: View): Promise<WireCase[]> {
  const about = list.filter(({ subject }) => subject !== null).map(({ id }) => id);
  const evidence = await evidenceOfCases(read, about);
  return list.map((it) => {
    const found = evidence.get(it.id);
    return wireCase(it, found ? evidencedEntry(found) : null, view);
  });
}

/** The same, with its title from the evidence. */
export async function showCase(read: Reader, it: Case, view: View): Promise<WireCase> {
  const evidence = it.subject ? await findEvidence(read, it.id) : null;
  return wireCase(it, evidence && evidencedEntry(evidence), view);
}

function authorName({ author, facts }: Message): string | null {
  if (author.kind === 'staff') return author.name;
  // The system's own "… looks after this now" names who.
  return author.kind === 'system' && typeof facts['name'] === 'string' ? facts['name'] : null;
}

export const wireMessage = (message: Message, audience: Message['audience']): WireMessage => ({
  id: message.id,
  seq: numberFor(message, audience),
  author: message.author.kind,
  authorName: authorName(message),
  kind: message.kind,
  text: message.text,
  facts: { ...message.facts },
  sentAt: message.sentAt.toString(),
});
