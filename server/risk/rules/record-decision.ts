import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { Decision } from './rule.ts';
import { insertDecision } from './store.ts';

/** Keeps a decision that was not simply yes, for the pictures of hits and for who looks at them. */
export async function recordDecision(tx: Tx, clock: Clock, decision: Omit<Decision, 'at'>): Promise<void> {
  await insertDecision(tx, { ...decision, at: clock.now() });
}
