import type { CrossBorderId } from '#common/id';
import { invariant, unreachable } from '#common/result';
import type { FileAnswer } from '#connectors';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { ASK_AFTER_SECONDS, type CrossBorder, type StandingCrossBorder } from './cross-border.ts';
import { lockCrossBorder } from './lock.ts';
import { pacs008Of } from './make-message.ts';
import { lost, notSent, rejected, sent, stillAsking, toPeople } from './move.ts';
import { blockAbroad } from './standing-of.ts';
import * as store from './store.ts';
import { SEND_JOB, sendKey } from './work.ts';

export type SendDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'keys' | 'correspondent' | 'limits'>;

/**
 * Hands a transfer to the correspondent when its hour has come. After an answer that was lost it asks first whether the bank has it, and sends only
 * what it has not: the bank knows a message again by its id, so nothing is paid twice, whoever runs this and however often.
 */
export async function sendMessage(deps: SendDeps, id: CrossBorderId): Promise<void> {
  const { db, correspondent, log } = deps;
  if (!correspondent) return;
  const it = await db.transaction((tx) => made(tx, deps, id));
  if (!it?.madeAt || it.money !== 'held' || !isAsked(it)) return;
  if (it.asks > 0) {
    const found = await correspondent.find(id);
    if (found.kind !== 'not_there') return take(deps, id, found);
  }
  const xml = await pacs008Of(db.read, deps, it, it.madeAt);
  // What would go out is what was decided to: a row that was changed behind our back pays nobody.
  invariant(it.digest !== null && sha256(xml).equals(it.digest), `the message of ${id} says what it said`);
  const answer = await correspondent.send({ id, xml });
  if (answer.kind !== 'taken')
    log.warn({ transfer: id, answer: answer.kind }, 'the correspondent has not said yes to a payment');
  await take(deps, id, answer);
}

/** What people look at because no answer came is asked for all the same; where two books do not agree an answer decides nothing. */
const isAsked = ({ state, asks }: StandingCrossBorder): boolean =>
  state === 'processing' || state === 'checking' || (state === 'conflict' && asks > ASK_AFTER_SECONDS.length);

/** Makes its message, from which on it cannot be cancelled; what is blocked now goes back instead. */
async function made(tx: Tx, deps: SendDeps, id: CrossBorderId): Promise<StandingCrossBorder | null> {
  const { clock } = deps;
  const it = await lockCrossBorder(tx, deps, id);
  if (!it || it.money !== 'held' || it.inReview || it.madeAt !== null) return it;
  if ((await blockAbroad(tx, it.customer)) !== null) {
    await notSent(tx, clock, it, 'stopped');
    return null;
  }
  // Whole milliseconds: the message must read the same after the database.
  const at = clock.now().round('millisecond');
  const digest = sha256(await pacs008Of(tx, deps, it, at));
  await store.saveMade(tx, { id, at, digest });
  return { ...it, madeAt: at, digest };
}

/** Writes down what the bank said of the message. */
async function take(deps: SendDeps, id: CrossBorderId, answer: FileAnswer): Promise<void> {
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const it = await lockCrossBorder(tx, deps, id);
    if (!it || !isAsked(it) || it.money !== 'held') return; // A word of the bank was faster.
    switch (answer.kind) {
      case 'taken':
        return void (await sent(tx, clock, it));
      case 'refused':
        return void (await rejected(tx, clock, it, answer.code));
      // Its hour is over and it has not gone, or nobody knows: that is told as it is, and asked for.
      case 'unavailable':
      case 'not_there':
      case 'unknown':
        return again(tx, deps, it.state === 'processing' ? await lost(tx, clock, it) : it);
      default:
        return unreachable(answer);
    }
  });
}

/** Asks again after a while, and daily for as long as it takes; after a week people look as well. Its owner sees when it is asked for next. */
async function again(tx: Tx, { clock }: SendDeps, it: StandingCrossBorder): Promise<void> {
  const { id, asks, state } = it;
  const seconds = ASK_AFTER_SECONDS[asks] ?? ASK_AFTER_SECONDS[ASK_AFTER_SECONDS.length - 1];
  const at = clock.now().add({ seconds });
  await store.saveAsks(tx, id, asks + 1);
  await schedule(tx, { at, job: SEND_JOB, payload: { id }, key: sendKey(id) });
  if (state !== 'checking') return;
  if (asks >= ASK_AFTER_SECONDS.length) await toPeople(tx, clock, it, 'give_up');
  else await stillAsking(tx, clock, it, at);
}

/** It goes at its hour. */
export const scheduleSend = (tx: Tx, { id, goesAt: at }: Pick<CrossBorder, 'id' | 'goesAt'>): Promise<void> =>
  schedule(tx, { at, job: SEND_JOB, payload: { id }, key: sendKey(id) });
