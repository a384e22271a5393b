import { z } from 'zod';
import { GROUNDS, isGroundOf, type MatchedPart, VERDICTS } from '#common/api/console-screening';
import { idSchema } from '#common/api/wire';
import type { CustomerId, ProposalId, RestrictionId, ScreeningMatchId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { proposalKind } from '../approvals/proposal.ts';
import type { Listed, Source } from './listed.ts';
import type { Fact, Subject } from './score.ts';

export type Compared = {
  /** The name on the list that was likest. */
  readonly name: string;
  /** What the names alone would score. */
  readonly nameScore: number;
  readonly parts: readonly MatchedPart[];
  readonly birth: Fact;
  readonly country: Fact;
};
/** Somebody on a list who is like somebody. */
export type Hit = {
  readonly source: Source;
  readonly entry: Listed;
  readonly score: number;
  readonly compared: Compared;
};

export type MatchState = 'open' | 'cleared' | 'confirmed' | 'gone';
/** `cleared` and `confirmed` are said by two people. A match that was confirmed by mistake can still be cleared. */
export const TRANSITIONS: Readonly<Record<MatchState, readonly MatchState[]>> = {
  open: ['cleared', 'confirmed', 'gone'],
  confirmed: ['cleared'],
  cleared: [],
  gone: [],
};

export type Match = Hit & {
  readonly id: ScreeningMatchId;
  readonly customer: CustomerId;
  readonly subject: Subject;
  readonly state: MatchState;
  readonly restriction: RestrictionId | null;
  readonly openedAt: Temporal.Instant;
  readonly decidedAt: Temporal.Instant | null;
  readonly proposal: ProposalId | null;
  /** When it was found no more, by a newer list or name. It still waits for people. */
  readonly fadedAt: Temporal.Instant | null;
};

/** What one of the staff says and a colleague confirms. */
export const DECIDE_SCREENING = proposalKind(
  'decide_screening',
  z
    .strictObject({ matchId: idSchema('scr'), verdict: z.enum(VERDICTS), ground: z.enum(GROUNDS) })
    .refine(isGroundOf),
);

/** Whether a decision about one pair is one about the other: nothing by which people are told apart has changed. */
export function isSamePair(
  before: Pick<Match, 'subject' | 'entry'>,
  now: { readonly subject: Subject; readonly entry: Listed },
): boolean {
  return sides(before) === sides(now);
}
const sides = ({ subject, entry }: Pick<Match, 'subject' | 'entry'>): string =>
  JSON.stringify([
    subject.name,
    subject.birth,
    subject.countries.toSorted(),
    entry.names.toSorted(),
    entry.births.toSorted(),
    entry.countries.toSorted(),
  ]);
