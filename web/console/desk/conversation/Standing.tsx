import type { ReactElement } from 'react';
import { formatDeadline, formatTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { Promises, type PromiseItem } from '#ui/Promises.tsx';
import { caseStateWord } from '#web/case-words.ts';
import type { ConsoleCase } from '../../session.ts';
import { useDue } from '../due.ts';

type Case = ConsoleCase['case'];

/** Where the case stands, whose it is, what was promised to the customer. */
export function Standing({ one }: { one: Case }): ReactElement {
  const over = one.state === 'resolved' || one.state === 'closed';
  const state = caseStateWord(one.state);
  const items: PromiseItem[] = [
    {
      key: 'state',
      state: over ? 'kept' : 'open',
      text: one.assigneeName ? m.console_state_with({ state, name: one.assigneeName }) : state,
    },
    ...useDueItems(one),
  ];
  if (one.escalated) items.push({ key: 'escalated', state: 'late', text: m.console_escalated() });
  return <Promises items={items} />;
}

function useDueItems(one: Case): PromiseItem[] {
  const format = useTimeFormat();
  const due = useDue(one, format);
  if (one.dueAt === null) return [];
  if (due === null) {
    const text = one.nextActor === 'you' ? m.console_silence : m.console_closes;
    return [{ key: 'due', state: 'open', text: text({ when: formatTime(one.dueAt, format) }) }];
  }
  const state = due.urgency === 'calm' ? 'open' : due.urgency;
  switch (due.urgency) {
    case 'calm':
      return [{ key: 'due', state, text: m.console_answer_due({ when: formatDeadline(one.dueAt, format) }) }];
    case 'near':
      return [{ key: 'due', state, text: m.console_answer_left({ time: due.text }) }];
    case 'late':
      return [{ key: 'due', state, text: m.console_answer_late({ late: due.text }) }];
  }
}
