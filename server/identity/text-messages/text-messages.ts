import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db, Reader } from '#platform/db';
import * as store from './store.ts';

/** Stops every text message, in all processes, from the next one on. The operator's switch against who makes us pay for them. (AUT-11) */
export const stopTextMessages = (db: Db, clock: Clock): Promise<void> =>
  db.transaction((tx) => store.insertStopped(tx, clock.now()));
export const resumeTextMessages = (db: Db): Promise<void> => db.transaction((tx) => store.deleteStopped(tx));

/** Why no text message is sent now, the same for everybody; mail and every other way go on. */
export async function whileTextMessagesGo(
  read: Reader,
): Promise<Result<void, Refusal<'text_messages_stopped'>>> {
  const since = await store.findStopped(read);
  return since ? err({ code: 'text_messages_stopped', since: since.toString() }) : ok(undefined);
}

export const areTextMessagesStopped = async (read: Reader): Promise<boolean> =>
  (await store.findStopped(read)) !== null;
