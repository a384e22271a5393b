import type { api } from '#common/api/index';
import type { ScreeningGround } from '#common/api/console-screening';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';

export type ScreeningMatch = OkOf<typeof api.screeningQueue>['items'][number];
export type ScreeningList = OkOf<typeof api.screeningLists>['items'][number];

const SOURCES: Record<ScreeningMatch['source'], () => string> = {
  ofac_sdn: m.console_screening_source_ofac_sdn,
  un_consolidated: m.console_screening_source_un_consolidated,
};
export const sourceWord = (source: ScreeningMatch['source']): string => SOURCES[source]();

const LIKENESS: Record<ScreeningMatch['compared']['parts'][number]['likeness'], () => string> = {
  same: m.console_screening_like_same,
  spelling: m.console_screening_like_spelling,
  sound: m.console_screening_like_sound,
  consonants: m.console_screening_like_consonants,
  initial: m.console_screening_like_initial,
};
export const likenessWord = (likeness: keyof typeof LIKENESS): string => LIKENESS[likeness]();

const FACTS: Record<ScreeningMatch['compared']['birth'], () => string> = {
  same: m.console_screening_fact_same,
  near: m.console_screening_fact_near,
  different: m.console_screening_fact_different,
  unknown: m.console_screening_fact_unknown,
};
export const factWord = (fact: keyof typeof FACTS): string => FACTS[fact]();

const GROUNDS: Record<ScreeningGround, () => string> = {
  other_birth: m.console_screening_ground_other_birth,
  other_name: m.console_screening_ground_other_name,
  other_country: m.console_screening_ground_other_country,
  known_person: m.console_screening_ground_known_person,
  papers_agree: m.console_screening_ground_papers_agree,
  birth_agrees: m.console_screening_ground_birth_agrees,
  authority_confirmed: m.console_screening_ground_authority_confirmed,
};
export const screeningGroundWord = (ground: ScreeningGround): string => GROUNDS[ground]();

const REFUSALS: Record<string, () => string> = {
  file_missing: m.console_screening_refused_file_missing,
  too_large: m.console_screening_refused_too_large,
  too_long: m.console_screening_refused_too_long,
  too_many: m.console_screening_refused_too_many,
  not_csv: m.console_screening_refused_not_csv,
  wrong_columns: m.console_screening_refused_wrong_columns,
  not_utf8: m.console_screening_refused_not_utf8,
  not_xml: m.console_screening_refused_not_xml,
  has_dtd: m.console_screening_refused_has_dtd,
  not_this_list: m.console_screening_refused_not_this_list,
  no_name: m.console_screening_refused_no_name,
  twice: m.console_screening_refused_twice,
  unknown_entry: m.console_screening_refused_unknown_entry,
  empty: m.console_screening_refused_empty,
  shrunk: m.console_screening_refused_shrunk,
  changed_while_read: m.console_screening_refused_changed_while_read,
};
/** Why a version was not taken. */
export const refusalWord = (reason: string): string => REFUSALS[reason]?.() ?? reason;
