import { useSyncExternalStore } from 'react';

/** From here a list and its detail stand side by side; the same width as `split` in web/ui/css/theme.css. */
const WIDE = '(min-width: 1080px)';

const subscribe = (listener: () => void): (() => void) => {
  const media = matchMedia(WIDE);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};

/** Whether there is room for a list beside the detail. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
