import { Check, Copy } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';

/** Milliseconds the tick stays. */
const DONE_MS = 2_000;

/** A button that shows what it copies. `what` names it for ears. */
export function CopyText({ text, shown, what }: { text: string; shown: string; what: string }): ReactElement {
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
      // The browser refused; the text stands on the button and can be typed.
    }
  };
  return (
    <>
      <Button
        size="small"
        className="num"
        aria-label={what}
        icon={done ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
        onClick={() => void copy()}
      >
        {shown}
      </Button>
      <span className="sr" role="status">
        {done ? m.common_copied() : ''}
      </span>
    </>
  );
}
