import type { ToldRestriction } from '#common/api/restriction';
import type { Petition } from '../petitions/petition.ts';
import { type Restriction, toldWhy, liftsItself } from './restriction.ts';

/** With the newest request to lift it, of those that are handed in, the newest first. A restriction as its owner, and whoever speaks with the owner, may know it. What is not told here is told nowhere. */
export function tellRestriction(
  restriction: Restriction,
  petitions: readonly Petition[] = [],
): ToldRestriction {
  const { kind, blocked, since, dueAt, escalatedAt, disclosure } = restriction;
  const isOwners = kind === 'self_frozen' || kind === 'closing';
  const request = petitions.find(({ subject }) => subject === restriction.id);
  const isTold = disclosure !== 'none';
  const doesItself = isTold && liftsItself(restriction);
  return {
    why: toldWhy(restriction),
    blocked: [...blocked],
    since: since.toString(),
    nextActor: isOwners || doesItself ? 'you' : 'okpay',
    dueAt: isTold ? (dueAt?.toString() ?? null) : null,
    isLate: isTold && escalatedAt !== null,
    liftedBy: isOwners ? 'owner' : doesItself ? 'itself' : 'review',
    request: request ? { caseId: request.caseId, state: request.state } : null,
  };
}
