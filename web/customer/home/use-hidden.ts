import { useState } from 'react';

const HIDDEN_KEY = 'okpay_hide_amounts';

/** Whether the owner wants no figures on the first screen; remembered on this device. */
export function useHidden(): [boolean, () => void] {
  const [hidden, setHidden] = useState(() => {
    try {
      return localStorage.getItem(HIDDEN_KEY) === '1';
    } catch {
      return false;
    }
  });
  const toggle = (): void => {
    setHidden(!hidden);
    try {
      localStorage.setItem(HIDDEN_KEY, hidden ? '0' : '1');
    } catch {
      // Without storage the choice holds for this visit.
    }
  };
  return [hidden, toggle];
}
