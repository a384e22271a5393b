import { Link } from '@tanstack/react-router';
import { FileText, ListChecks } from 'lucide-react';
import type { ReactElement } from 'react';
import type { api } from '#common/api/customer';
import { PETITION_KINDS } from '#common/api/petition';
import type { OkOf } from '#common/api/route';
import { formatDeadline } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { SubjectRow } from '#ui/TalkPage.tsx';
import { caseStateWord } from '#web/case-words.ts';

type Case = OkOf<typeof api.case>;

/** What the conversation is about: the way to its entry, when there is one. */
export function Subject({ one }: { one: Case }): ReactElement | null {
  if (isPetition(one))
    return (
      <SubjectRow
        icon={<ListChecks size={20} aria-hidden="true" />}
        render={<Link to="/me/petitions/$caseId" params={{ caseId: one.id }} />}
      >
        {m.petition_follow_row()}
      </SubjectRow>
    );
  if (one.kind === 'trace' && one.subjectId !== null)
    return (
      <SubjectRow
        icon={<ListChecks size={20} aria-hidden="true" />}
        render={<Link to="/entry/$id/trace" params={{ id: one.subjectId }} />}
      >
        {m.trace_title()}
      </SubjectRow>
    );
  if (one.subjectId === null) return null;
  return (
    <SubjectRow
      icon={<FileText size={20} aria-hidden="true" />}
      render={<Link to="/entry/$id" params={{ id: one.subjectId }} />}
    >
      <span className="text-ink-2">{m.customer_case_about()}</span> {one.title}
    </SubjectRow>
  );
}

/** It ends with a decision, which has a page of its own. */
const isPetition = ({ kind }: Case): boolean => PETITION_KINDS.some((each) => each === kind);

/** Who is next, and by when; told again whenever it changes. */
export function CaseState({ one }: { one: Case }): ReactElement {
  const format = useTimeFormat();
  const due =
    one.dueAt && one.nextActor === 'okpay'
      ? (one.awaitsDecision ? m.petition_due : m.customer_case_answer_due)({
          when: formatDeadline(one.dueAt, format),
        })
      : null;
  const parts = [
    one.assigneeName ? m.customer_case_with({ name: one.assigneeName }) : null,
    due,
    one.state === 'resolved' ? m.customer_case_reopen_hint() : null,
  ];
  const tone = one.state === 'resolved' || one.state === 'closed' ? 'bg-well' : 'bg-accent-tint';
  return (
    <p role="status" className={`${tone} case-state`}>
      <b>{caseStateWord(one.state)}</b>
      {parts.map((part) => (part === null ? null : ` · ${part}`))}
    </p>
  );
}
