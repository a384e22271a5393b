import type { z } from 'zod';
import type { crossBorderTermsSchema } from '#common/api/cross-border-terms';
import type { BeneficiaryField, Purpose, RecallGround } from '#common/beneficiary';
import {
  formatCount,
  formatDay,
  formatDeadline,
  formatMoney,
  formatPercent,
  formatRate,
  formatTime,
  type TimeFormat,
} from '#common/format';
import type { Locale } from '#common/locale';
import { fromWire } from '#common/money';
import * as m from '#messages';

export type Terms = z.output<typeof crossBorderTermsSchema>;
type Row = { label: string; value: string };

export const PURPOSE_WORDS: Record<Purpose, () => string> = {
  family: m.abroad_purpose_family,
  salary: m.abroad_purpose_salary,
  goods: m.abroad_purpose_goods,
  services: m.abroad_purpose_services,
  study: m.abroad_purpose_study,
  rent: m.abroad_purpose_rent,
  medical: m.abroad_purpose_medical,
  gift: m.abroad_purpose_gift,
  savings: m.abroad_purpose_savings,
  other: m.abroad_purpose_other,
};
export const FIELD_WORDS: Record<BeneficiaryField, () => string> = {
  iban: m.abroad_field_iban,
  account_number: m.abroad_field_account_number,
  routing_number: m.abroad_field_routing_number,
  sort_code: m.abroad_field_sort_code,
  bsb: m.abroad_field_bsb,
  ifsc: m.abroad_field_ifsc,
  cnaps: m.abroad_field_cnaps,
  bank_code: m.abroad_field_bank_code,
  branch_code: m.abroad_field_branch_code,
  transit_number: m.abroad_field_transit_number,
  institution_number: m.abroad_field_institution_number,
  bic: m.abroad_field_bic,
};
export const GROUND_WORDS: Record<RecallGround, () => string> = {
  wrong_account: m.abroad_recall_wrong_account,
  wrong_amount: m.abroad_recall_wrong_amount,
  duplicate: m.abroad_recall_duplicate,
  fraud: m.abroad_recall_fraud,
  changed_mind: m.abroad_recall_changed_mind,
};
export const WAITS_WORDS: Record<NonNullable<Terms['waitsFor']>, () => string> = {
  cut_off: m.abroad_waits_cut_off,
  weekend: m.abroad_waits_weekend,
  holiday: m.abroad_waits_holiday,
};
const SOURCES: Readonly<Record<string, () => string>> = {
  ecb: m.exchange_source_ecb,
  sample: m.exchange_source_sample,
  file: m.exchange_source_file,
};

export const countryName = (code: string, locale: Locale): string =>
  new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;

/** Rate, whose rate it is measured by, and the mark-up; nothing of it where nothing is exchanged. */
export function rateRows(terms: Terms, format: TimeFormat): Row[] {
  const [from, to] = [terms.converted.currency, terms.get.currency];
  if (from === to) return [{ label: m.abroad_quote_markup(), value: m.abroad_quote_no_exchange() }];
  const source = SOURCES[terms.referenceSource]?.() ?? terms.referenceSource;
  const day = formatDay(`${terms.referenceDay}T12:00:00Z`, format);
  const at = terms.referenceFetchedAt;
  return [
    { label: m.abroad_quote_rate(), value: formatRate({ from, to, rate: terms.rate }) },
    {
      label: m.abroad_quote_reference(),
      value: `${formatRate({ from, to, rate: terms.referenceRate })} · ${
        at === null
          ? m.abroad_quote_reference_from({ source, day })
          : m.abroad_quote_reference_at({ source, day, at: formatTime(at, format) })
      }`,
    },
    { label: m.abroad_quote_markup(), value: formatPercent(terms.markupBasisPoints, format.locale) },
  ];
}

export const arrivalText = ({ arrivesFrom, arrivesBy }: Terms, format: TimeFormat): string =>
  m.abroad_quote_arrives_between({
    from: formatDeadline(arrivesFrom, format),
    by: formatDeadline(arrivesBy, format),
  });
export const basisText = ({ arrivalBasis, arrivalSamples }: Terms, format: TimeFormat): string =>
  arrivalBasis === 'own_history'
    ? m.abroad_basis_history({ count: formatCount(arrivalSamples, format.locale) })
    : m.abroad_basis_promise();

/** What was promised, in the details of an entry: the same lines as before the yes. */
export const termsRows = (terms: Terms, format: TimeFormat): Row[] => [
  ...rateRows(terms, format),
  {
    label: m.abroad_quote_cost(),
    value: formatMoney(fromWire(terms.cost), { locale: format.locale }),
  },
  { label: m.abroad_quote_bank(), value: `${terms.bankName} · ${countryName(terms.country, format.locale)}` },
  {
    label: m.abroad_quote_purpose(),
    value: [PURPOSE_WORDS[terms.purpose](), ...(terms.purposeText ? [terms.purposeText] : [])].join(' · '),
  },
];
