import { useState, type ReactElement } from 'react';
import { MESSAGE_MAX } from '#common/api/support';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { DeskComposer } from '#ui/DeskComposer.tsx';
import type { ConsoleCase } from '../../session.ts';
import { useDrafts, type Mode } from './use-drafts.ts';

type Props = {
  id: CaseId;
  data: ConsoleCase;
  isMine: boolean;
  onSend: (text: string, options: { note: boolean }) => void;
};

/** Where an agent writes: to the customer, or a note for colleagues. */
export function Answer({ id, data, isMine, onSend }: Props): ReactElement {
  const [mode, setMode] = useState<Mode>('reply');
  const [drafts, write] = useDrafts(id);
  if (data.case.state === 'closed')
    return (
      <p className="border-t border-line bg-surface px-5 py-4 text-ink-2">{m.console_case_is_closed()}</p>
    );
  return (
    <DeskComposer
      value={drafts[mode]}
      onChange={(text) => write(mode, text)}
      onSend={(text) => {
        onSend(text, { note: mode === 'note' });
        write(mode, '');
      }}
      mode={mode}
      onMode={setMode}
      modes={[
        { value: 'reply', label: m.console_reply() },
        { value: 'note', label: m.console_note(), note: true },
      ]}
      maxLength={MESSAGE_MAX}
      aside={mode === 'note' ? m.console_note_hint() : answerHint(data, isMine)}
      sendLabel={mode === 'note' ? m.console_note_save() : m.console_reply_send()}
    />
  );
}

/** What answering would mean beyond the answer. Every agent may answer; whose case it is, is said. */
function answerHint({ case: one, assigneeId }: ConsoleCase, isMine: boolean): string | undefined {
  if (one.state === 'resolved') return m.console_reply_reopens();
  if (assigneeId === null) return m.console_reply_takes();
  return isMine ? undefined : m.console_case_of({ name: one.assigneeName ?? '' });
}
