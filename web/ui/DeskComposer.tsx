import { useId, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';
import { Button } from './Button.tsx';
import { Tabs } from './Tabs.tsx';

export type DeskComposerProps<Mode extends string> = {
  value: string;
  onChange: (text: string) => void;
  onSend: (text: string) => void;
  mode: Mode;
  /** 回复, 内部备注; `note` turns the box amber. */
  modes: readonly { value: Mode; label: string; note?: boolean }[];
  onMode: (mode: Mode) => void;
  /** Who else looks at it. */
  aside?: ReactNode;
  suggestions?: ReactNode;
  tools?: ReactNode;
  maxLength: number;
  busy?: boolean | undefined;
  sendLabel?: string | undefined;
};

/** The keys that send, as they are written on this device's keyboard. */
const SEND_KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘↵' : 'Ctrl ↵';

/** The agent's composer. Ctrl or ⌘ with Enter sends; Enter alone is a new line, since answers have paragraphs. */
export function DeskComposer<Mode extends string>({
  value,
  onChange,
  onSend,
  mode,
  modes,
  onMode,
  aside,
  suggestions,
  tools,
  maxLength,
  busy,
  sendLabel,
}: DeskComposerProps<Mode>): ReactElement {
  const panel = useId();
  const current = modes.find((candidate) => candidate.value === mode);
  const send = (): void => {
    if (value.trim() && !busy) onSend(value.trim());
  };
  return (
    <div className="composer-desk">
      <Tabs
        label={m.common_chat_send()}
        value={mode}
        tabs={modes}
        onChange={onMode}
        panel={panel}
        aside={aside}
      />
      <div id={panel} role="tabpanel" aria-label={current?.label}>
        <div className={classes('box', current?.note && 'note')}>
          <textarea
            aria-label={current?.label}
            value={value}
            maxLength={maxLength}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing)
                return;
              event.preventDefault();
              send();
            }}
          />
        </div>
        {suggestions}
        <div className="tools">
          {tools}
          <span className="ml-auto" />
          <kbd className="kbd" aria-hidden="true">
            {SEND_KEYS}
          </kbd>
          <Button variant="primary" className="ml-2" onClick={send} busy={busy}>
            {sendLabel ?? m.common_chat_send()}
          </Button>
        </div>
      </div>
    </div>
  );
}
