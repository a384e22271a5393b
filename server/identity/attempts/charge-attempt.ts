import type { Clock } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Db, Tx } from '#platform/db';
import { type AttemptRule, charged, type Charged, givenBack } from './attempt.ts';
import * as store from './store.ts';

/** One counter: whose secret is tried and from where. */
export type Counter = { readonly rule: AttemptRule; readonly of: readonly string[] };

/** Each part is preceded by its length, so that no two counters share a key. */
export const keyOf = ({ rule, of }: Counter): Buffer =>
  sha256([rule.scope, ...of].map((part) => `${part.length}:${part}`).join('|'));

/**
 * Charges an attempt in a transaction of its own, committed before the secret is looked at: what fails stays charged.
 * `whenPauseStarts` is written together with the charge that begins a pause.
 */
export async function chargeAttempt(
  db: Db,
  clock: Clock,
  counter: Counter,
  whenPauseStarts?: (tx: Tx) => Promise<void>,
): Promise<Charged> {
  const key = keyOf(counter);
  return db.transaction(async (tx) => {
    const now = clock.now();
    const result = charged(await store.lockAttempts(tx, key, now), counter.rule, now);
    if (!result.allowed) return result;
    await store.saveAttempts(tx, key, result.attempts);
    if (result.startsPause) await whenPauseStarts?.(tx);
    return result;
  });
}

/** After a success from where the attempts came: they were the owner's own. */
export const forgetAttempts = (tx: Tx, counter: Counter): Promise<void> =>
  store.deleteAttempts(tx, keyOf(counter));

/** After a success that says nothing about the others who are counted here too: only this attempt is taken back. */
export async function giveBackAttempt(tx: Tx, clock: Clock, counter: Counter): Promise<void> {
  const key = keyOf(counter);
  const before = await store.lockAttempts(tx, key, clock.now());
  if (before) await store.saveAttempts(tx, key, givenBack(before, counter.rule));
}
