import type { Locale } from '#common/locale';
import * as m from '#messages';

/** A span in its two largest units: 3 天 2 小时, 3 days 2 hours. */
export function spanText(seconds: number, locale: Locale): string {
  const minutes = Math.floor(seconds / 60);
  const parts = [
    { count: Math.floor(minutes / 1_440), word: m.sandbox_clock_days },
    { count: Math.floor(minutes / 60) % 24, word: m.sandbox_clock_hours },
    { count: minutes % 60, word: m.sandbox_clock_minutes },
  ];
  const from = parts.findIndex(({ count }) => count > 0);
  const shown = parts.slice(from === -1 ? 2 : from).slice(0, 2);
  return shown
    .filter(({ count }, place) => place === 0 || count > 0)
    .map(({ count, word }) => word({ count }, { locale }))
    .join(' ');
}
