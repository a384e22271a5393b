import type { CaseId, MessageId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { Temporal, type Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import type { Case } from './case.ts';
import {
  cleanText,
  isSameMessage,
  type Author,
  type Draft,
  type Message,
  type TextRefusal,
} from './message.ts';
import { moveCase } from './move.ts';
import { hintAt, tellPosted } from './news.ts';
import * as store from './store.ts';

export type PostRefusal = TextRefusal | Refusal<'not_found' | 'case_closed' | 'message_id_reused'>;
type Saying = {
  readonly caseId: CaseId;
  /** Made by the sender's device: posting it again is the same message. */
  readonly messageId: MessageId;
  readonly text: string;
};

/** The customer says something. A case that was resolved a short while ago opens again by it. */
export async function postAsCustomer(
  tx: Tx,
  clock: Clock,
  { caseId, messageId, text, author }: Saying & { readonly author: Extract<Author, { kind: 'customer' }> },
): Promise<Result<Message, PostRefusal>> {
  const clean = cleanText(text);
  if (!clean.ok) return clean;
  const it = await store.lockCase(tx, caseId);
  if (!it || it.customer !== author.id) return err({ code: 'not_found' }); // Somebody else's case is not there.
  const draft: Draft = {
    id: messageId,
    author,
    audience: 'everyone',
    kind: 'text',
    text: clean.value,
    facts: {},
  };

  const known = await knownAs(tx, it, draft);
  if (known) return known;
  if (isOver(it, clock.now())) return err({ code: 'case_closed' });
  if (it.state === 'resolved')
    await say(tx, clock, it, { ...systemDraft('reopened'), facts: { by: 'customer' } });
  const posted = await say(tx, clock, it, draft);
  // A case that waits for us anyway keeps its promise: a second message does not put the answer off.
  if (posted.ok && it.nextActor !== 'okpay' && !it.awaitsDecision) await moveCase(tx, clock, it, 'reply');
  return posted;
}

/** An agent answers. Who answers a case that nobody has taken looks after it from then on. */
export async function postAsStaff(
  tx: Tx,
  clock: Clock,
  { caseId, messageId, text, author }: Saying & { readonly author: Extract<Author, { kind: 'staff' }> },
): Promise<Result<Message, PostRefusal>> {
  const clean = cleanText(text);
  if (!clean.ok) return clean;
  const it = await store.lockCase(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  const draft: Draft = {
    id: messageId,
    author,
    audience: 'everyone',
    kind: 'text',
    text: clean.value,
    facts: {},
  };

  const known = await knownAs(tx, it, draft);
  if (known) return known;
  if (isOver(it, clock.now())) return err({ code: 'case_closed' });
  if (it.state === 'resolved')
    await say(tx, clock, it, { ...systemDraft('reopened'), facts: { by: 'staff' } });
  if (!it.assignee) await join(tx, clock, it, author);
  const posted = await say(tx, clock, it, draft);
  // A decision that we owe is not put off by an answer.
  if (posted.ok && !it.awaitsDecision) await moveCase(tx, clock, it, 'answer');
  return posted;
}

/** A note that only staff read. It changes nothing that the customer could see. */
export async function postNote(
  tx: Tx,
  clock: Clock,
  { caseId, messageId, text, author }: Saying & { readonly author: Extract<Author, { kind: 'staff' }> },
): Promise<Result<Message, PostRefusal>> {
  const clean = cleanText(text);
  if (!clean.ok) return clean;
  const it = await store.lockCase(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  const draft: Draft = {
    id: messageId,
    author,
    audience: 'staff',
    kind: 'note',
    text: clean.value,
    facts: {},
  };
  const known = await knownAs(tx, it, draft);
  if (known) return known;
  if (it.state === 'closed') return err({ code: 'case_closed' });
  return say(tx, clock, it, draft);
}

/** The answer to a post whose id is known: the same message, or a refusal when it says something else. */
export async function knownAs(
  tx: Tx,
  it: Case,
  draft: Draft,
): Promise<Result<Message, Refusal<'message_id_reused'>> | null> {
  const known = await store.findMessage(tx, draft.id);
  if (!known) return null;
  return known.caseId === it.id && isSameMessage(known, draft)
    ? ok(known)
    : err({ code: 'message_id_reused' });
}

/** Closed, or resolved for so long that its timer is only late. */
export const isOver = ({ state, dueAt }: Case, now: Temporal.Instant): boolean =>
  state === 'closed' || (state === 'resolved' && dueAt !== null && Temporal.Instant.compare(now, dueAt) >= 0);

export const systemDraft = (kind: Draft['kind'], audience: Draft['audience'] = 'everyone'): Draft => ({
  id: newId('msg'),
  author: { kind: 'system' },
  audience,
  kind,
  text: '',
  facts: {},
});

/** Keeps a message and tells everybody who may read it. */
export async function say(
  tx: Tx,
  clock: Clock,
  it: Case,
  draft: Draft,
): Promise<Result<Message, Refusal<'message_id_reused'>>> {
  const message = await store.appendMessage(tx, it.id, draft, clock.now().round('millisecond'));
  if (!message) return err({ code: 'message_id_reused' });
  if (message.author.kind !== 'system') await tellPosted(tx, clock, it, message);
  await hintAt(tx, it, message.audience);
  return ok(message);
}

/** An agent comes into the conversation under the own name. */
export async function join(
  tx: Tx,
  clock: Clock,
  it: Case,
  { id, name }: Extract<Author, { kind: 'staff' }>,
): Promise<void> {
  await store.saveAssignee(tx, it.id, { staff: id, name, at: clock.now() });
  await say(tx, clock, it, { ...systemDraft('agent_joined'), facts: { name } });
}
