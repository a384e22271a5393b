import { formatCountdown, formatTime, type TimeFormat } from '#common/format';
import * as m from '#messages';
import { now, useNow } from '#ui/clock.ts';
import type { Urgency } from '#ui/QueueRow.tsx';

/** Minutes before a promise from which it is drawn as near, and counted down by the second. */
const NEAR_MINUTES = 5;

type Promised = { dueAt: string | null; nextActor: 'you' | 'okpay' | 'nobody' };
export type Due = { urgency: Urgency; text: string };

/** Minutes, then hours, then days: "8640 min late" says nothing. */
function lateText(minutes: number): string {
  if (minutes < 60) return m.console_late_minutes({ count: Math.max(1, minutes) });
  if (minutes < 48 * 60) return m.console_late_hours({ count: Math.floor(minutes / 60) });
  return m.console_late_days({ count: Math.floor(minutes / (24 * 60)) });
}

function dueAgainst(dueAt: string, moment: number, format: TimeFormat): Due {
  const seconds = (Date.parse(dueAt) - moment) / 1_000;
  const minutes = Math.floor(seconds / 60);
  if (seconds < 0) return { urgency: 'late', text: lateText(Math.floor(-seconds / 60)) };
  if (minutes < NEAR_MINUTES) return { urgency: 'near', text: formatCountdown(seconds) };
  return {
    urgency: 'calm',
    text: minutes < 60 ? m.console_due_in({ count: minutes }) : formatTime(dueAt, format),
  };
}

/** How our promise on a case stands, kept true while it is looked at; null when it is not our turn. */
export function useDue({ dueAt, nextActor }: Promised, format: TimeFormat): Due | null {
  const ours = nextActor === 'okpay' ? dueAt : null;
  const present = ours === null ? null : dueAgainst(ours, now(), format);
  const moment = useNow(present?.urgency === 'near' ? 1 : 20);
  return ours === null ? null : dueAgainst(ours, Math.max(moment, now()), format);
}
