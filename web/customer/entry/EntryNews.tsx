import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { LiveRegion } from '#ui/LiveRegion.tsx';
import { pillWord } from '#ui/Pill.tsx';
import { entryTitle, PILL_OF, type EntryDetail } from '#web/entry-words.ts';
import { confirmedNow, forgetConfirmed } from './confirmed.ts';

/** Tells ears what became of a payment just made, once and at once; later changes of its state politely. */
export function EntryNews({ entry }: { entry: EntryDetail }): ReactElement {
  const [first] = useState(entry.state);
  const [isResult] = useState(() => confirmedNow(entry.id));
  useEffect(forgetConfirmed, []);
  const text = m.customer_entry_news({
    what: entryTitle(entry),
    state: pillWord(PILL_OF[entry.state] ?? 'completed'),
  });
  const changed = entry.state !== first;
  return (
    <>
      {isResult && !changed ? <LiveRegion urgency="assertive" text={text} /> : null}
      <LiveRegion text={changed ? text : ''} />
    </>
  );
}
