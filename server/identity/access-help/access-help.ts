import { z } from 'zod';
import type { AccessState } from '#common/api/access-help';
import type { CaseState } from '#common/api/support';
import type { CaseId } from '#common/id';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { type Proposal, proposalKind, proposalsAbout } from '#risk';
import type { AttemptRule } from '../attempts/attempt.ts';
import type { DoorRules } from '../attempts/trier.ts';

/** Guesses at codes of one account. Each code has five of its own; this bounds the codes, too. */
const rule = (scope: string, limit: number): AttemptRule => ({ scope, limit, pauseMinutes: [15, 60, 240] });
export const ACCESS_DOOR: DoorRules = {
  source: rule('access', 5),
  anywhere: rule('access-account', 15),
  device: rule('access-device', 5),
};

/** Days that a link to follow a request works. */
export const FOLLOW_DAYS = 90;
/** Hours after which a proposal that nobody has decided lapses, and a check of identity counts no more: the day is another one. */
const PROPOSAL_HOURS = 24;

export const isFresh = (at: Temporal.Instant, now: Temporal.Instant): boolean =>
  at.until(now).total('hours') < PROPOSAL_HOURS;

/** What is proposed to be done, resting on a check of identity, for as long as that counts. */
export const RESTORE_ACCESS = proposalKind(
  'restore_access',
  z.strictObject({
    check: z.string(),
    resetsSecondFactors: z.boolean(),
    liftsPauses: z.boolean(),
    restoresAddresses: z.boolean(),
  }),
  { hours: PROPOSAL_HOURS },
);
export type AccessProposal = Proposal<z.output<(typeof RESTORE_ACCESS)['parameters']>>;

/** What was ever proposed for this request, the oldest first. */
export async function accessProposals(read: Reader, caseId: CaseId): Promise<AccessProposal[]> {
  const all = await proposalsAbout(read, [caseId]);
  return all
    .filter(({ action }) => action === RESTORE_ACCESS.action)
    .map((each) => ({ ...each, parameters: RESTORE_ACCESS.parameters.parse(each.parameters) }));
}
/** Nobody has said yes or no, and it is not too old for that. */
export const isWaiting = ({ decision, expiresAt }: AccessProposal, now: Temporal.Instant): boolean =>
  decision === null && now.epochMilliseconds < expiresAt.epochMilliseconds;

/** What is to be done, in the words of the proposal. */
export type Measures = {
  readonly resetsSecondFactors: boolean;
  readonly liftsPauses: boolean;
  readonly restoresAddresses: boolean;
};
export const measuresOf = ({
  parameters: { resetsSecondFactors, liftsPauses, restoresAddresses },
}: AccessProposal): Measures => ({ resetsSecondFactors, liftsPauses, restoresAddresses });
export const areSame = (a: Measures, b: Measures): boolean =>
  a.resetsSecondFactors === b.resetsSecondFactors &&
  a.liftsPauses === b.liftsPauses &&
  a.restoresAddresses === b.restoresAddresses;

/** How a request stands for who follows it. */
export function accessState(
  caseState: CaseState,
  { isRestored, isProposed, isChecked }: { isRestored: boolean; isProposed: boolean; isChecked: boolean },
): AccessState {
  if (isRestored) return 'restored';
  if (caseState === 'resolved' || caseState === 'closed') return 'closed';
  if (isProposed) return 'being_decided';
  return isChecked || caseState !== 'awaiting_agent' ? 'being_checked' : 'waiting';
}
