import { TriangleAlert } from 'lucide-react';
import { useId, useMemo, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { FieldContext } from './field-context.ts';

export type FieldProps = {
  label: ReactNode;
  /** Said before typing; an error takes its place. */
  hint?: ReactNode;
  /** What to change: 卡号少 3 位，请再看一眼卡面 */
  error?: ReactNode;
  /** Marked in the label when it may stay empty; without it the field is required. Unsaid where nothing is required, as among filters. */
  optional?: boolean | 'unsaid' | undefined;
  /** Something at the right end of the label's line, e.g. a link. */
  aside?: ReactNode;
  children: ReactNode;
};

/** Label above, hint below, error in the hint's place with an icon. Never a placeholder as label. */
export function Field({ label, hint, error, optional = false, aside, children }: FieldProps): ReactElement {
  const id = useId();
  const [hintId, invalid] = [`${id}-hint`, Boolean(error)];
  const hasHint = Boolean(hint) || invalid;
  const link = useMemo(
    () => ({ id, describedBy: hasHint ? hintId : undefined, invalid, required: !optional }),
    [id, hintId, hasHint, invalid, optional],
  );
  return (
    <FieldContext value={link}>
      <div className="min-w-0">
        <div className="flex items-baseline justify-between gap-3">
          <label className="label" htmlFor={id}>
            {label}
            {optional === true ? <span className="text-ink-3"> · {m.common_optional()}</span> : null}
          </label>
          {aside}
        </div>
        {children}
        <Hint id={hintId} error={error}>
          {hint}
        </Hint>
      </div>
    </FieldContext>
  );
}

/** The line under a field. An error is announced when it appears. */
export function Hint({
  id,
  error,
  children,
}: {
  id?: string | undefined;
  error?: ReactNode;
  children?: ReactNode;
}): ReactElement | null {
  if (error) {
    return (
      <div className="hint bad" id={id} role="alert">
        <TriangleAlert size={16} aria-hidden="true" />
        <span>{error}</span>
      </div>
    );
  }
  return children ? (
    <div className="hint" id={id}>
      {children}
    </div>
  ) : null;
}
