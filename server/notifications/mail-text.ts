import type { OutgoingSecret } from '#identity';
import { formatTimeWithZone } from '#common/format';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import type { Temporal } from '#platform/clock';
import type { CodeTemplate, MailTemplate, NewsTemplate } from './plan.ts';

/** What a mail says: no amount, no name, no fact of an account. Whoever reads along learns that there is news, and nothing else. */
export type MailText = {
  readonly subject: string;
  readonly body: string;
  readonly button: string;
  readonly path: string;
};

/** Stands for the page on which whoever got the mail can freeze the account: made anew for each mail. */
const NOT_ME = 'not-me';

/** Articles that tell what to do, for who may not be able to sign in: a mail about security never leads to a page that asks for a password. */
const PATHS: Readonly<
  Record<Exclude<MailTemplate, SecretMail | FollowMail | `news_${string}` | `case_${string}`>, string>
> = {
  registration_repeated: '/help/sign-in-help',
  new_device: NOT_ME,
  sign_in_paused: '/help/sign-in-paused',
  password_changed: NOT_ME,
  email_changed: NOT_ME,
  email_given_up: NOT_ME,
  phone_changed: NOT_ME,
  phrase_changed: NOT_ME,
  security_questions_changed: NOT_ME,
  payment_password_set: NOT_ME,
  payment_password_paused: '/help/payment-password',
  second_factor_added: NOT_ME,
  second_factor_removed: NOT_ME,
  bank_account_added: NOT_ME,
  bank_account_removed: NOT_ME,
  beneficiary_added: NOT_ME,
  beneficiary_removed: NOT_ME,
  kept_card_added: NOT_ME,
  kept_card_removed: NOT_ME,
  second_factor_paused: NOT_ME,
  recovery_codes_made: NOT_ME,
  recovery_code_used: '/help/second-factor',
  account_restricted: '/help/account-frozen',
  account_restriction_lifted: '/help/account-frozen',
  closing_started: NOT_ME,
  closing_taken_back: NOT_ME,
  closing_waits: '/help/close-account',
  account_closed: '/help/close-account',
  identity_refused: '/help/prove-identity',
  identity_raised: '/help/prove-identity',
  identity_expiring: '/help/prove-identity',
  identity_fell: '/help/prove-identity',
  access_restored: '/help/cannot-get-in',
};

const pathOf = (template: MailTemplate, subjectId: string | null): string => {
  if (template.startsWith('case_')) return subjectId === null ? '/help-me' : `/help-me/${subjectId}`;
  if (template === 'news_request') return subjectId === null ? '/requests' : `/requests/${subjectId}`;
  if (template.startsWith('news_')) return subjectId === null ? '/messages' : `/entry/${subjectId}`;
  return PATHS[template as keyof typeof PATHS];
};

type Words = (inputs?: Record<string, never>, options?: { locale: Locale }) => string;
const WORDS = m as unknown as Readonly<Record<string, Words>>;
function word(template: MailTemplate, part: 'subject' | 'body' | 'button', locale: Locale): string {
  const say = WORDS[`mail_${template}_${part}`];
  if (!say) throw new Error(`there is no text mail_${template}_${part}`);
  return say({}, { locale });
}

export function mailText(
  template: Exclude<MailTemplate, SecretMail | FollowMail>,
  subjectId: string | null,
  locale: Locale,
  notMePath: () => string,
): MailText {
  const path = pathOf(template, subjectId);
  return {
    subject: word(template, 'subject', locale),
    body: word(template, 'body', locale),
    button: word(template, 'button', locale),
    path: path === NOT_ME ? notMePath() : path,
  };
}

type Reading = { readonly locale: Locale; readonly timeZone: string; readonly now: Temporal.Instant };

/** The token stands behind the `#`, so that no log on the way sees it. */
const opens = (page: string) => (secret: string) => `${page}#token=${encodeURIComponent(secret)}`;
const SECRET_MAILS = {
  verify_email: { body: m.mail_verify_email_body, path: opens('/verify-email') },
  reset_password: { body: m.mail_reset_password_body, path: opens('/reset-password') },
  // A code is typed where it was asked for; whoever did not ask learns what to do.
  new_email_code: { body: m.mail_new_email_code_body, path: () => '/help/change-contact' },
  access_code: { body: m.mail_access_code_body, path: () => '/help/cannot-get-in' },
  closure_code: { body: m.mail_closure_code_body, path: () => '/help/close-account' },
} as const;
/** Mails that carry a secret: in their link, or as a code. */
export type SecretMail = keyof typeof SECRET_MAILS;
export const isSecretMail = (template: MailTemplate): template is SecretMail => template in SECRET_MAILS;

export function secretMail(
  template: SecretMail,
  { secret, expiresAt }: Pick<OutgoingSecret, 'secret' | 'expiresAt'>,
  { locale, timeZone, now }: Reading,
): MailText {
  const { body, path } = SECRET_MAILS[template];
  const until = formatTimeWithZone(expiresAt.toString(), { locale, timeZone, now: now.toString() });
  return {
    subject: word(template, 'subject', locale),
    body: body({ until, code: secret }, { locale }),
    button: word(template, 'button', locale),
    path: path(secret),
  };
}

/** Mails with a link by which a request for the way back in is followed and stopped. */
export type FollowMail = 'access_requested' | 'access_closed';
export const isFollowMail = (template: MailTemplate): template is FollowMail =>
  template === 'access_requested' || template === 'access_closed';

export const followMail = (template: FollowMail, token: string, locale: Locale): MailText => ({
  subject: word(template, 'subject', locale),
  body: word(template, 'body', locale),
  button: word(template, 'button', locale),
  path: opens('/sign-in/help/follow')(token),
});

const MILLIS_PER_MINUTE = 60_000;
const SMS_TEXTS = {
  code: m.mail_sms_code,
  reset_code: m.mail_sms_reset_code,
  sign_in_code: m.mail_sms_sign_in_code,
  new_phone_code: m.mail_sms_new_phone_code,
  access_code: m.mail_sms_access_code,
} as const satisfies Record<CodeTemplate, unknown>;

export function codeText(
  template: CodeTemplate,
  { secret, expiresAt }: Pick<OutgoingSecret, 'secret' | 'expiresAt'>,
  { locale, now }: Omit<Reading, 'timeZone'>,
): string {
  // Rounded down: nobody is told longer than is true.
  const minutes = Math.floor((expiresAt.epochMilliseconds - now.epochMilliseconds) / MILLIS_PER_MINUTE);
  return SMS_TEXTS[template]({ code: secret, minutes }, { locale });
}

const NEWS_TEXTS = {
  phone_given_up: m.mail_sms_phone_given_up,
  access_requested: m.mail_sms_access_requested,
  access_restored: m.mail_sms_access_restored,
} as const satisfies Record<NewsTemplate, unknown>;

/** A text message is too short for a link with a token: it leads to where everybody goes who cannot get in. */
const HELP_TO_GET_IN = '/sign-in/help';
/** No number, no name: what was done, and where to go if its owner knows nothing of it. */
export const newsText = (template: NewsTemplate, publicUrl: string, locale: Locale): string =>
  NEWS_TEXTS[template]({ link: `${publicUrl}${HELP_TO_GET_IN}` }, { locale });
export const isNewsText = (template: string): template is NewsTemplate => template in NEWS_TEXTS;
