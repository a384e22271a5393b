import { useMemo, useState } from 'react';
import type { CaseId } from '#common/id';
import { draft } from '#web/draft.ts';

export type Mode = 'reply' | 'note';
type Drafts = Record<Mode, string>;

/**
 * What was typed and not sent, kept over a change of case and a reload. An answer and a note are two texts: a note never becomes an
 * answer by a press on the wrong tab.
 */
export function useDrafts(id: CaseId): [Drafts, (mode: Mode, text: string) => void] {
  const kept = useMemo(() => draft<Drafts>(`case_${id}`, ['reply', 'note']), [id]);
  const [drafts, setDrafts] = useState<Drafts>(() => kept.read() ?? { reply: '', note: '' });
  const write = (mode: Mode, text: string): void => {
    const next = { ...drafts, [mode]: text };
    setDrafts(next);
    if (next.reply === '' && next.note === '') kept.clear();
    else kept.write(next);
  };
  return [drafts, write];
}
