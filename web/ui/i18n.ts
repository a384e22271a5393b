import { useSyncExternalStore } from 'react';
import { overwriteGetLocale } from '#messages/runtime';
import { LOCALE_COOKIE, LOCALE_COOKIE_MAX_AGE_SECONDS, negotiateLocale, type Locale } from '#common/locale';

const listeners = new Set<() => void>();
let current: Locale = 'en';

/** Sets the page's language without keeping it: for what the profile says after sign-in. */
export function showLocale(locale: Locale): void {
  current = locale;
  document.documentElement.lang = locale;
  for (const listener of listeners) listener();
}

/** A person's choice: shown at once, and kept in the cookie that the server reads too. */
export function setLocale(locale: Locale): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${LOCALE_COOKIE_MAX_AGE_SECONDS}; samesite=lax${secure}`;
  showLocale(locale);
}

export const getLocale = (): Locale => current;

function readCookie(name: string): string | null {
  const entry = document.cookie.split('; ').find((text) => text.startsWith(`${name}=`));
  return entry ? entry.slice(name.length + 1) : null;
}

/** Call once before the first render. Without a profile: the kept choice, then what the browser asks for. */
export function startLocale(profile?: string | null): Locale {
  overwriteGetLocale(getLocale);
  showLocale(negotiateLocale(navigator.languages.join(','), readCookie(LOCALE_COOKIE), profile));
  return current;
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The language of the page. The root of an app renders under `key={useLocale()}`, so that no sentence stays behind in the old one. */
export const useLocale = (): Locale => useSyncExternalStore(subscribe, getLocale);
