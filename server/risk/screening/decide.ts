// What follows from a screening. Pure.
import { type Hit, isSamePair, type Match } from './match.ts';
import type { Subject } from './score.ts';

export type ScreeningDecision = {
  /** Somebody must look at these. */
  readonly open: readonly Hit[];
  /** These wait for a decision about a pair that is another one now; what opens takes their place. */
  readonly replaced: readonly Match[];
  /** These wait and would not be found any more. People still decide: a machine sets nobody free. */
  readonly faded: readonly Match[];
};

/**
 * A pair that two people have cleared stays cleared until either side changes; what waits or was confirmed is not opened again.
 * `known` stands the newest first.
 */
export function decideScreening(
  subject: Subject,
  hits: readonly Hit[],
  known: readonly Match[],
): ScreeningDecision {
  const isKnown = (hit: Hit): boolean => {
    const before = known.find((match) => isAbout(match, hit));
    if (!before || before.state === 'gone') return false;
    return before.state === 'confirmed' || isSamePair(before, { subject, entry: hit.entry });
  };
  const open = hits.filter((hit) => !isKnown(hit));
  const waiting = known.filter(({ state }) => state === 'open');
  return {
    open,
    replaced: waiting.filter((match) => open.some((hit) => isAbout(match, hit))),
    faded: waiting.filter((match) => !hits.some((hit) => isAbout(match, hit))),
  };
}

const isAbout = (match: Match, { source, entry }: Hit): boolean =>
  match.source === source && match.entry.ref === entry.ref;
