import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { addressKey } from '#platform/rate-limit';
import type { Client } from '../session/client.ts';
import type { AttemptRule } from './attempt.ts';
import { chargeAttempt, type Counter, forgetAttempts, giveBackAttempt, keyOf } from './charge-attempt.ts';

/**
 * How often one secret may be tried: from one network, from all of them together, and from a browser that the owner has used before,
 * which strangers cannot fill. So an attacker is kept out and the owner is not.
 */
export type DoorRules = {
  readonly source: AttemptRule;
  readonly anywhere: AttemptRule;
  readonly device: AttemptRule;
};

/** Who is tried, and from where. */
export type Trier = { readonly name: string; readonly isKnownDevice: boolean; readonly client: Client };

const sourceOf = (rules: DoorRules, { name, client }: Trier): Counter => ({
  rule: rules.source,
  of: [name, addressKey(client.ip)],
});
const anywhereOf = (rules: DoorRules, { name }: Trier): Counter => ({ rule: rules.anywhere, of: [name] });
const deviceOf = (rules: DoorRules, { name, client }: Trier): Counter => ({
  rule: rules.device,
  of: [name, client.deviceToken ?? ''],
});

/** Charges one try, before the secret is looked at. `tell` is written together with the charge that begins a pause. */
export async function chargeTry(
  { db, clock }: { db: Db; clock: Clock },
  rules: DoorRules,
  trier: Trier,
  tell: (tx: Tx) => Promise<void>,
): Promise<{ ok: true; left: number } | { ok: false; until: string }> {
  const counters = trier.isKnownDevice
    ? [deviceOf(rules, trier)]
    : [sourceOf(rules, trier), anywhereOf(rules, trier)];
  let left = Number.MAX_SAFE_INTEGER;
  for (const counter of counters) {
    const charge = await chargeAttempt(db, clock, counter, tell);
    if (!charge.allowed) return { ok: false, until: charge.until.toString() };
    left = Math.min(left, charge.left);
  }
  return { ok: true, left };
}

/** Undoes the pauses that keep this person out from here: who has proven more than the secret that was tried. */
export async function liftPauses(tx: Tx, rules: DoorRules, trier: Trier): Promise<void> {
  for (const counter of [sourceOf(rules, trier), anywhereOf(rules, trier), deviceOf(rules, trier)])
    await forgetAttempts(tx, counter);
}

/** The counters of this person as keys, to be kept for who undoes the pauses later and from elsewhere. */
export const pauseKeysOf = (rules: DoorRules, trier: Trier): Buffer[] =>
  [sourceOf(rules, trier), anywhereOf(rules, trier), deviceOf(rules, trier)].map(keyOf);

/** After a success: the tries from here were the owner's own; of all networks together only this one is taken back. */
export async function settleTries(tx: Tx, clock: Clock, rules: DoorRules, trier: Trier): Promise<void> {
  if (trier.isKnownDevice) return forgetAttempts(tx, deviceOf(rules, trier));
  await forgetAttempts(tx, sourceOf(rules, trier));
  await giveBackAttempt(tx, clock, anywhereOf(rules, trier));
}
