import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { IconButton } from './IconButton.tsx';

/** Milliseconds the tick stays. */
const DONE_MS = 2000;

/** Copies a reference; `what` names it for the button's label (编号). */
export function CopyButton({ text, what }: { text: string; what: string }): ReactElement {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      // The browser refused; the text stands beside the button and can be selected.
    }
  };
  return (
    <>
      <IconButton
        accent
        className="-my-3 -mr-3"
        label={done ? m.common_copied() : m.common_copy_what({ what })}
        icon={done ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
        onClick={() => void copy()}
      />
      <span className="sr" role="status">
        {done ? m.common_copied() : ''}
      </span>
    </>
  );
}
