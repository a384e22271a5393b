// The doors `post` and `postIn`, as the other rooms use them: what they have confirmed is told to the fence, which remembers the newest.
import type { Clock } from '#platform/clock';
import { onCommit, type Tx } from '#platform/db';
import type { PostResult } from '../posting/answers.ts';
import * as posting from '../posting/post-in.ts';
import * as poster from '../posting/poster.ts';
import type { PostCommand } from '../transfer.ts';
import type { Place } from './judge.ts';

type Listener = (place: Place) => void;
const listeners = new Set<Listener>();

/** Has every newly confirmed place told, until the answer is called. */
export function hearConfirmed(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type Told = { readonly ok: boolean } & ({ readonly ok: true; readonly value: { readonly legs: readonly Place[] } } | { readonly ok: false }); // prettier-ignore

function tell(results: readonly Told[]): void {
  if (listeners.size === 0) return;
  let newest: Place | undefined;
  for (const result of results) {
    if (!result.ok) continue;
    const last = result.value.legs.at(-1);
    if (last && (!newest || last.seq > newest.seq)) newest = { seq: last.seq, id: last.id };
  }
  if (newest) for (const listener of listeners) listener(newest);
}

/** As `postIn` of the posting itself; the transaction's commit is what confirms. */
export async function postIn(tx: Tx, clock: Clock, commands: readonly PostCommand[]): Promise<PostResult[]> {
  const results = await posting.postIn(tx, clock, commands);
  onCommit(tx, () => tell(results));
  return results;
}

/** As `createLedger` of the posting itself. */
export function createLedger(deps: Parameters<typeof poster.createLedger>[0]): poster.Ledger {
  const ledger = poster.createLedger(deps);
  return {
    ...ledger,
    async post(command) {
      const result = await ledger.post(command);
      tell([result]);
      return result;
    },
    async postMany(commands) {
      const results = await ledger.postMany(commands);
      tell(results);
      return results;
    },
  };
}
