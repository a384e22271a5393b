import type { PayoutFileId } from '#common/id';
import { invariant, unreachable } from '#common/result';
import type { FileAnswer } from '#connectors';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { countFileAsk, findFile, lockFile, markFile } from './file-store.ts';
import { lockWithCounters } from './lock.ts';
import { xmlOf } from './make-file.ts';
import { lost, rejected, sent, toPeople } from './move.ts';
import * as store from './store.ts';
import { ASK_AFTER_SECONDS, type PayoutFile, type StandingWithdrawal } from './withdrawal.ts';
import { SEND_FILE_JOB, sendFileKey } from './work.ts';

type SendDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'keys' | 'bank' | 'limits'>;

/**
 * Brings a file to the bank. After an answer that was lost it asks first whether the bank has it, and sends only what it has not: the bank
 * knows a file again by its id, so no payment is made twice, whoever runs this and however often.
 */
export async function sendFile(deps: SendDeps, id: PayoutFileId): Promise<void> {
  const { db, bank, log } = deps;
  const file = await findFile(db.read, id);
  if (!file || file.state !== 'ready' || !bank) return;
  if (file.asks > 0) {
    const found = await bank.find(id);
    if (found.kind !== 'not_there') return take(deps, id, found);
  }
  const payments = await store.withdrawalsOfFile(db.read, id);
  const xml = await xmlOf(db.read, deps, file, payments);
  // What would go out is what was decided to: a row that was changed behind our back pays nobody.
  invariant(sha256(xml).equals(file.digest), `the file ${id} says what it said when it was made`);
  const answer = await bank.send({ id, xml });
  if (answer.kind !== 'taken')
    log.warn({ file: id, answer: answer.kind }, 'the bank has not said yes to a file');
  await take(deps, id, answer);
}

/** Writes down what the bank said of the whole file. */
async function take(deps: SendDeps, id: PayoutFileId, answer: FileAnswer): Promise<void> {
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const file = await lockFile(tx, id);
    if (!file || file.state !== 'ready') return; // Another process was faster.
    switch (answer.kind) {
      case 'taken':
        await markFile(tx, id, 'sent', clock.now());
        return eachOf(tx, deps, id, async (it) => {
          if (it.state === 'in_batch' || it.state === 'checking') await sent(tx, clock, it);
        });
      case 'refused':
        await markFile(tx, id, 'refused', clock.now());
        return eachOf(tx, deps, id, async (it) => {
          if (it.money === 'held') await rejected(tx, clock, it, answer.code);
        });
      case 'unavailable':
        // Nothing has left: it stays as it was and is tried again.
        return again(tx, deps, file);
      case 'not_there':
      case 'unknown':
        await eachOf(tx, deps, id, async (it) => {
          if (it.state === 'in_batch') await lost(tx, clock, it);
        });
        return again(tx, deps, file);
      default:
        return unreachable(answer);
    }
  });
}

async function eachOf(
  tx: Tx,
  deps: SendDeps,
  file: PayoutFileId,
  work: (it: StandingWithdrawal) => Promise<void>,
): Promise<void> {
  const ids = (await store.withdrawalsOfFile(tx, file)).map(({ id }) => id);
  for (const it of (await lockWithCounters(tx, deps, ids)).values()) await work(it);
}

/** Asks again after a while, and daily for as long as it takes; meanwhile people look at what is unclear for a week. */
async function again(tx: Tx, deps: SendDeps, file: PayoutFile): Promise<void> {
  const { id, asks } = file;
  await countFileAsk(tx, id);
  if (asks === ASK_AFTER_SECONDS.length)
    await eachOf(tx, deps, id, async (it) => {
      // Also what a bank that was away all the time never had: nobody would look at it otherwise.
      const open = it.state === 'in_batch' ? await lost(tx, deps.clock, it) : it;
      if (open.state === 'checking') await toPeople(tx, deps.clock, open, 'give_up');
    });
  const seconds = ASK_AFTER_SECONDS[asks] ?? ASK_AFTER_SECONDS[ASK_AFTER_SECONDS.length - 1];
  const at = deps.clock.now().add({ seconds });
  await schedule(tx, { at, job: SEND_FILE_JOB, payload: { id }, key: sendFileKey(id) });
}
