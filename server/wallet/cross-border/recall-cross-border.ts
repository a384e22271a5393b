import { RECALL_GROUNDS, type RecallGround } from '#common/beneficiary';
import type { CrossBorderId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result, unreachable } from '#common/result';
import type { Tx } from '#platform/db';
import { enqueue } from '#platform/jobs';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { ASK_AFTER_SECONDS, type StandingCrossBorder } from './cross-border.ts';
import { lockCrossBorder, lockOwnCrossBorder } from './lock.ts';
import { camt056Of, recallIdOf } from './make-message.ts';
import { recallTold } from './move.ts';
import type { SendDeps } from './send-message.ts';
import * as store from './store.ts';
import { RECALL_JOB, recallKey } from './work.ts';

type Wanted = {
  readonly id: CrossBorderId;
  readonly customer: CustomerId;
  readonly ground: RecallGround;
};

/** States in which a bank has the money and can be asked for it. */
const WITH_BANKS: readonly StandingCrossBorder['state'][] = [
  'sent',
  'with_correspondent',
  'unconfirmed',
  'delivered',
];

/** Asks for a transfer back. Nothing moves by it: the payee's bank decides, and only what it sends back comes back. */
export async function recallCrossBorder(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'limits'>,
  { id, customer, ground }: Wanted,
): Promise<
  Result<void, Refusal<'not_found' | 'cross_border_recall_open' | 'cross_border_recall_not_possible'>>
> {
  const { clock } = deps;
  const it = await lockOwnCrossBorder(tx, deps, { id, customer });
  if (!it) return err({ code: 'not_found' });
  if (it.money !== 'out' || !WITH_BANKS.includes(it.state))
    return err({ code: 'cross_border_recall_not_possible' });
  const made = { ground: RECALL_GROUNDS[ground], at: clock.now().round('millisecond') };
  if (!(await store.insertRecall(tx, id, made))) return err({ code: 'cross_border_recall_open' });
  await recallTold(tx, clock, it, { recall: 'asked' });
  await enqueue(tx, RECALL_JOB, { id }, { key: recallKey(id) });
  return ok(undefined);
}

/** Brings the request to the correspondent. The same one again is the same, so it is sent until somebody says that it is there. */
export async function sendRecall(deps: SendDeps, id: CrossBorderId): Promise<void> {
  const { db, clock, correspondent, log } = deps;
  const it = await store.findCrossBorder(db.read, id);
  // What came back meanwhile is not asked for any more.
  if (!correspondent || it?.recall !== 'made' || it.money !== 'out') return;
  const answer = await correspondent.send({ id: recallIdOf(it), xml: camt056Of(deps, it) });
  if (answer.kind !== 'taken')
    log.warn({ transfer: id, answer: answer.kind }, 'the correspondent has not said yes to a recall');
  await db.transaction(async (tx) => {
    const now = await lockCrossBorder(tx, deps, id);
    if (now?.recall !== 'made' || now.money !== 'out') return; // Its answer, or the money itself, was faster.
    switch (answer.kind) {
      case 'taken':
        return store.saveRecall(tx, id, 'asked');
      case 'refused':
        return void (await recallTold(tx, clock, now, { recall: 'refused', bankCode: answer.code }));
      case 'unavailable':
      case 'not_there':
      case 'unknown': {
        const asks = Math.min(now.recallAsks, ASK_AFTER_SECONDS.length - 1);
        await store.countRecallAsk(tx, id);
        const at = clock.now().add({ seconds: ASK_AFTER_SECONDS[asks] ?? 0 });
        return schedule(tx, { at, job: RECALL_JOB, payload: { id }, key: recallKey(id) });
      }
      default:
        return unreachable(answer);
    }
  });
}
