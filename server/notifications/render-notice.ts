import { formatMoney, formatTime, type TimeFormat } from '#common/format';
import { fromWire } from '#common/money';
import type { WireFact } from '#common/reasons';
import * as m from '#messages';
import type { NoticeKind } from './plan.ts';
import type { Notice } from './store.ts';

export type NoticeText = { readonly title: string; readonly body: string; readonly href: string | null };

type Say = (facts: Readonly<Record<string, string>>, options: { locale: TimeFormat['locale'] }) => string;
/** Each text knows its own facts only; a test renders every kind. */
const TEXTS = m as unknown as Readonly<Record<string, Say>>;

/** Where a line leads that is about no entry and no case. */
const PLACES: Partial<Record<NoticeKind, string>> = {
  new_device: '/me/sessions',
  password_changed: '/me/security',
  email_changed: '/me/security',
  phone_changed: '/me/security',
  phrase_changed: '/me/phrase',
  security_questions_changed: '/me/security',
  sign_in_paused: '/me/security',
  payment_password_set: '/me/security',
  second_factor_added: '/me/second-factors',
  second_factor_removed: '/me/second-factors',
  bank_account_added: '/me/bank-accounts',
  bank_account_removed: '/me/bank-accounts',
  beneficiary_added: '/abroad/payees',
  beneficiary_removed: '/abroad/payees',
  kept_card_added: '/me/payment-methods',
  kept_card_removed: '/me/payment-methods',
  second_factor_paused: '/me/security',
  recovery_codes_made: '/me/second-factors',
  recovery_code_used: '/me/second-factors',
  identity_submitted: '/me/identity',
  identity_refused: '/me/identity',
  identity_raised: '/me/identity',
  identity_expiring: '/me/identity',
  identity_fell: '/me/identity',
  account_restricted: '/me/account-status',
  account_restriction_lifted: '/me/account-status',
  closing_started: '/me/closing',
  closing_taken_back: '/me/closing',
  closing_waits: '/me/closing',
  payment_password_paused: '/me/payment-password',
};

function hrefOf({ kind, subjectId }: Pick<Notice, 'kind' | 'subjectId'>): string | null {
  if (subjectId === null) return PLACES[kind] ?? null;
  // There it is told why.
  if (subjectId.startsWith('kc_')) return `/me/payment-methods?card=${subjectId}`;
  if (subjectId.startsWith('rq_')) return `/requests/${subjectId}`;
  return subjectId.startsWith('case_') ? `/help-me/${subjectId}` : `/entry/${subjectId}`;
}

function factText(name: string, fact: WireFact, format: TimeFormat): string {
  if (typeof fact === 'object') return formatMoney(fromWire(fact), { locale: format.locale });
  if (name === 'at') return formatTime(String(fact), format);
  // A card is known by its digits only after it was charged.
  return fact === '' ? m.mail_card({}, { locale: format.locale }) : String(fact);
}

/** Texts leave a space around names, most of which are Latin or figures; between two Chinese characters there is none. */
const withoutGaps = (text: string): string => text.replaceAll(/(?<=\p{sc=Han}) (?=\p{sc=Han})/gu, '');

/** A line of the message centre in the reader's language: the facts were kept, the words are made now. */
export function renderNotice(
  notice: Pick<Notice, 'kind' | 'facts' | 'subjectId'>,
  format: TimeFormat,
): NoticeText {
  const facts = {
    // For an entry that could not be read when it was told.
    amount: '…',
    name: '…',
    received: '…',
    ...Object.fromEntries(
      Object.entries(notice.facts).map(([name, fact]) => [name, factText(name, fact, format)]),
    ),
  };
  const say = (part: 'title' | 'body'): string => {
    const text = TEXTS[`mail_notice_${notice.kind}_${part}`];
    if (!text) throw new Error(`there is no text mail_notice_${notice.kind}_${part}`);
    return withoutGaps(text(facts, { locale: format.locale }));
  };
  return { title: say('title'), body: say('body'), href: hrefOf(notice) };
}
