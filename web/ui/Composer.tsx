import { ArrowUp, Paperclip } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import * as m from '#messages';
import { IconButton } from './IconButton.tsx';

export type ComposerProps = {
  value: string;
  onChange: (text: string) => void;
  onSend: (text: string) => void;
  /** What the field is for; it is also its name: 补充说明，客服接入时会看到 */
  label: string;
  maxLength: number;
  onFiles?: ((files: readonly File[]) => void) | undefined;
  accept?: string | undefined;
  disabled?: boolean | undefined;
};

/** Enter sends on keyboards, Shift+Enter breaks the line; an input method that is choosing characters is left in peace. */
export const sendsOn = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;

export function Composer({
  value,
  onChange,
  onSend,
  label,
  maxLength,
  onFiles,
  accept,
  disabled = false,
}: ComposerProps): ReactElement {
  const files = useRef<HTMLInputElement>(null);
  const send = (): void => {
    if (value.trim() && !disabled) onSend(value.trim());
  };
  return (
    <form
      className="composer"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {onFiles ? (
        <>
          <IconButton
            label={m.common_chat_attach()}
            icon={<Paperclip aria-hidden="true" />}
            onClick={() => files.current?.click()}
            disabled={disabled}
          />
          <input
            ref={files}
            type="file"
            hidden
            multiple
            accept={accept}
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </>
      ) : null}
      <div className="field">
        <textarea
          rows={1}
          aria-label={label}
          placeholder={label}
          value={value}
          maxLength={maxLength}
          disabled={disabled}
          enterKeyHint="send"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (!sendsOn(event)) return;
            event.preventDefault();
            send();
          }}
        />
      </div>
      <IconButton
        type="submit"
        accent
        label={m.common_chat_send()}
        icon={<ArrowUp size={24} aria-hidden="true" />}
        aria-disabled={!value.trim() || disabled || undefined}
      />
    </form>
  );
}
