import { useEffect, useEffectEvent } from 'react';

/** The one thing we need of the Navigation API; older browsers lack it, and there the back button leaves the page as always. */
type BackEvent = Event & { navigationType?: string };

/**
 * While something floats over the page, the browser's back button closes it instead of leaving: nothing typed is lost. The history is not
 * touched, so that no dead entry is left behind. (Android's back gesture closes a `<dialog>` by itself.)
 */
export function useBackCloses(open: boolean, close: () => void): void {
  const onBack = useEffectEvent((event: BackEvent) => {
    if (event.navigationType !== 'traverse' || !event.cancelable) return;
    event.preventDefault();
    close();
  });
  useEffect(() => {
    const navigation: unknown = Reflect.get(window, 'navigation');
    if (!open || !(navigation instanceof EventTarget)) return undefined;
    const listen = (event: Event): void => onBack(event);
    navigation.addEventListener('navigate', listen);
    return () => navigation.removeEventListener('navigate', listen);
  }, [open]);
}
