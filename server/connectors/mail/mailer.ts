import { createTransport, type SendMailOptions } from 'nodemailer';
import { err, ok, type Result } from '#common/result';
import { isLoopback } from '#platform/config';

/** Longest waits towards the mail server: for a connection, for its greeting, and between two of its answers. */
const CONNECT_TIMEOUT_MILLIS = 5_000;
const ANSWER_TIMEOUT_MILLIS = 10_000;
/** Milliseconds in which mails are begun that go together: a stopping process waits for them, and a server that hangs would hold all. */
const TOGETHER_MILLIS = 15_000;
/** RFC 5322 §2.1.1 allows 998 characters in a line; a subject longer than this is read by nobody. */
const SUBJECT_MAX = 250;

export type Mail = {
  /** One address without a name. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Further headers, e.g. `Auto-Submitted`; the ones of address, subject and content are not among them. */
  headers?: Readonly<Record<string, string>>;
  /** `<ntf_…@okpay.example>`; stays the same when a mail is sent again, so that a double can be recognised. */
  messageId: string;
};

/**
 * Why a mail was not handed over. `mail_refused` is final; after the others it may be sent again with the same id:
 * `mail_deferred` was asked for, `mail_unavailable` reached nobody, after `mail_unknown` it may have arrived all the same.
 */
export type MailFailure = {
  code: 'mail_refused' | 'mail_deferred' | 'mail_unavailable' | 'mail_unknown';
  isPermanent: boolean;
  smtpStatus: number | null;
};

type Handed = Result<{ smtpStatus: number }, MailFailure>;
export type Mailer = {
  send: (mail: Mail) => Promise<Handed>;
  /**
   * Hands mails over one after the other by one connection: each has its own outcome. Once nobody is there, or it takes too long, the
   * rest is not tried and `mail_unavailable`.
   */
  sendMany: (mails: readonly Mail[]) => Promise<Handed[]>;
};

/** `smtp://user:password@host:port` or `smtps://…`; beyond loopback nothing is sent without TLS. */
export function createMailer({ url, from }: { url: string; from: string }): Mailer {
  const server = new URL(url);
  const isOnLoopback = isLoopback(server.hostname);
  const isTls = server.protocol === 'smtps:';
  const options = {
    host: server.hostname.replaceAll(/[[\]]/g, ''),
    port: server.port === '' ? (isTls ? 465 : 587) : Number(server.port),
    secure: isTls,
    requireTLS: !isTls && !isOnLoopback,
    ignoreTLS: !isTls && isOnLoopback,
    ...(server.username !== '' && {
      auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) },
    }),
    connectionTimeout: CONNECT_TIMEOUT_MILLIS,
    greetingTimeout: CONNECT_TIMEOUT_MILLIS,
    dnsTimeout: CONNECT_TIMEOUT_MILLIS,
    socketTimeout: ANSWER_TIMEOUT_MILLIS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const alone = createTransport(options);
  return {
    send: (mail) => handOver(alone, from, mail),
    async sendMany(mails) {
      // A connection that breaks is an outcome for us to keep, not for a library to try again.
      const together = createTransport({ ...options, pool: true, maxConnections: 1, maxRequeues: 0 });
      const until = performance.now() + TOGETHER_MILLIS;
      const handed: Handed[] = [];
      let isOver = false;
      try {
        for (const mail of mails) {
          isOver ||= performance.now() > until;
          const one: Handed = isOver ? err(NOT_TRIED) : await handOver(together, from, mail);
          isOver ||= !one.ok && one.error.code === 'mail_unavailable';
          handed.push(one);
        }
      } finally {
        together.close();
      }
      return handed;
    },
  };
}

const NOT_TRIED: MailFailure = { code: 'mail_unavailable', isPermanent: false, smtpStatus: null };
type Sending = { sendMail: (mail: SendMailOptions) => Promise<{ response: string }> };

async function handOver(transport: Sending, from: string, mail: Mail): Promise<Handed> {
  if (!isAddress(mail.to)) return err({ code: 'mail_refused', isPermanent: true, smtpStatus: null });
  try {
    const { response } = await transport.sendMail({
      from,
      // The envelope decides who gets it; nothing in a header can add a recipient.
      envelope: { from: addressIn(from), to: [mail.to] },
      to: { name: '', address: mail.to },
      subject: oneLine(mail.subject).slice(0, SUBJECT_MAX),
      text: mail.text,
      html: mail.html,
      messageId: oneLine(mail.messageId),
      headers: extraHeaders(mail.headers ?? {}),
    });
    return ok({ smtpStatus: Number(response.slice(0, 3)) });
  } catch (error) {
    return err(failureOf(error));
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** A line break in a header would begin a header of the writer's own. */
const oneLine = (text: string): string => text.replaceAll(CONTROLS, ' ').trim();

/** One address as RFC 5321 carries it, without the quoted forms that nobody has. */
const isAddress = (text: string): boolean =>
  /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]{1,255}$/.test(text) && oneLine(text) === text;

/** `OKPay <no-reply@okpay.example>` → `no-reply@okpay.example`. */
const addressIn = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();

const RESERVED = new Set([
  'to',
  'cc',
  'bcc',
  'from',
  'sender',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'resent-to',
  'resent-cc',
  'resent-bcc',
]);
function extraHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked = Object.entries(headers).map(([name, value]) => {
    const isOurs = RESERVED.has(name.toLowerCase()) || name.toLowerCase().startsWith('content-');
    if (isOurs || !/^[A-Za-z0-9-]{1,64}$/.test(name))
      throw new Error(`a mail may not set the header ${JSON.stringify(name)}`);
    return [name, oneLine(value)] as const;
  });
  return Object.fromEntries(checked);
}

/** Reads nodemailer's error; its text is left behind, since servers quote addresses in it. */
function failureOf(error: unknown): MailFailure {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const smtpStatus =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  // A server that refuses us refuses every mail: that is ours to repair, not the recipient's fate.
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || error.code === 'ETLS')
    return { code: 'mail_unavailable', isPermanent: false, smtpStatus };
  if (smtpStatus !== null && smtpStatus >= 500)
    return { code: 'mail_refused', isPermanent: true, smtpStatus };
  if (smtpStatus !== null && smtpStatus >= 400)
    return { code: 'mail_deferred', isPermanent: false, smtpStatus };
  // nodemailer does not tell in which step a connection broke; only one that never stood carried nothing for sure.
  const neverStood = error.code === 'EDNS' || ('syscall' in error && error.syscall === 'connect');
  return { code: neverStood ? 'mail_unavailable' : 'mail_unknown', isPermanent: false, smtpStatus };
}
