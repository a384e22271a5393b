import type { z } from 'zod';
import type { staffRestrictionSchema } from '#common/api/console-restrictions';
import { type CustomerId, parseId } from '#common/id';
import { customerNames, staffById } from '#identity';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import { LIFT_RESTRICTION, openProposals, type Restriction, petitionsAbout } from '#risk';

export type StaffRestriction = z.input<typeof staffRestrictionSchema>;
/** Proposals that wait at one time; each is about another restriction. */
const PROPOSALS_MAX = 500;

/** Restrictions as staff for risk sees them: with people's names, and with what waits for a colleague. */
export async function staffView(
  read: Reader,
  clock: Clock,
  list: readonly Restriction[],
): Promise<StaffRestriction[]> {
  const proposals = await openProposals(read, clock, LIFT_RESTRICTION, { limit: PROPOSALS_MAX });
  const byRestriction = new Map(proposals.map((one) => [one.parameters.restrictionId, one]));
  const requests = new Map(
    (
      await petitionsAbout(
        read,
        list.map(({ id }) => id),
      )
    )
      .filter(({ state }) => state === 'asking' || state === 'reviewing')
      .map(({ subject, caseId }) => [subject, caseId]),
  );
  const named = await namesOf(read, [
    ...list.flatMap(({ customer, imposedBy, liftedBy }) => [customer, imposedBy, liftedBy ?? '']),
    ...proposals.map(({ proposedBy }) => proposedBy),
  ]);
  const person = (id: string) => ({ id, name: named.get(id) ?? id });
  return list.map((one): StaffRestriction => {
    const waiting = byRestriction.get(one.id);
    return {
      id: one.id,
      customer: { id: one.customer, name: person(one.customer).name },
      kind: one.kind,
      reason: one.reason,
      disclosure: one.disclosure,
      blocked: [...one.blocked],
      note: one.note,
      by: person(one.imposedBy),
      since: one.since.toString(),
      dueAt: one.dueAt?.toString() ?? null,
      isLate: one.escalatedAt !== null,
      liftedAt: one.liftedAt?.toString() ?? null,
      liftedBy: one.liftedBy && person(one.liftedBy),
      requestId: requests.get(one.id) ?? null,
      proposal: waiting
        ? {
            id: waiting.id,
            ground: waiting.parameters.ground,
            note: waiting.reason,
            by: person(waiting.proposedBy),
            at: waiting.proposedAt.toString(),
            expiresAt: waiting.expiresAt.toString(),
          }
        : null,
    };
  });
}

/** Names of customers and staff; a rule has its own. */
export async function namesOf(read: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const all = [...new Set(ids)];
  const customers = all.map((id) => parseId('cus', id)).filter((id): id is CustomerId => id !== null);
  const names = new Map<string, string>(await customerNames(read, customers));
  for (const id of all) {
    const staff = parseId('stf', id);
    const found = staff && (await staffById(read, staff));
    if (found) names.set(id, found.name);
  }
  return names;
}
