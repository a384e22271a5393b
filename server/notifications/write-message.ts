import { parseId, type CaseId } from '#common/id';
import type { Locale } from '#common/locale';
import { unreachable } from '#common/result';
import {
  type Customer,
  disownPath,
  disownToken,
  formerContact,
  takeFollowLink,
  takeOutgoingSecret,
} from '#identity';
import type { Tx } from '#platform/db';
import type { NotificationDeps } from './deps.ts';
import {
  codeText,
  followMail,
  isFollowMail,
  isNewsText,
  isSecretMail,
  mailText,
  type MailText,
  newsText,
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
const TEXT_PURPOSES = {
  code: 'phone',
  reset_code: 'reset_phone',
  sign_in_code: 'sign_in',
  new_phone_code: 'new_phone',
  access_code: 'access_phone',
} as const;
const MAIL_PURPOSES = {
  verify_email: 'email',
  reset_password: 'reset_email',
  new_email_code: 'new_email',
  access_code: 'access_email',
  closure_code: 'closure_email',
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
  { id, phone, locale }: Customer,
): Promise<Ready | null> {
  const { template, subjectId } = delivery;
  if (isNewsText(template)) {
    const { former } = subjectOf(subjectId);
    const to = former === null ? phone : await formerContact(tx, id, former);
    const text = newsText(template, deps.publicUrl, locale);
    return to ? { channel: 'sms', locale, to, text, stableId: delivery.id } : null;
  }
  const secret = await takeOutgoingSecret(tx, deps, id, TEXT_PURPOSES[template]);
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
    const secret = await takeOutgoingSecret(tx, deps, id, MAIL_PURPOSES[template]);
    if (!secret) return null;
    const text = secretMail(template, secret, { locale, timeZone, now: deps.clock.now() });
    return { channel: 'mail', locale, to: secret.to, text, stableId: attemptId(delivery) };
  }
  const { caseId, former } = subjectOf(subjectId);
  const to = former === null ? email : await formerContact(tx, id, former);
  if (to === null) return null;
  const ready = { channel: 'mail', locale, to, stableId: delivery.id } as const;
  if (isFollowMail(template)) {
    const link = caseId && (await takeFollowLink(tx, deps.clock, caseId));
    // Whoever got back in was told so already.
    const isTold = template === 'access_closed' && link?.isRestored === true;
    return link && !isTold ? { ...ready, text: followMail(template, link.token, locale) } : null;
  }
  if (template === 'case_answered' && caseId && !(await deps.hasUnread(tx, id, caseId))) return null;
  const text = mailText(template, subjectId, locale, () => disownPath(disownToken(deps, id)));
  return { ...ready, text };
}

/** What a message is about, as `tell.ts` keeps it: a case, an address that was given up (by its number), or one and then the other. */
function subjectOf(subjectId: string | null): { caseId: CaseId | null; former: string | null } {
  const parts = subjectId === null ? [] : subjectId.split(' ');
  return {
    caseId: parseId('case', parts[0] ?? ''),
    former: parts.find((part) => /^\d+$/.test(part)) ?? null,
  };
}
