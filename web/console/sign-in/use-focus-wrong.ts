import { useEffect, useRef, type RefObject } from 'react';

/** After a refusal the focus stands in the field that has to change, so that nobody looks for it. */
export function useFocusWrong(failure: string | null): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failure !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure]);
  return form;
}
