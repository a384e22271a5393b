import { Check } from 'lucide-react';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import * as m from '#messages';

/** Milliseconds a toast stays; it waits while the pointer or the focus is on it. */
const TOAST_MS = 5000;

type Toast = { id: number; text: string; undo: (() => void) | undefined };
type Say = (text: string, options?: { undo?: () => void }) => void;
const ToastContext = createContext<Say>(() => undefined);

/** Says that this click did it (编号已复制). Never for errors, never about money. */
export const useToast = (): Say => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }): ReactElement {
  const [toast, setToast] = useState<Toast | null>(null);
  const say = useCallback<Say>(
    (text, options) => setToast((last) => ({ id: (last?.id ?? 0) + 1, text, undo: options?.undo })),
    [],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toast ? <ToastCard key={toast.id} toast={toast} onGone={() => setToast(null)} /> : null}
      </div>
    </ToastContext>
  );
}

function ToastCard({ toast, onGone }: { toast: Toast; onGone: () => void }): ReactElement {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onGone, TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, onGone]);
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Check size={18} aria-hidden="true" />
      <span>{toast.text}</span>
      {toast.undo ? (
        <button
          type="button"
          onClick={() => {
            toast.undo?.();
            onGone();
          }}
        >
          {m.common_undo()}
        </button>
      ) : null}
    </div>
  );
}
