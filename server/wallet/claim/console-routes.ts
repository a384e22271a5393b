import type { z } from 'zod';
import { consoleClaimApi as api, type staffClaimSchema } from '#common/api/console-claims';
import type { CaseId } from '#common/id';
import { fromWire, toWire } from '#common/money';
import { err, ok, type Result } from '#common/result';
import type { Refusal } from '#common/reasons';
import { customerNames, staffById } from '#identity';
import { serve, type Server } from '#platform/http';
import { openAboutPayments, openProposals, recordLooks } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { amountOf, claimStanding, decideMoreHeld, HOLD_MORE, proposeHold } from './hold-more.ts';

type StaffClaim = z.output<typeof staffClaimSchema>;
/** Claims handed out; what waits longest stands first, so the rest can wait. */
const CLAIMS_MAX = 200;

export function consoleClaimRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const shown = async <E extends Refusal>(caseId: CaseId, done: Result<void, E>) => {
    if (!done.ok) return done;
    const [claim] = await show(deps, [caseId]);
    return claim ? ok(claim) : err({ code: 'not_found' } as const);
  };
  serve(server, api.openClaims, async ({ actor }) => {
    const items = await show(deps, await openAboutPayments(db.read, CLAIMS_MAX));
    const customers = items.flatMap(({ payer, payee }) => [payer.id, payee.id]);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'claims' });
    return { items };
  });
  serve(server, api.proposeHold, async ({ actor, params: { id }, body: { amount, note } }) => {
    const proposing = { caseId: id, by: actor.id, amount: fromWire(amount), note };
    return shown(id, await db.transaction((tx) => proposeHold(tx, clock, proposing)));
  });
  serve(server, api.decideHold, async ({ actor, params: { id }, body: { note = null, ...body } }) => {
    const deciding = { ...body, note, caseId: id, by: actor.id };
    return shown(id, await db.transaction((tx) => decideMoreHeld(tx, clock, deciding)));
  });
}

async function show({ db, clock }: WalletDeps, caseIds: readonly CaseId[]): Promise<StaffClaim[]> {
  const { read } = db;
  const open = await openProposals(read, clock, HOLD_MORE, { limit: CLAIMS_MAX });
  const shown: StaffClaim[] = [];
  for (const caseId of caseIds) {
    const standing = await claimStanding(read, caseId);
    if (!standing) continue;
    const { claim, addable } = standing;
    const names = await customerNames(read, [claim.payer, claim.payee]);
    const person = (id: typeof claim.payer) => ({ id, name: names.get(id) ?? '' });
    const proposal = open.find(({ subject }) => subject === caseId);
    const by = proposal && (await staffById(read, proposal.proposedBy));
    shown.push({
      caseId,
      transfer: claim.transfer,
      payer: person(claim.payer),
      payee: person(claim.payee),
      amount: toWire(claim.amount),
      held: toWire(claim.held),
      returned: toWire(claim.returned),
      addable: toWire(addable),
      since: claim.claimedAt.toString(),
      proposal: proposal
        ? {
            id: proposal.id,
            amount: toWire(amountOf(proposal)),
            note: proposal.reason,
            by: { id: proposal.proposedBy, name: by?.name ?? '' },
            expiresAt: proposal.expiresAt.toString(),
          }
        : null,
    });
  }
  return shown;
}
