import type { z } from 'zod';
import type { accessCaseSchema } from '#common/api/access-help';
import type { CaseId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { factorsOf, waysOf } from '../second-factor/factors.ts';
import { isFresh } from './access-help.ts';
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
  const [checks, proposals, factors, former] = await Promise.all([
    store.checksOf(db.read, caseId),
    store.proposalsOf(db.read, caseId),
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
    proposals: proposals.map((proposal) => ({
      id: proposal.id,
      resetsSecondFactors: proposal.resetsSecondFactors,
      liftsPauses: proposal.liftsPauses,
      restoresAddresses: proposal.restoresAddresses,
      at: proposal.at.toString(),
      staffId: proposal.staff,
      staffName: proposal.staffName,
      decision: proposal.decision ?? (isFresh(proposal.at, now) ? null : 'lapsed'),
      decidedBy: proposal.decidedBy,
      decidedAt: proposal.decidedAt?.toString() ?? null,
      note: proposal.note,
    })),
  };
}
