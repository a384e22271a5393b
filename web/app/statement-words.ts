import { formatDay } from '#common/format';
import type { Locale } from '#common/locale';
import type { StatementForm, StatementKind } from '#common/statement';
import * as m from '#messages';

/** What a line was for, as statements and pictures of spending name it. */
export const KIND_WORDS: Record<StatementKind, () => string> = {
  top_up: m.statement_kind_top_up,
  fee: m.statement_kind_fee,
  transfer: m.statement_kind_transfer,
  chargeback: m.statement_kind_chargeback,
  debt_incurred: m.statement_kind_debt_incurred,
  debt_collected: m.statement_kind_debt_collected,
  funding_hold: m.statement_kind_funding_hold,
  settlement: m.statement_kind_settlement,
  suspense: m.statement_kind_suspense,
  refund: m.statement_kind_refund,
  withdrawal: m.statement_kind_withdrawal,
  exchange: m.statement_kind_exchange,
  payment: m.statement_kind_payment,
  remittance: m.statement_kind_remittance,
  rounding: m.statement_kind_rounding,
  adjustment: m.statement_kind_adjustment,
  write_off: m.statement_kind_write_off,
  given_up: m.statement_kind_given_up,
};

export const FORM_WORDS: Record<StatementForm, () => string> = {
  pdf: m.statement_form_pdf,
  csv: m.statement_form_csv,
  camt053: m.statement_form_camt053,
  journal: m.statement_form_journal,
};
export const FORM_HINTS: Record<StatementForm, () => string> = {
  pdf: m.statement_form_pdf_hint,
  csv: m.statement_form_csv_hint,
  camt053: m.statement_form_camt053_hint,
  journal: m.statement_form_journal_hint,
};

/** Noon is the same day everywhere that the formatter may look from. */
const noon = (day: string): string => `${day}T12:00:00Z`;
const dayText = (day: string, locale: Locale): string =>
  formatDay(noon(day), { locale, timeZone: 'UTC', now: 0 });

/** 2026年11月, or the two days. */
export function periodText({ from, to }: { from: string; to: string }, locale: Locale): string {
  if (isMonth({ from, to })) return monthText(from, locale);
  return m.statement_days({ from: dayText(from, locale), to: dayText(to, locale) });
}

/** From the first day of a month to its last. */
export function isMonth({ from, to }: { from: string; to: string }): boolean {
  const next = new Date(noon(to));
  next.setUTCDate(next.getUTCDate() + 1);
  return from.slice(0, 7) === to.slice(0, 7) && from.endsWith('-01') && next.getUTCDate() === 1;
}

export const monthText = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(noon(day)),
  );
/** 11月 / Nov: under a bar. */
export const shortMonth = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(new Date(noon(day)));
