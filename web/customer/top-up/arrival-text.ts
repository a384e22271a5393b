import { formatMoney, formatTime, type TimeFormat } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import type { Quote } from './use-top-up-form.ts';

const MINUTE = 60;
function rangeText(fromSeconds: number, toSeconds: number): string {
  if (toSeconds <= MINUTE) return m.customer_arrival_within_seconds({ seconds: toSeconds });
  const [from, to] = [Math.floor(fromSeconds / MINUTE), Math.ceil(toSeconds / MINUTE)];
  return from < 1 || from === to
    ? m.customer_arrival_within_minutes({ minutes: to })
    : m.customer_arrival_minutes({ from, to });
}

/** As a range, and what it rests on: our own history, or the provider's word. */
export function arrivalText({ arrival: { fromSeconds, toSeconds, basis } }: Pick<Quote, 'arrival'>): string {
  const text = rangeText(fromSeconds, toSeconds);
  return basis === 'own_history'
    ? m.customer_arrival_history({ range: text })
    : m.customer_arrival_promise({ range: text });
}

/** What of it can be spent when: a sum of nothing at once is not said. */
export function delayText({ spendableAtOnce, delayed, delayedUntil }: Quote, format: TimeFormat): string {
  const [now, later] = [fromWire(spendableAtOnce), fromWire(delayed)];
  const facts = {
    later: formatMoney(later, { locale: format.locale }),
    when: delayedUntil ? formatTime(delayedUntil, format) : '',
  };
  return now.minor === 0n
    ? m.customer_top_up_all_delayed(facts)
    : m.customer_top_up_delayed({ ...facts, now: formatMoney(now, { locale: format.locale }) });
}
