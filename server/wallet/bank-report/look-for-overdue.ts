import type { WithdrawalId } from '#common/id';
import { schedule } from '#platform/timers';
import { lockStanding } from '../withdrawal/lock.ts';
import { lost, toPeople } from '../withdrawal/move.ts';
import { countAsk } from '../withdrawal/store.ts';
import { ASK_AFTER_SECONDS } from '../withdrawal/withdrawal.ts';
import { OVERDUE_JOB, overdueKey } from '../withdrawal/work.ts';
import { type CollectDeps, collectReports } from './collect-reports.ts';

/** The promised time is over and the bank has said nothing final: its reports are fetched, and asked for again and again; then people look. */
export async function lookForOverdue(deps: CollectDeps, id: WithdrawalId): Promise<void> {
  const { db, clock } = deps;
  await collectReports(deps);
  await db.transaction(async (tx) => {
    const it = (await lockStanding(tx, [id])).get(id);
    if (!it || it.money !== 'held' || it.state === 'conflict' || it.file === null) return;
    const now = it.state === 'checking' ? it : await lost(tx, clock, it);
    const seconds = ASK_AFTER_SECONDS[it.asks];
    if (seconds === undefined) return void (await toPeople(tx, clock, now, 'give_up'));
    await countAsk(tx, id);
    const at = clock.now().add({ seconds });
    await schedule(tx, { at, job: OVERDUE_JOB, payload: { id }, key: overdueKey(id) });
  });
}
