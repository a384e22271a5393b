import { useEffect } from 'react';

/** Single keys that do something while nobody types and no dialog is open. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      const types =
        target instanceof HTMLElement && target.closest('input, textarea, select, dialog[open]') !== null;
      if (types || event.ctrlKey || event.metaKey || event.altKey) return;
      const work = keys[event.key];
      if (!work) return;
      event.preventDefault();
      work();
    };
    globalThis.addEventListener('keydown', press);
    return () => globalThis.removeEventListener('keydown', press);
  });
}
