import type { CrossBorderId } from '#common/id';
import { type BankChannel, type CorrespondentWord, LineBroken, readCorrespondentMessage } from '#connectors';
import { sha256 } from '#platform/crypto';
import { apart, type Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { hearAnswers } from '../trace/hear-answer.ts';
import { LOOK_AGAIN_HOURS, LOOKS_MAX } from './cross-border.ts';
import { lockCrossBorder } from './lock.ts';
import * as messages from './message-store.ts';
import { toPeople, unconfirmed } from './move.ts';
import * as store from './store.ts';
import { takeWord } from './take-word.ts';
import { OVERDUE_JOB, overdueKey } from './work.ts';

export type CollectDeps = Pick<
  WalletDeps,
  'db' | 'clock' | 'log' | 'bank' | 'correspondent' | 'limits' | 'keys'
>;

/** Bytes of one message at most; one about a payment has four thousand. */
const MESSAGE_MAX = 256 * 1024;

/** Fetches what the correspondent has said since, in its order, and acts on it: each message once, however often this runs. */
export async function collectMessages(deps: CollectDeps): Promise<void> {
  const { db, correspondent, log } = deps;
  if (!correspondent) return;
  const numbers = await correspondent.reportsAfter(await messages.lastMessage(db.read));
  if (!numbers.ok) return log.warn(numbers.error, 'the correspondent could not be asked for its messages');
  // The later ones wait where one cannot be fetched: what they say builds on it.
  for (const number of numbers.value) if (!(await takeMessage(deps, correspondent, number))) return;
}

async function takeMessage(deps: CollectDeps, correspondent: BankChannel, number: bigint): Promise<boolean> {
  const { db, clock, log } = deps;
  const whole = await fetchWhole(correspondent, number);
  if (whole === null) {
    log.warn({ message: number }, 'a message of the correspondent could not be fetched');
    return false;
  }
  const read =
    whole === 'too_large'
      ? ({ ok: false, error: { code: 'too_large' } } as const)
      : await readCorrespondentMessage([whole]);
  const fault = read.ok ? null : read.error.code;
  if (fault !== null) log.error({ message: number, fault }, 'a message of the correspondent was refused');
  for (const { code, payment } of read.ok ? read.value.faults : [])
    log.error({ message: number, fault: code, payment }, 'a part of a message was not understood');
  await db.transaction(async (tx) => {
    const kept = {
      number,
      message: read.ok ? read.value.message : 'unknown',
      digest: sha256(whole),
      fault,
    };
    const outcome = await messages.insertMessage(tx, kept, clock.now());
    if (outcome !== 'taken' || !read.ok) return;
    await takeWords(tx, deps, { words: read.value.words, message: number });
    const { answers } = read.value;
    await hearAnswers(tx, deps, { channel: 'correspondent', report: number, answers });
  });
  return true;
}

/** One that cannot be acted on keeps no other payment waiting: it is paged, and the message can be sent again. */
async function takeWords(
  tx: Tx,
  deps: CollectDeps,
  { words, message }: { words: readonly CorrespondentWord[]; message: bigint },
): Promise<void> {
  let failed = 0;
  for (const word of words) {
    const failure = await apart(tx, () => takeWord(tx, deps, { word, message }));
    if (!failure) continue;
    failed += 1;
    const { payment, kind } = word;
    const about = { err: failure.error, message, payment, word: kind };
    deps.log.error(about, 'a word of the correspondent could not be acted on');
  }
  if (failed > 0) await messages.markFailed(tx, message);
}

/** Null where the line broke: it is fetched again. */
async function fetchWhole(correspondent: BankChannel, number: bigint): Promise<Buffer | 'too_large' | null> {
  const opened = await correspondent.report(number);
  if (!opened.ok) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of opened.value) {
      size += chunk.length;
      if (size > MESSAGE_MAX) return 'too_large';
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof LineBroken) return null;
    throw error;
  }
  return Buffer.concat(chunks);
}

/** The promised time is over and no bank has said anything final: what it says is fetched, then told as it is, and looked for again; then people look. */
export async function lookForOverdue(deps: CollectDeps, id: CrossBorderId): Promise<void> {
  const { db, clock } = deps;
  await collectMessages(deps);
  await db.transaction(async (tx) => {
    const it = await lockCrossBorder(tx, deps, id);
    const isOpen = it?.state === 'sent' || it?.state === 'with_correspondent' || it?.state === 'unconfirmed';
    if (!it || !isOpen) return;
    const told = await unconfirmed(tx, clock, it);
    if (it.asks >= LOOKS_MAX) return void (await toPeople(tx, clock, told, 'give_up'));
    await store.saveAsks(tx, id, it.asks + 1);
    const at = clock.now().add({ hours: LOOK_AGAIN_HOURS });
    await schedule(tx, { at, job: OVERDUE_JOB, payload: { id }, key: overdueKey(id) });
  });
}
