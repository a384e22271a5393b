// The words of statements, for the wallet, which knows none.
import type { Locale } from '#common/locale';
import * as m from '#messages';
import type { StatementWords } from '#wallet';

/** One object per language; a day is written as the files write it. */
export function statementWords(locale: Locale): StatementWords {
  const [none, by] = [{}, { locale }] as const;
  return {
    title: m.statement_title(none, by),
    columns: {
      date: m.statement_column_date(none, by),
      time: m.statement_column_time(none, by),
      kind: m.statement_column_kind(none, by),
      other: m.statement_column_other(none, by),
      note: m.statement_column_note(none, by),
      reference: m.statement_column_reference(none, by),
      in: m.statement_column_in(none, by),
      out: m.statement_column_out(none, by),
      balance: m.statement_column_balance(none, by),
      currency: m.statement_column_currency(none, by),
    },
    kinds: kindWords(locale),
    head: {
      holder: m.statement_head_holder(none, by),
      account: m.statement_head_account(none, by),
      period: m.statement_head_period(none, by),
      currency: m.statement_head_currency(none, by),
      issued: m.statement_head_issued(none, by),
      number: m.statement_head_number(none, by),
      code: m.statement_head_code(none, by),
      byKind: m.statement_head_by_kind(none, by),
      lines: m.statement_head_lines(none, by),
    },
    opening: m.statement_opening(none, by),
    moneyIn: m.statement_in(none, by),
    moneyOut: m.statement_out(none, by),
    closing: m.statement_closing(none, by),
    fees: m.statement_fees(none, by),
    none: m.statement_none(none, by),
    period: ({ from, to }) => m.statement_period({ from, to }, by),
    zoned: ({ when, zone }) => m.statement_zoned({ when, zone }, by),
    page: ({ page, pages }) => m.statement_page({ page, pages }, by),
    verify: ({ url, code }) => m.statement_verify({ url, code }, by),
  };
}

function kindWords(locale: Locale): StatementWords['kinds'] {
  const [none, by] = [{}, { locale }] as const;
  return {
    top_up: m.statement_kind_top_up(none, by),
    fee: m.statement_kind_fee(none, by),
    transfer: m.statement_kind_transfer(none, by),
    chargeback: m.statement_kind_chargeback(none, by),
    debt_incurred: m.statement_kind_debt_incurred(none, by),
    debt_collected: m.statement_kind_debt_collected(none, by),
    funding_hold: m.statement_kind_funding_hold(none, by),
    settlement: m.statement_kind_settlement(none, by),
    suspense: m.statement_kind_suspense(none, by),
    refund: m.statement_kind_refund(none, by),
    withdrawal: m.statement_kind_withdrawal(none, by),
    exchange: m.statement_kind_exchange(none, by),
    payment: m.statement_kind_payment(none, by),
    remittance: m.statement_kind_remittance(none, by),
    rounding: m.statement_kind_rounding(none, by),
    adjustment: m.statement_kind_adjustment(none, by),
    write_off: m.statement_kind_write_off(none, by),
    given_up: m.statement_kind_given_up(none, by),
  };
}
