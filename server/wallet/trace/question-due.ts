import type { BankQuestionId } from '#common/id';
import { Temporal } from '#platform/clock';
import type { Db } from '#platform/db';
import { askAgain, giveUp, type MoveDeps } from './move-question.ts';
import { onSilence } from './question.ts';
import * as questions from './question-store.ts';

/** The time of a bank is over: whoever has answered meanwhile is left alone, the others are asked again, and then people look. */
export async function questionDue(deps: MoveDeps & { readonly db: Db }, id: BankQuestionId): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const it = await questions.lockQuestion(tx, id);
    if (!it?.dueAt || Temporal.Instant.compare(deps.clock.now(), it.dueAt) < 0) return;
    const next = onSilence(it);
    if (next === null) return;
    // A bank that we have no way to any more is not asked again.
    if (next === 'again' && deps[it.channel] !== null) await askAgain(tx, deps, it);
    else await giveUp(tx, deps, it);
  });
}
