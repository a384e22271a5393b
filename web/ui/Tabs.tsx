import type { KeyboardEvent, ReactElement, ReactNode } from 'react';

export type TabsProps<Value extends string> = {
  label: string;
  value: Value;
  tabs: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
  /** Id of the element with `role="tabpanel"`. */
  panel: string;
  aside?: ReactNode;
};

/** Arrow keys move, as in every tab list. */
export function Tabs<Value extends string>({
  label,
  value,
  tabs,
  onChange,
  panel,
  aside,
}: TabsProps<Value>): ReactElement {
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const place = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(place + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]');
    buttons[tabs.indexOf(next)]?.focus();
  };
  return (
    <div className="flex items-center justify-between gap-4">
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- The tabs inside take the focus. */}
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            aria-selected={tab.value === value}
            aria-controls={panel}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {aside ? <span className="text-12 text-ink-3">{aside}</span> : null}
    </div>
  );
}
