import type { z } from 'zod';
import type { consoleScreeningApi, screeningMatchSchema } from '#common/api/console-screening';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import {
  DECIDE_SCREENING,
  type ListVersion,
  type Match,
  openProposals,
  type Proposal,
  proposalsAbout,
  restrictionDueTimes,
} from '#risk';
import { namesOf } from '../restrictions/staff-view.ts';

type MatchView = z.input<typeof screeningMatchSchema>;
type ListView = z.input<typeof consoleScreeningApi.screeningLists.ok>['items'][number];
/** Proposals that wait at one time; each is about another match. */
const PROPOSALS_MAX = 500;

/** Matches as staff for risk sees them: both sides, what waits for a colleague, and who decided. */
export async function matchViews(read: Reader, clock: Clock, list: readonly Match[]): Promise<MatchView[]> {
  const open = await openProposals(read, clock, DECIDE_SCREENING, { limit: PROPOSALS_MAX });
  const waiting = new Map(open.map((one) => [one.subject, one]));
  const ids = list.map(({ id }) => id);
  const made = new Map((await proposalsAbout(read, ids)).map((one) => [one.id, one]));
  const holds = list.flatMap(({ restriction }) => restriction ?? []);
  const due = await restrictionDueTimes(read, holds);
  const named = await namesOf(read, [
    ...list.map(({ customer }) => customer),
    ...open.map(({ proposedBy }) => proposedBy),
    ...[...made.values()].flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? '']),
  ]);
  const person: Person = (id) => ({ id, name: named.get(id) ?? id });
  return list.map((match) => {
    const { state, restriction, proposal, decidedAt } = match;
    const dueAt = state === 'open' && restriction ? due.get(restriction) : undefined;
    return {
      ...sidesOf(match),
      customer: { id: match.customer, name: person(match.customer).name },
      dueAt: dueAt?.toString() ?? null,
      proposal: proposalView(waiting.get(match.id), person),
      decision: decisionView((proposal && made.get(proposal)) ?? undefined, decidedAt, person),
    };
  });
}

type Person = (id: string) => { id: string; name: string };

const sidesOf = ({ id, subject, source, entry, score, compared, state, openedAt, fadedAt }: Match) => ({
  id,
  subject: { ...subject, countries: [...subject.countries] },
  source,
  entry: {
    ...entry,
    names: [...entry.names],
    births: [...entry.births],
    countries: [...entry.countries],
  },
  score,
  compared: { ...compared, parts: [...compared.parts] },
  state,
  openedAt: openedAt.toString(),
  isFaded: fadedAt !== null,
});

function proposalView(
  proposal: Proposal<z.output<typeof DECIDE_SCREENING.parameters>> | undefined,
  person: Person,
): MatchView['proposal'] {
  if (!proposal) return null;
  const { id, parameters, reason, proposedBy, proposedAt, expiresAt } = proposal;
  return {
    id,
    verdict: parameters.verdict,
    ground: parameters.ground,
    note: reason,
    by: person(proposedBy),
    at: proposedAt.toString(),
    expiresAt: expiresAt.toString(),
  };
}

function decisionView(
  made: Proposal | undefined,
  at: Match['decidedAt'],
  person: Person,
): MatchView['decision'] {
  if (!made || !at) return null;
  const by = [made.proposedBy, ...(made.decidedBy ? [made.decidedBy] : [])].map(person);
  return { at: at.toString(), by, note: made.reason };
}

export async function listViews(read: Reader, versions: readonly ListVersion[]): Promise<ListView[]> {
  const named = await namesOf(
    read,
    versions.map(({ loadedBy }) => loadedBy),
  );
  return versions.map((version): ListView => {
    const { id, source, state, files, hash, entries, names, loadedAt, loadedBy } = version;
    const by = named.get(loadedBy);
    return {
      id,
      source,
      state,
      files: [...files],
      hash: Buffer.from(hash).toString('hex'),
      entries,
      names,
      refusal: version.refusedReason
        ? { reason: version.refusedReason, file: version.refusedFile, line: version.refusedLine }
        : null,
      loadedAt: loadedAt.toString(),
      loadedBy: by === undefined ? null : { id: loadedBy, name: by },
    };
  });
}
