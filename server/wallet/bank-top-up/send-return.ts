import type { BankReturnId } from '#common/id';
import { invariant, unreachable } from '#common/result';
import type { FileAnswer } from '#connectors';
import { sha256 } from '#platform/crypto';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { ASK_AFTER_SECONDS } from '../withdrawal/withdrawal.ts';
import { returnXml } from './open-return.ts';
import { countReturnAsk, findReturn, lockReturn, saveReturn } from './return-store.ts';
import { notTaken } from './take-return-words.ts';
import { findTopUp } from './store.ts';
import { SEND_RETURN_JOB, sendReturnKey } from './work.ts';

type SendDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'keys' | 'bank'>;

/** Brings a return to the bank. After an answer that was lost it asks first whether the bank has it, so nothing goes back twice. */
export async function sendReturn(deps: SendDeps, id: BankReturnId): Promise<void> {
  const { db, bank, log } = deps;
  const it = await findReturn(db.read, id);
  if (!it || it.state !== 'ready' || !bank) return;
  if (it.asks > 0) {
    const found = await bank.find(id);
    if (found.kind !== 'not_there') return take(deps, id, found);
  }
  const topUp = await findTopUp(db.read, it.topUp);
  invariant(topUp !== null, `${it.topUp} is kept`);
  const xml = returnXml(deps, { ...it, topUp });
  // What would go out is what was decided: a row that was changed behind our back pays nobody.
  invariant(
    xml !== null && sha256(xml).equals(it.digest),
    `the file ${id} says what it said when it was made`,
  );
  const answer = await bank.send({ id, xml });
  if (answer.kind !== 'taken')
    log.warn({ file: id, answer: answer.kind }, 'the bank has not said yes to a file');
  await take(deps, id, answer);
}

async function take(deps: SendDeps, id: BankReturnId, answer: FileAnswer): Promise<void> {
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const it = await lockReturn(tx, id);
    if (!it || it.state !== 'ready') return; // Another process was faster.
    switch (answer.kind) {
      case 'taken':
        return saveReturn(tx, id, { state: 'sent', at: clock.now() });
      case 'refused':
        return notTaken(tx, deps, it, answer.code);
      case 'unavailable':
      case 'not_there':
      case 'unknown': {
        await countReturnAsk(tx, id);
        const seconds = ASK_AFTER_SECONDS[it.asks] ?? ASK_AFTER_SECONDS[ASK_AFTER_SECONDS.length - 1];
        const at = clock.now().add({ seconds });
        return schedule(tx, { at, job: SEND_RETURN_JOB, payload: { id }, key: sendReturnKey(id) });
      }
      default:
        return unreachable(answer);
    }
  });
}
