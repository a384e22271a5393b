import type { CaseId, MessageId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { nextState, type Case } from './case.ts';
import { cleanText, type Author, type Draft, type Facts, type TextRefusal } from './message.ts';
import { moveCase } from './move.ts';
import { isOver, join, knownAs, say, systemDraft } from './post-message.ts';
import * as store from './store.ts';

type Resolution = {
  readonly caseId: CaseId;
  readonly messageId: MessageId;
  /** What was decided, in words to the customer: the last thing that stands in the record. */
  readonly text: string;
  readonly by: Extract<Author, { kind: 'staff' }>;
};
export type ResolveRefusal =
  | TextRefusal
  | Refusal<
      'not_found' | 'case_closed' | 'case_changed_meanwhile' | 'case_awaits_decision' | 'message_id_reused'
    >;

/** An agent resolves a case with what was decided. The customer can open it again for a while by writing. */
export async function resolveCase(
  tx: Tx,
  clock: Clock,
  { caseId, messageId, text, by }: Resolution,
): Promise<Result<Case, ResolveRefusal>> {
  const clean = cleanText(text);
  if (!clean.ok) return clean;
  const it = await store.lockCase(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  const draft: Draft = {
    id: messageId,
    author: by,
    audience: 'everyone',
    kind: 'resolved',
    text: clean.value,
    facts: {},
  };
  const known = await knownAs(tx, it, draft);
  if (known) return known.ok ? ok(it) : known;
  if (isOver(it, clock.now())) return err({ code: 'case_closed' });
  // What ends with a decision is not talked to its end.
  if (it.awaitsDecision) return err({ code: 'case_awaits_decision' });
  // Resolved by a colleague in between: two decisions on one question would contradict each other sooner or later.
  if (nextState(it.state, 'resolve') === null) return err({ code: 'case_changed_meanwhile' });

  if (!it.assignee) await join(tx, clock, it, by);
  const said = await say(tx, clock, it, draft);
  if (!said.ok) return said;
  await moveCase(tx, clock, it, 'resolve');
  const resolved = await store.findCase(tx, caseId);
  invariant(resolved !== null, `case ${caseId} was locked`);
  return ok(resolved);
}

/** What ended a case without anybody writing. */
export type Deed =
  | { readonly by: 'withdrawn' | 'lifted' }
  | { readonly by: 'access_restored'; readonly name: string }
  | { readonly by: 'traced'; readonly answer: string }
  | { readonly by: 'decided'; readonly outcome: string; readonly ground: string };

/** Resolves a case by what was done elsewhere: nobody writes, the facts say by what. */
export async function resolveByDeed(
  tx: Tx,
  clock: Clock,
  caseId: CaseId,
  facts: Deed,
): Promise<Result<Case, Refusal<'not_found' | 'case_closed'>>> {
  const it = await store.lockCase(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  if (isOver(it, clock.now()) || nextState(it.state, 'resolve') === null) return err({ code: 'case_closed' });
  await say(tx, clock, it, { ...systemDraft('resolved'), facts });
  await moveCase(tx, clock, it, 'resolve');
  return ok(it);
}

/** The room that decides asks the customer for something: the customer's turn, and a line that says for how many things. */
export const askCustomer = (tx: Tx, clock: Clock, caseId: CaseId, facts: Facts): Promise<boolean> =>
  moveByDeed(tx, clock, caseId, { event: 'answer', kind: 'asked', facts });

/** The customer has given what was asked for: our turn, and the clock of the decision begins. */
export const takeFromCustomer = (tx: Tx, clock: Clock, caseId: CaseId): Promise<boolean> =>
  moveByDeed(tx, clock, caseId, { event: 'reply', kind: 'given', facts: {} });

/** The room that decides has done a step towards it: a line for everyone. Whose turn it is, and until when, stays. False when the case is over. */
export async function tellStep(tx: Tx, clock: Clock, caseId: CaseId, facts: Facts): Promise<boolean> {
  const it = await store.lockCase(tx, caseId);
  if (!it?.awaitsDecision) return false;
  await say(tx, clock, it, { ...systemDraft('progress'), facts });
  return true;
}

/** False when the case is over, so that nothing is asked of or taken from anybody. */
async function moveByDeed(
  tx: Tx,
  clock: Clock,
  caseId: CaseId,
  { event, kind, facts }: { event: 'answer' | 'reply'; kind: 'asked' | 'given'; facts: Facts },
): Promise<boolean> {
  const it = await store.lockCase(tx, caseId);
  if (!it?.awaitsDecision) return false;
  await say(tx, clock, it, { ...systemDraft(kind), facts });
  await moveCase(tx, clock, it, event);
  return true;
}
