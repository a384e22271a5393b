import type { ReactElement } from 'react';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import { blockedWords } from '#web/restriction-words.ts';
import { groundWord, outcomeWord, type StaffPetition, WHY_WORDS } from '#web/petition-words.ts';

type Proposal = StaffPetition['proposals'][number];
type Step = Omit<TimelineItem, 'when' | 'at'> & { at: string };

/** What it is about, and everything that was proposed and decided, newest first. */
export function PetitionFacts({ petition }: { petition: StaffPetition }): ReactElement {
  const format = useTimeFormat();
  const steps = petition.proposals
    .flatMap((one) => stepsOf(one, blockedWords(one.keeps, format.locale)))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ at, ...step }): TimelineItem => ({ ...step, at, when: formatTime(at, format) }));
  const { decision, why } = petition;
  return (
    <div className="grid gap-3">
      <h3 className="text-15">
        {decision ? outcomeWord(decision.outcome) : m.petition_desk_title()}
        <span className="ml-2.5 text-13 font-normal text-ink-2">
          {why ? m.petition_about({ why: WHY_WORDS[why]() }) : null}
        </span>
      </h3>
      {decision?.byItself ? <p className="text-13 text-ink-2">{m.petition_by_itself()}</p> : null}
      {steps.length > 0 ? <Timeline wide items={steps} /> : null}
    </div>
  );
}

function stepsOf(one: Proposal, keeps: string): Step[] {
  const told = `${outcomeWord(one.outcome)} · ${groundWord(one.ground)}`;
  const made: Step = {
    key: `${one.id} made`,
    at: one.at,
    state: one.decision === null ? 'waiting' : 'past',
    what: m.petition_desk_proposed({ name: one.by.name }),
    fact: [told, ...(keeps === '' ? [] : [`${m.petition_desk_keeps()}: ${keeps}`]), one.note].join(' · '),
  };
  if (one.decision === null) return [made];
  const name = { name: one.decidedBy ?? '' };
  const what = {
    approved: () => m.petition_desk_approved(name),
    rejected: () => m.petition_desk_rejected(name),
    withdrawn: () => m.petition_desk_withdrawn(),
    expired: () => m.petition_desk_expired(),
  }[one.decision]();
  const state = one.decision === 'approved' ? 'done' : one.decision === 'rejected' ? 'failed' : 'past';
  const ended: Step = {
    key: `${one.id} ended`,
    at: one.decidedAt ?? one.at,
    state,
    what,
    fact: one.decisionNote ?? undefined,
  };
  return [made, ended];
}
