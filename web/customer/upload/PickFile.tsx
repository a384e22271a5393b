import { Camera, FileUp } from 'lucide-react';
import { useRef, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Hint } from '#ui/Field.tsx';

const ACCEPT = 'image/jpeg,image/png,application/pdf,.jpg,.jpeg,.png,.pdf';
const ICON = { size: 20, 'aria-hidden': true } as const;

/** A device that is held in the hand has a camera to take the picture with. */
const hasCamera = (): boolean => globalThis.matchMedia('(pointer: coarse)').matches;

/** By camera or as a file, and what is taken. */
export function PickFile({
  label,
  facing = 'environment',
  busy,
  failure,
  onPick,
}: {
  /** What choosing a file is called here. */
  label: string;
  facing?: 'user' | 'environment';
  busy: boolean;
  failure: ReactNode;
  onPick: (file: File) => void;
}): ReactElement {
  return (
    <div className="grid gap-3">
      {hasCamera() ? (
        <Pick
          label={m.customer_proof_camera()}
          icon={<Camera {...ICON} />}
          capture={facing}
          busy={busy}
          onPick={onPick}
        />
      ) : null}
      <Pick label={label} icon={<FileUp {...ICON} />} busy={busy} onPick={onPick} />
      <Hint error={failure}>{m.customer_proof_kinds()}</Hint>
    </div>
  );
}

/** The platform's own picker behind one of our buttons. */
function Pick({
  label,
  icon,
  capture,
  busy,
  onPick,
}: {
  label: string;
  icon: ReactElement;
  capture?: 'user' | 'environment';
  busy: boolean;
  onPick: (file: File) => void;
}): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={capture ? 'image/*' : ACCEPT}
        capture={capture}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onPick(file);
          event.target.value = ''; // The same file again is a new try.
        }}
      />
      <Button
        variant="tint"
        wide
        icon={icon}
        busy={busy}
        busyLabel={m.customer_proof_sending()}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  );
}
