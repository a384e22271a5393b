import { timingSafeEqual } from 'node:crypto';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { wait } from '../shared/gate.ts';
import type { Envelope, Inbox } from './inbox.ts';
import type { MailKnobs } from './knobs.ts';

/** Largest mail in bytes; the usual limit of public mail services is 25 MB, ours sends no attachments yet. */
const MAIL_LIMIT = 10 * 1024 * 1024;

export type Credentials = { user: string; password: string } | null;

/** A mail server on loopback: ESMTP with UTF-8 addresses, optional sign-in, no relaying. Whatever it accepts, it keeps. */
export function createSmtp(inbox: Inbox, knobs: MailKnobs, credentials: Credentials): SMTPServer {
  return new SMTPServer({
    banner: 'mail simulator',
    size: MAIL_LIMIT,
    logger: false,
    // There is no certificate for loopback; signing in there in plain text hurts nobody.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: credentials === null,
    disableReverseLookup: true,
    closeTimeout: 500,
    onAuth({ username, password }, _session, done) {
      const isKnown =
        credentials === null ||
        (isSame(username ?? '', credentials.user) && isSame(password ?? '', credentials.password));
      done(
        isKnown ? null : smtpError(535, 'Authentication credentials invalid'),
        isKnown ? { user: username } : undefined,
      );
    },
    onRcptTo({ address }, _session, done) {
      const isRejected = knobs.rejectAddresses.some((one) => one.toLowerCase() === address.toLowerCase());
      done(isRejected ? smtpError(550, '5.1.1 No such mailbox') : null);
    },
    onData(stream, session, done) {
      receive(stream, session, inbox, knobs).then(
        (outcome) => (outcome === 'lost_answer' ? dropConnection(session) : done(outcome)),
        () => done(smtpError(451, '4.3.0 The mail could not be read')),
      );
    },
  });
}

type DataStream = AsyncIterable<Buffer> & { sizeExceeded: boolean };

async function receive(
  stream: DataStream,
  session: SMTPServerSession,
  inbox: Inbox,
  knobs: MailKnobs,
): Promise<Error | null | 'lost_answer'> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) return smtpError(552, '5.3.4 The mail is too large');
  await wait(knobs.delayMillis);
  if (knobs.temporaryFailures > 0) {
    knobs.temporaryFailures--;
    return smtpError(451, '4.3.2 Try again later');
  }
  const isLost = knobs.lostAnswers > 0;
  if (isLost) knobs.lostAnswers--;
  await inbox.keep(Buffer.concat(chunks), envelopeOf(session));
  return isLost ? 'lost_answer' : null;
}

function envelopeOf({ envelope }: SMTPServerSession): Envelope {
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
  };
}

/** smtp-server hands out no socket; the sessions' own are found among the server's connections. */
const connections = new Map<string, () => void>();
export function rememberConnections(server: SMTPServer): void {
  server.server.on('connection', (socket) => {
    const key = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
    connections.set(key, () => socket.destroy());
    socket.on('close', () => connections.delete(key));
  });
}
const dropConnection = (session: SMTPServerSession): void =>
  connections.get(`${session.remoteAddress}:${session.remotePort}`)?.();

const smtpError = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
