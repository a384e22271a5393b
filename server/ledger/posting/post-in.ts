import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { PostCommand } from '../transfer.ts';
import { operationRef } from '../operation-ref.ts';
import { type PostResult, toResults } from './answers.ts';
import * as store from './store.ts';

/** Legs that one command may link. A payroll is many commands, not one chain: a chain is as slow as its accounts are busy. */
export const MAX_LEGS_PER_COMMAND = 100;
/** Legs per call of the posting function; beyond some hundreds a call only takes longer. The function itself stops at 4000. */
export const MAX_LEGS_PER_CALL = 1_000;

/**
 * Posts inside a business transaction, together with whatever else it writes. One result per command, in order; a later command
 * sees what an earlier one moved. Refusals are values: the transaction goes on and may write down why. If the transaction rolls
 * back nothing has happened, and no id is used up.
 *
 * The accounts' locks are held until the transaction ends, so call it late in the transaction, and once rather than often: two
 * transactions that lock in several steps can meet in a deadlock, which `db.transaction` answers by running one of them again.
 */
export async function postIn(tx: Tx, clock: Clock, commands: readonly PostCommand[]): Promise<PostResult[]> {
  for (const command of commands) assertPostable(command);
  const at = clock.now();
  const results: PostResult[] = [];
  for (let rest = commands; rest.length > 0;) {
    const batch = firstBatch(rest);
    results.push(...toResults(batch, await store.postBatch(tx, at, batch)));
    rest = rest.slice(batch.length);
  }
  return results;
}

/** As many commands from the front as go into one call. */
function firstBatch(commands: readonly PostCommand[]): readonly PostCommand[] {
  let legs = 0;
  const end = commands.findIndex((command) => (legs += command.legs.length) > MAX_LEGS_PER_CALL);
  return end === -1 ? commands : commands.slice(0, end);
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What only a bug can get wrong; it throws before it can spoil the batch of others. */
export function assertPostable({ operationId, legs, window }: PostCommand): void {
  const { shared } = operationRef(operationId);
  invariant(
    legs.length >= 1 && legs.length <= MAX_LEGS_PER_COMMAND,
    `a command has 1 to ${MAX_LEGS_PER_COMMAND} legs`,
  );
  invariant(
    window === undefined || (window.minor > 0n && 'debit' in legs[0]),
    'a window is used by something that leaves its account',
  );
  for (const leg of legs) {
    const ids = 'hold' in leg ? [leg.id, leg.hold] : 'original' in leg ? [leg.id, leg.original] : [leg.id];
    invariant(
      ids.every((id) => UUID.test(id)),
      'transfers are named by lower-case UUIDs',
    );
    invariant(leg.id.startsWith(shared), 'the id of a transfer begins as its operation’s does');
    const minor = ('amount' in leg ? leg.amount?.minor : undefined) ?? 0n;
    invariant(BigInt.asIntN(64, minor) === minor, 'an amount fits its column');
  }
}
