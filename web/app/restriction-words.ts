import type { LiftGround, RestrictionReason, ToldWhy } from '#common/api/restriction';
import type { OkOf } from '#common/api/route';
import type { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import * as m from '#messages';

export type StaffRestriction = OkOf<typeof api.restrictionDesk>['items'][number];

const KINDS: Record<StaffRestriction['kind'], () => string> = {
  limited: m.console_kind_limited,
  frozen: m.console_kind_frozen,
  self_frozen: m.console_kind_self_frozen,
  legal_hold: m.console_kind_legal_hold,
  closing: m.console_kind_closing,
  closed: m.console_kind_closed,
};
export const kindWord = (kind: StaffRestriction['kind']): string => KINDS[kind]();

/** Where we owe no decision: the owner decides, or it was decided that it stands. */
export const nothingDueWord = (kind: StaffRestriction['kind']): string =>
  kind === 'self_frozen' ? m.console_restriction_owner_decides() : m.console_restriction_stands_on();

const REASONS: Record<RestrictionReason, () => string> = {
  owner_asked: m.console_reason_owner_asked,
  owner_disowned: m.console_reason_owner_disowned,
  owner_closes: m.console_reason_owner_closes,
  account_closed: m.console_reason_account_closed,
  owner_told_us: m.console_reason_owner_told_us,
  suspected_takeover: m.console_reason_suspected_takeover,
  too_many_failures: m.console_reason_too_many_failures,
  document_expired: m.console_reason_document_expired,
  debt_unpaid: m.console_reason_debt_unpaid,
  data_inconsistent: m.console_reason_data_inconsistent,
  unusual_payments: m.console_reason_unusual_payments,
  reported_by_others: m.console_reason_reported_by_others,
  sanctions_review: m.console_reason_sanctions_review,
  legal_order: m.console_reason_legal_order,
};
export const reasonWord = (reason: RestrictionReason): string => REASONS[reason]();

const DISCLOSURES: Record<StaffRestriction['disclosure'], () => string> = {
  full: m.console_disclosure_full,
  category: m.console_disclosure_category,
  none: m.console_disclosure_none,
};
export const disclosureWord = (disclosure: StaffRestriction['disclosure']): string =>
  DISCLOSURES[disclosure]();

const BLOCKED: Record<StaffRestriction['blocked'][number], () => string> = {
  receive: m.console_blocked_receive,
  top_up: m.console_blocked_top_up,
  transfer: m.console_blocked_transfer,
  withdraw: m.console_blocked_withdraw,
};
export const blockedWord = (capability: StaffRestriction['blocked'][number]): string => BLOCKED[capability]();
export const blockedWords = (capabilities: StaffRestriction['blocked'], locale: Locale): string =>
  new Intl.ListFormat(locale).format(capabilities.map(blockedWord));

const GROUNDS: Record<LiftGround, () => string> = {
  identity_checked: m.console_ground_identity_checked,
  explained: m.console_ground_explained,
  order_ended: m.console_ground_order_ended,
  our_mistake: m.console_ground_our_mistake,
};
export const groundWord = (ground: LiftGround): string => GROUNDS[ground]();

const TOLD: Record<ToldWhy, () => string> = {
  owner_asked: m.console_reason_owner_asked,
  owner_disowned: m.console_reason_owner_disowned,
  owner_closes: m.console_reason_owner_closes,
  owner_told_us: m.console_reason_owner_told_us,
  suspected_takeover: m.console_reason_suspected_takeover,
  too_many_failures: m.console_reason_too_many_failures,
  document_expired: m.console_reason_document_expired,
  debt_unpaid: m.console_reason_debt_unpaid,
  data_inconsistent: m.console_reason_data_inconsistent,
  payments_review: m.console_told_payments_review,
  not_told: m.console_told_not_told,
};
/** What may be said to the customer. */
export const toldWord = (why: ToldWhy): string => TOLD[why]();
