import { useMemo } from 'react';
import type { TimeFormat } from '#common/format';
import { useNow } from './clock.ts';
import { useLocale } from './i18n.ts';

/** Seconds after which "today" and "yesterday" are looked at again. */
const DAY_CHECK_SECONDS = 60;

export const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Language, zone and present moment for the time functions of #common/format: `formatTime(at, useTimeFormat())`. */
export function useTimeFormat(timeZone: string = deviceTimeZone()): TimeFormat {
  const locale = useLocale();
  const now = useNow(DAY_CHECK_SECONDS);
  return useMemo(() => ({ locale, timeZone, now }), [locale, timeZone, now]);
}
