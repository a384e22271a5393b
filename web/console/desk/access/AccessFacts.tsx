import type { ReactElement } from 'react';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import { type AccessCase, measureWords, METHOD_WORDS, type Proposal } from './access-case.ts';

const LOST = {
  second_factor: m.console_access_lost_second_factor,
  phone: m.console_access_lost_phone,
  locked: m.console_access_lost_locked,
} as const;

/** What was lost and proven, and everything that was looked at and decided since, newest first. */
export function AccessFacts({ data, open }: { data: AccessCase; open: boolean }): ReactElement {
  const format = useTimeFormat();
  const proven =
    data.provenBy === 'email' ? m.console_access_proven_email() : m.console_access_proven_phone();
  const warning = data.byFormer
    ? m.console_access_former()
    : data.addressesChanged
      ? m.console_access_changed()
      : null;
  const steps = [
    ...data.checks.map(checkStep),
    ...data.answered.map(answeredStep),
    ...data.proposals.flatMap(proposalSteps),
  ]
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ at, ...step }): TimelineItem => ({ ...step, at, when: formatTime(at, format) }));
  return (
    <div className="grid gap-3">
      <h3 className="text-15">
        {LOST[data.lost]()}
        <span className="ml-2.5 text-13 font-normal text-ink-2">{proven}</span>
      </h3>
      {warning ? <Banner>{warning}</Banner> : null}
      {open ? <p className="prose text-13 text-ink-2">{m.console_access_silent()}</p> : null}
      {steps.length > 0 ? <Timeline wide items={steps} /> : null}
    </div>
  );
}

type Step = Omit<TimelineItem, 'when' | 'at'> & { at: string };

function checkStep({ at, staffName, method, passed, note }: AccessCase['checks'][number]): Step {
  const name = { name: staffName };
  return {
    key: `check-${at}`,
    at,
    state: passed ? 'done' : 'failed',
    what: passed ? m.console_access_checked_passed(name) : m.console_access_checked_failed(name),
    fact: `${METHOD_WORDS[method]()} · ${note}`,
  };
}

/** One more sign; it says neither yes nor no. */
const answeredStep = ({ at, right, held }: AccessCase['answered'][number]): Step => ({
  key: `answered-${at}`,
  at,
  state: 'past',
  what: held === 0 ? m.console_access_answered_none() : m.console_access_answered({ right, held }),
  fact: m.console_access_answered_fact(),
});

function proposalSteps(proposal: Proposal): Step[] {
  const { id, at, staffName, decision, decidedBy, decidedAt, note } = proposal;
  const made: Step = {
    key: `proposal-${id}`,
    at,
    state: decision === null ? 'waiting' : 'past',
    what: m.console_access_proposed({ name: staffName }),
    fact: measureWords(proposal).join(' · '),
  };
  if (decision === null) return [made];
  const name = { name: decidedBy ?? '' };
  const what = {
    approved: () => m.console_access_approved(name),
    refused: () => m.console_access_refused(name),
    lapsed: () => m.console_access_lapsed(),
  }[decision]();
  const state = decision === 'approved' ? 'done' : decision === 'refused' ? 'failed' : 'past';
  return [made, { key: `decision-${id}`, at: decidedAt ?? at, state, what, fact: note ?? undefined }];
}
