import type { CaseId, MessageId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { nextState, type Case } from './case.ts';
import { cleanText, type Author, type Draft, type TextRefusal } from './message.ts';
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
  | Refusal<'not_found' | 'case_closed' | 'case_changed_meanwhile' | 'message_id_reused'>;

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

/** Resolves a case by what was done elsewhere: nobody writes, the facts say by what. */
export async function resolveByDeed(
  tx: Tx,
  clock: Clock,
  caseId: CaseId,
  facts: { readonly by: 'withdrawn' } | { readonly by: 'access_restored'; readonly name: string },
): Promise<Result<Case, Refusal<'not_found' | 'case_closed'>>> {
  const it = await store.lockCase(tx, caseId);
  if (!it) return err({ code: 'not_found' });
  if (isOver(it, clock.now()) || nextState(it.state, 'resolve') === null) return err({ code: 'case_closed' });
  await say(tx, clock, it, { ...systemDraft('resolved'), facts });
  await moveCase(tx, clock, it, 'resolve');
  return ok(it);
}
