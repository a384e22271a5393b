// Staff for risk holds more of a claimed payment than was held at once: one proposes, a colleague approves, and what the payee has is the end.
import { z } from 'zod';
import { type CaseId, parseId, type ProposalId, type StaffId } from '#common/id';
import { add, CURRENCIES, type Money, money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { caseForStaff } from '#cases';
import { balanceOf, balancesOf, legId, lockAccounts, openAccount, postIn } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import {
  approve,
  type DecisionRefusal,
  findPetition,
  type Proposal,
  proposalKind,
  propose,
  reject,
  withdraw,
} from '#risk';
import type { Claim } from './claim.ts';
import { mostToAdd } from './decide.ts';
import { namesOf } from './open-claim.ts';
import * as store from './store.ts';
import { tellHeld } from './tell-recall.ts';

export const HOLD_MORE = proposalKind(
  'hold_more',
  z.strictObject({ minor: z.string().regex(/^[1-9]\d{0,17}$/), currency: z.enum(CURRENCIES) }),
);
type ToHold = z.output<(typeof HOLD_MORE)['parameters']>;
export const amountOf = ({ parameters: { minor, currency } }: Proposal<ToHold>): Money =>
  money(BigInt(minor), currency);

/** The claim that a case is about, and how much can be added to what is held of it now; null for a case of another kind. */
export async function claimStanding(
  read: Reader,
  caseId: CaseId,
): Promise<{ claim: Claim; addable: Money; isOpen: boolean } | null> {
  const found = await claimOf(read, caseId);
  if (!found) return null;
  const { claim, isOpen } = found;
  const wallet = (await balancesOf(read, claim.payee)).find(
    ({ kind, currency }) => kind === 'wallet' && currency === claim.amount.currency,
  );
  const mayLeave = wallet !== undefined && !wallet.flags.frozenOut && !wallet.flags.closed;
  return { claim, isOpen, addable: mostToAdd(claim, mayLeave ? wallet.available : null) };
}

async function claimOf(read: Reader, caseId: CaseId): Promise<{ claim: Claim; isOpen: boolean } | null> {
  const petition = await findPetition(read, caseId);
  const transfer = petition && parseId('tr', petition.subject);
  const claim = transfer ? await store.findClaim(read, transfer) : null;
  return (
    petition && claim && { claim, isOpen: petition.state === 'asking' || petition.state === 'reviewing' }
  );
}

type Proposing = {
  readonly caseId: CaseId;
  readonly by: StaffId;
  readonly amount: Money;
  readonly note: string;
};
type NotPossible = Refusal<'not_found' | 'case_changed_meanwhile' | 'hold_not_possible'>;

/** The first pair of eyes. Nothing is held yet. */
export async function proposeHold(
  tx: Tx,
  clock: Clock,
  { caseId, by, amount, note }: Proposing,
): Promise<Result<void, NotPossible | Refusal<'proposal_open'>>> {
  const standing = await claimStanding(tx, caseId);
  if (!standing) return err({ code: 'not_found' });
  if (!standing.isOpen) return err({ code: 'case_changed_meanwhile' });
  const { addable } = standing;
  if (amount.currency !== addable.currency || amount.minor <= 0n || amount.minor > addable.minor)
    return err({ code: 'hold_not_possible', available: addable });
  const { minor, currency } = amount;
  const parameters = { minor: minor.toString(), currency };
  const proposed = await propose(tx, clock, HOLD_MORE, { subject: caseId, parameters, reason: note, by });
  return proposed.ok ? ok(undefined) : proposed;
}

type Deciding = {
  readonly caseId: CaseId;
  readonly proposalId: ProposalId;
  readonly by: StaffId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly note: string | null;
};

/** The second pair: approving holds it, in the same transaction, if the payee still has it. */
export async function decideMoreHeld(
  tx: Tx,
  clock: Clock,
  { caseId, proposalId, by, decision, note }: Deciding,
): Promise<Result<void, NotPossible | DecisionRefusal>> {
  const found = await claimOf(tx, caseId);
  if (!found) return err({ code: 'not_found' });
  // Whoever decides about the claim waits here, and the other way round.
  const claim = await store.lockClaim(tx, found.claim.transfer);
  const isOpen = (await claimOf(tx, caseId))?.isOpen ?? false;
  if (!claim || !isOpen) return err({ code: 'case_changed_meanwhile' });
  const decide = { approve, reject, withdraw }[decision];
  const decided = await decide(tx, clock, HOLD_MORE, { id: proposalId, by, reason: note });
  if (!decided.ok) return decided;
  invariant(decided.value.subject === caseId, `${proposalId} is about ${caseId}`);
  return decision === 'approve' ? hold(tx, clock, claim, { caseId, proposal: decided.value }) : ok(undefined);
}

async function hold(
  tx: Tx,
  clock: Clock,
  claim: Claim,
  { caseId, proposal }: { caseId: CaseId; proposal: Proposal<ToHold> },
): Promise<Result<void, Refusal<'hold_not_possible'>>> {
  const { payer, payee, transfer } = claim;
  const amount = amountOf(proposal);
  const { currency } = amount;
  const wallets = {
    payer: await openAccount(tx, clock, { kind: 'wallet', owner: payer, currency }),
    payee: await openAccount(tx, clock, { kind: 'wallet', owner: payee, currency }),
  };
  await lockAccounts(tx, [wallets.payer, wallets.payee]);
  const { available, flags } = await balanceOf(tx, wallets.payee);
  const most = mostToAdd(claim, flags.frozenOut || flags.closed ? null : available);
  if (amount.minor > most.minor) return err({ code: 'hold_not_possible', available: most });
  const recall = newId('rc');
  const dueAt = (await caseForStaff(tx, caseId))?.dueAt ?? clock.now();
  await tellHeld(tx, clock, recall, { claim, people: await namesOf(tx, claim), amount, dueAt });
  const leg = { kind: 'hold', id: legId(recall, 'hold'), code: 'adjustment', debit: wallets.payee, credit: wallets.payer, amount, expiresAt: null } as const; // prettier-ignore
  const [posted] = await postIn(tx, clock, [{ operationId: recall, legs: [leg] }]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `what is available can be held for ${recall}`,
  );
  await store.insertHold(tx, { recall, transfer, amount, proposal: proposal.id }, clock.now());
  await store.saveReturn(tx, { transfer, held: add(claim.held, amount), returned: claim.returned });
  return ok(undefined);
}
