import { parseId } from '#common/id';
import type { Locale } from '#common/locale';
import { unreachable } from '#common/result';
import { formerContact, takeOutgoingSecret, type Customer } from '#identity';
import type { Tx } from '#platform/db';
import type { NotificationDeps } from './deps.ts';
import {
  codeText,
  isSecretMail,
  mailText,
  type MailText,
  phoneGivenUpText,
  secretMail,
} from './mail-text.ts';
import type { Delivery } from './store.ts';

/** A message that is ready to go: made in a transaction, sent after it. */
export type ReadyMail = {
  readonly channel: 'mail';
  readonly to: string;
  readonly text: MailText;
  readonly locale: Locale;
  readonly stableId: string;
};
type ReadyText = Omit<ReadyMail, 'channel' | 'text'> & { readonly channel: 'sms'; readonly text: string };
export type Ready = ReadyMail | ReadyText;

/** What for each link or code is made. */
const PURPOSES = {
  code: 'phone',
  reset_code: 'reset_phone',
  sign_in_code: 'sign_in',
  new_phone_code: 'new_phone',
  verify_email: 'email',
  reset_password: 'reset_email',
  new_email_code: 'new_email',
} as const;

type Attempt = Delivery & { readonly attempt: number };
type TextAttempt = Extract<Attempt, { channel: 'sms' }>;
type MailAttempt = Extract<Attempt, { channel: 'mail' }>;

/** Each attempt has a secret of its own, and only the last one works: it must not be taken for a double of the one before. */
const attemptId = ({ id, attempt }: Attempt): string => `${id}-${attempt}`;

/** The words, in the customer's language as it is now; null when there is nothing to tell any more. */
export function write(
  tx: Tx,
  deps: NotificationDeps,
  delivery: Attempt,
  customer: Customer,
): Promise<Ready | null> {
  switch (delivery.channel) {
    case 'sms':
      return writeText(tx, deps, delivery, customer);
    case 'mail':
      return writeMail(tx, deps, delivery, customer);
    default:
      return unreachable(delivery);
  }
}

async function writeText(
  tx: Tx,
  deps: NotificationDeps,
  delivery: TextAttempt,
  { id, locale }: Customer,
): Promise<Ready | null> {
  const { template, subjectId } = delivery;
  if (template === 'phone_given_up') {
    const to = subjectId && (await formerContact(tx, id, subjectId));
    const text = phoneGivenUpText(deps.publicUrl, locale);
    return to ? { channel: 'sms', locale, to, text, stableId: delivery.id } : null;
  }
  const secret = await takeOutgoingSecret(tx, deps, id, PURPOSES[template]);
  if (!secret) return null;
  const text = codeText(template, secret, { locale, now: deps.clock.now() });
  return { channel: 'sms', locale, to: secret.to, text, stableId: attemptId(delivery) };
}

async function writeMail(
  tx: Tx,
  deps: NotificationDeps,
  delivery: MailAttempt,
  { id, email, locale, timeZone }: Customer,
): Promise<Ready | null> {
  const { template, subjectId } = delivery;
  if (isSecretMail(template)) {
    const secret = await takeOutgoingSecret(tx, deps, id, PURPOSES[template]);
    if (!secret) return null;
    const text = secretMail(template, secret, { locale, timeZone, now: deps.clock.now() });
    return { channel: 'mail', locale, to: secret.to, text, stableId: attemptId(delivery) };
  }
  const caseId = template === 'case_answered' && subjectId !== null ? parseId('case', subjectId) : null;
  if (caseId && !(await deps.hasUnread(tx, id, caseId))) return null;
  const to = template === 'email_given_up' ? subjectId && (await formerContact(tx, id, subjectId)) : email;
  const text = mailText(template, subjectId, locale);
  return to ? { channel: 'mail', locale, to, text, stableId: delivery.id } : null;
}
