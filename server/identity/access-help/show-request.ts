import type { z } from 'zod';
import type { accessCaseSchema } from '#common/api/access-help';
import type { CaseId } from '#common/id';
import type { Clock, Temporal } from '#platform/clock';
import type { Db, Reader } from '#platform/db';
import { factorsOf, waysOf } from '../second-factor/factors.ts';
import { answeredOf } from '../security-questions/store.ts';
import { findStaff } from '../staff/store.ts';
import { accessProposals, type AccessProposal, isWaiting, measuresOf } from './access-help.ts';
import * as store from './store.ts';

type AccessCase = z.input<typeof accessCaseSchema>;

/** A request as staff see it: what was lost and proven, the looks at the person, the proposals and what became of them. */
export async function showRequest(
  { db, clock }: { db: Db; clock: Clock },
  caseId: CaseId,
): Promise<AccessCase | null> {
  const it = await store.findRequest(db.read, caseId);
  if (!it) return null;
  const now = clock.now();
  const [checks, answered, proposals, factors, former] = await Promise.all([
    store.checksOf(db.read, caseId),
    answeredOf(db.read, caseId),
    accessProposals(db.read, caseId),
    factorsOf(db.read, it.customer),
    store.heldFormer(db.read, it.customer, now),
  ]);
  return {
    lost: it.lost,
    provenBy: it.provenBy,
    byFormer: it.byFormer,
    addressesChanged: former.length > 0,
    secondFactors: waysOf(factors).length > 0,
    checks: checks.map(({ at, staffName, method, passed, note }) => ({
      at: at.toString(),
      staffName,
      method,
      passed,
      note,
    })),
    answered: answered.map(({ at, right, held }) => ({ at: at.toString(), right, held })),
    proposals: await Promise.all(proposals.map((each) => showProposal(db.read, each, now))),
  };
}

const DECISIONS = {
  approved: 'approved',
  rejected: 'refused',
  withdrawn: 'lapsed',
  expired: 'lapsed',
} as const;

async function showProposal(
  read: Reader,
  proposal: AccessProposal,
  now: Temporal.Instant,
): Promise<AccessCase['proposals'][number]> {
  const by = await findStaff(read, proposal.proposedBy);
  const decider = proposal.decidedBy && (await findStaff(read, proposal.decidedBy));
  const { decision } = proposal;
  return {
    id: proposal.id,
    ...measuresOf(proposal),
    at: proposal.proposedAt.toString(),
    staffId: proposal.proposedBy,
    staffName: by?.name ?? '',
    decision: decision ? DECISIONS[decision] : isWaiting(proposal, now) ? null : 'lapsed',
    decidedBy: decider ? decider.name : null,
    decidedAt: proposal.decidedAt?.toString() ?? null,
    note: proposal.decisionReason,
  };
}
