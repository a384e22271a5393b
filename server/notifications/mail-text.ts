import type { OutgoingSecret } from '#identity';
import { formatTimeWithZone } from '#common/format';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import type { Temporal } from '#platform/clock';
import type { MailTemplate, SmsTemplate } from './plan.ts';

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
  Record<Exclude<MailTemplate, SecretMail | `news_${string}` | `case_${string}`>, string>
> = {
  registration_repeated: '/help/sign-in-help',
  new_device: NOT_ME,
  sign_in_paused: '/help/sign-in-paused',
  password_changed: NOT_ME,
  payment_password_set: NOT_ME,
  payment_password_paused: '/help/payment-password',
  second_factor_added: NOT_ME,
  second_factor_removed: NOT_ME,
  second_factor_paused: NOT_ME,
  recovery_codes_made: NOT_ME,
  recovery_code_used: '/help/second-factor',
  account_restricted: '/help/account-frozen',
  account_restriction_lifted: '/help/account-frozen',
};

const pathOf = (template: MailTemplate, subjectId: string | null): string => {
  if (template.startsWith('case_')) return subjectId === null ? '/help-me' : `/help-me/${subjectId}`;
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
  template: Exclude<MailTemplate, SecretMail>,
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

const SECRET_MAILS = {
  verify_email: { body: m.mail_verify_email_body, page: '/verify-email' },
  reset_password: { body: m.mail_reset_password_body, page: '/reset-password' },
} as const;
/** Mails with a link that carries a secret. */
export type SecretMail = keyof typeof SECRET_MAILS;
export const isSecretMail = (template: MailTemplate): template is SecretMail => template in SECRET_MAILS;

/** The token stands behind the `#`, so that no log on the way sees it. */
export function secretMail(
  template: SecretMail,
  { secret, expiresAt }: OutgoingSecret,
  { locale, timeZone, now }: Reading,
): MailText {
  const { body, page } = SECRET_MAILS[template];
  const until = formatTimeWithZone(expiresAt.toString(), { locale, timeZone, now: now.toString() });
  return {
    subject: word(template, 'subject', locale),
    body: body({ until }, { locale }),
    button: word(template, 'button', locale),
    path: `${page}#token=${encodeURIComponent(secret)}`,
  };
}

const MILLIS_PER_MINUTE = 60_000;
const SMS_TEXTS = {
  code: m.mail_sms_code,
  reset_code: m.mail_sms_reset_code,
  sign_in_code: m.mail_sms_sign_in_code,
} as const satisfies Record<SmsTemplate, unknown>;

export function codeText(
  template: SmsTemplate,
  { secret, expiresAt }: OutgoingSecret,
  { locale, now }: Omit<Reading, 'timeZone'>,
): string {
  // Rounded down: nobody is told longer than is true.
  const minutes = Math.floor((expiresAt.epochMilliseconds - now.epochMilliseconds) / MILLIS_PER_MINUTE);
  return SMS_TEXTS[template]({ code: secret, minutes }, { locale });
}
