import type { CaseKind, CaseTopic } from '#common/api/support';
import type { CaseId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import type { SigningKeys } from '#platform/signing-keys';
import type { BusinessCalendar } from './business-hours.ts';
import { FIRST_STATE, standingIn, type Case, type Subject } from './case.ts';
import { takeEvidence, type Json } from './evidence.ts';
import { cleanText, type Draft, type Facts, type TextRefusal } from './message.ts';
import { watch } from './move.ts';
import { hintAt, tellPosted } from './news.ts';
import { businessCalendar } from './business-hours-store.ts';
import * as store from './store.ts';

export type CaseToOpen = {
  /** Made by the customer's device: a repeated request opens no second case. */
  readonly id: CaseId;
  readonly kind: CaseKind;
  readonly topic: CaseTopic;
  readonly customer: CustomerId;
  readonly subject: Subject | null;
  /** The facts of the subject as they are now, for the agent and for the record. */
  readonly evidence: Json;
  /** What else is known of it, for the same. */
  readonly circumstances?: Json;
  /** What the customer was told before asking for a person. */
  readonly explained: { readonly text: string; readonly facts: Facts } | null;
  /** What the customer says; null where pressing a button said it. */
  readonly text: string | null;
  /** It ends with a decision of the room that opens it; until then only that room moves it. */
  readonly awaitsDecision?: boolean;
};

/** Opens a case: evidence, what was explained, the customer's words, and a first promise. All in the caller's transaction. */
export async function openCase(
  tx: Tx,
  clock: Clock,
  keys: SigningKeys,
  wanted: CaseToOpen,
): Promise<Result<Case, TextRefusal | Refusal<'idempotency_key_reused'>>> {
  const text = wanted.text === null ? null : cleanText(wanted.text);
  if (text && !text.ok) return text;
  const now = clock.now().round('millisecond'); // What is signed reads the same after the database and JSON.
  const it = firstStanding(wanted, now, await businessCalendar(tx));
  if (!(await store.insertCase(tx, it))) return repeated(tx, wanted);

  await store.insertEvidence(
    tx,
    it.id,
    takeEvidence(keys, it.id, { entry: wanted.evidence, circumstances: wanted.circumstances ?? null }, now),
  );
  const drafts = openingMessages(wanted, text?.value ?? null, it);
  for (const draft of drafts) {
    const message = await store.appendMessage(tx, it.id, draft, now);
    invariant(message !== null, 'a new message id is free');
    if (draft.author.kind === 'customer') await tellPosted(tx, clock, it, message);
  }
  // Whoever opened it has seen what stands in it.
  await store.saveRead(tx, it.id, 'customer', drafts.length);
  await watch(tx, it.id, it.dueAt);
  await publish(tx, clock, { type: 'case.opened', caseId: it.id, customerId: it.customer, kind: it.kind });
  await hintAt(tx, it, 'everyone');
  const opened = await store.findCase(tx, it.id);
  invariant(opened !== null, `case ${it.id} was inserted`);
  return ok(opened);
}

function firstStanding(
  { id, kind, topic, customer, subject, awaitsDecision = false }: CaseToOpen,
  now: Case['openedAt'],
  calendar: BusinessCalendar,
): Case {
  return {
    ...standingIn(FIRST_STATE, { kind, awaitsDecision }, { now, calendar }),
    awaitsDecision,
    id,
    kind,
    topic,
    customer,
    subject,
    escalatedAt: null,
    assignee: null,
    lastSeq: 0,
    lastPublicSeq: 0,
    readByCustomerSeq: 0,
    readByCustomerAsStaffCount: 0,
    readByStaffSeq: 0,
    readByStaffAsEveryoneCounts: 0,
    waitingSince: now,
    openedAt: now,
    updatedAt: now,
    resolvedAt: null,
  };
}

function openingMessages({ explained, customer }: CaseToOpen, text: string | null, { dueAt }: Case): Draft[] {
  const system = { author: { kind: 'system' }, audience: 'everyone' } as const;
  return [
    ...(explained
      ? [
          {
            ...system,
            id: newId('msg'),
            kind: 'explained' as const,
            text: explained.text,
            facts: explained.facts,
          },
        ]
      : []),
    ...(text === null
      ? []
      : [
          {
            id: newId('msg'),
            author: { kind: 'customer' as const, id: customer },
            audience: 'everyone' as const,
            kind: 'text' as const,
            text,
            facts: {},
          },
        ]),
    {
      ...system,
      id: newId('msg'),
      kind: 'opened',
      text: '',
      facts: dueAt ? { dueAt: dueAt.toString() } : {},
    },
  ];
}

/** The id is known: the same customer asking again gets the case that there is. */
async function repeated(
  tx: Tx,
  { id, kind, customer, topic, subject }: CaseToOpen,
): Promise<Result<Case, Refusal<'idempotency_key_reused'>>> {
  const earlier = await store.findCase(tx, id);
  const isSame =
    earlier?.customer === customer &&
    earlier.kind === kind &&
    earlier.topic === topic &&
    earlier.subject?.id === subject?.id;
  return earlier && isSame ? ok(earlier) : err({ code: 'idempotency_key_reused' });
}
