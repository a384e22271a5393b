import type { ToldRestriction } from '#common/api/restriction';
import { type Restriction, toldWhy } from './restriction.ts';

/** A restriction as its owner, and whoever speaks with the owner, may know it. What is not told here is told nowhere. */
export function tellRestriction(restriction: Restriction): ToldRestriction {
  const { kind, blocked, since, dueAt, escalatedAt, disclosure } = restriction;
  const isOwners = kind === 'self_frozen' || kind === 'closing';
  const isTold = disclosure !== 'none';
  return {
    why: toldWhy(restriction),
    blocked: [...blocked],
    since: since.toString(),
    nextActor: isOwners ? 'you' : 'okpay',
    dueAt: isTold ? (dueAt?.toString() ?? null) : null,
    isLate: isTold && escalatedAt !== null,
    liftedBy: isOwners ? 'owner' : 'review',
  };
}
