/** The door of risk: what an account may do, how much of it, and what of a top-up may be spent at once. */
export { decideAndCarryOut, type Deciding } from './approvals/carry-out.ts';
export {
  approve,
  type DecisionRefusal,
  openProposals,
  proposalsAbout,
  propose,
  reject,
  withdraw,
} from './approvals/decide-proposal.ts';
export { type Proposal, proposalKind, type ProposalKind } from './approvals/proposal.ts';
export {
  blockOf,
  capabilitiesOf,
  coolDown,
  coolingOf,
  detailsCooling,
  mayDo,
} from './capabilities/capabilities-of.ts';
export type { Capability, CapabilityMap } from './capabilities/capability.ts';
export type { RestrictionKind } from './capabilities/matrix.ts';
export {
  addUsage,
  type Counted,
  dayOf,
  limitsOfStanding,
  lockLimits,
  readLimits,
  readLimitsOfMany,
  releaseUsage,
  usageCount,
  windowUse,
} from './limits/check-limits.ts';
export { brokenCounterHomes, CounterHomes, COUNTER_LAW_COUNT } from './limits/counter-homes.ts';
export { type StandingText, standingOfText } from './limits/store.ts';
export { limitsOf, type LimitStanding, tierLimits, type TierLimit } from './limits/show-limits.ts';
export { decideLimits, keptLimitFacts, type LimitRefusal } from './limits/decide.ts';
export type { LimitedCapability, LimitFacts, LimitPolicy } from './limits/limit.ts';
export { recordLooks } from './looks/look.ts';
export { tellableLooksAt } from './looks/store.ts';
export { convertUp, type Origin, originOf, type RateTable } from './rates/convert.ts';
export { type DayRates, insertRates, ratesAt } from './rates/store.ts';
export { decideRelease, type Release, type ReleaseFacts, type ReleaseRule } from './release/decide.ts';
export { releaseRuleFor } from './release/store.ts';
export { lockWallets } from './restrictions/follow-with-flags.ts';
export { decideLifting, proposeLifting } from './restrictions/lift-with-four-eyes.ts';
export { defineReviews, type ImposeRefusal, lift, restrict } from './restrictions/restrict.ts';
export { noteFailure } from './failures/note-failure.ts';
export { liftByRule } from './restrictions/lift-by-rule.ts';
export { type Imposer, LIFT_RESTRICTION, type Restriction } from './restrictions/restriction.ts';
export {
  findRestriction,
  isLinkUsed,
  restrictionDueTimes,
  restrictionsByDue,
  restrictionsEver,
  restrictionsInForce,
} from './restrictions/store.ts';
export { replay, type Replay } from './replay/replay.ts';
export { CHANGE_RULES, decideChange, proposeChange, writeRule } from './rules/change-rules.ts';
export { openReview, reviewDue } from './reviews/open-review.ts';
export {
  DECIDE_REVIEW,
  labelOf,
  type ListedPayee,
  type Review,
  type ReviewedId,
  type ReviewEnd,
  STATE_OF,
} from './reviews/review.ts';
export {
  findReview,
  lockReview,
  reviewsByDue,
  reviewsOf,
  saveEnd,
  type WaitingReview,
} from './reviews/store.ts';
export { type CompiledSet, factsAskedBy, firstLook, secondLook } from './rules/evaluate.ts';
export { historyFacts, type HistoryAsked, withHistory } from './rules/history-facts.ts';
export { defineForgetting } from './rules/forget-proofs.ts';
export { recordDecision } from './rules/record-decision.ts';
export {
  type Facts,
  factsFrom,
  isYes,
  type KeptVerdict,
  keepVerdict,
  type NamedFacts,
  type Rule,
  type Verdict,
} from './rules/rule.ts';
export {
  findLiveVersion,
  findRule,
  findSet,
  hitsByDay,
  hitsOfRule,
  insertLabel,
  labelsOf,
  newestRules,
  rulesNamed,
} from './rules/store.ts';
export { createRuleBook, type RuleBook } from './rules/rule-book.ts';
export {
  type BlockedByRule,
  type FactorAsked,
  type FactorMissing,
  tellBlock,
  tellFactor,
  type PayoutBlocked,
  type PayoutFactorMissing,
  tellPayoutBlock,
  tellPayoutFactor,
  tellTopUpBlock,
  tellTopUpFactor,
  type TopUpBlocked,
  type TopUpFactor,
} from './rules/tell-verdict.ts';
export { tellRestriction } from './restrictions/tell-restriction.ts';
export { setTier, tierOf } from './tiers/customer-tier.ts';
export { decideVerdict, proposeVerdict } from './screening/decide-match.ts';
export type { ScreeningDeps } from './screening/deps.ts';
export { defineScreening, requestLists, requestScreening } from './screening/jobs.ts';
export { listVersions, thresholdAt } from './screening/list-store.ts';
export type { ListVersion } from './screening/listed.ts';
export { DECIDE_SCREENING, type Match } from './screening/match.ts';
export type { Subject } from './screening/score.ts';
export { romanise } from './screening/romanise.ts';
export { screenName } from './screening/screen-customer.ts';
export { decidedMatches, eraseScreening, findMatch, lastRun, openMatches } from './screening/store.ts';
export { decidePetition, type PaymentDecisions, proposeDecision } from './petitions/decide-petition.ts';
export { giveItem } from './petitions/give-item.ts';
export { askAgain, isBeingDecided, judgeItem } from './petitions/judge-items.ts';
export { openAppeal, openLiftRequest, openPetition } from './petitions/open-petition.ts';
export {
  type AskedItem,
  DECIDE_PETITION,
  itemState,
  type Petition,
  type ToDecide,
} from './petitions/petition.ts';
export {
  askableFor,
  ATTEMPTS_MAX,
  groundsFor,
  isRestriction,
  liftsByItself,
  ROUNDS_MAX,
} from './petitions/rules.ts';
export { filesEver as answerFilesEver } from './petitions/file-store.ts';
export {
  answerPageForStaff,
  openAnswerPage,
  ownAnswerPage,
  recordPetitionLook,
  removeAnswerFile,
  sendAnswerFile,
  unopenedBy,
} from './petitions/answer-files.ts';
export {
  defineAnswerKeeping,
  erasePetitionAnswers,
  keepAnswersNow,
  renewAnswerSeals,
} from './petitions/forget-answers.ts';
export { type AnswerDeps, openItems, type OpenedItem, petitionAnswersEver } from './petitions/sealed.ts';
export { findAppeal, findPetition, openAboutPayments, petitionsAbout } from './petitions/store.ts';
