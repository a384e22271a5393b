import { randomUUID } from 'node:crypto';
import PostalMime, { type Address } from 'postal-mime';
import { openBook } from '../shared/book.ts';
import type { SimulatedClock } from '../shared/clock.ts';

/** One mail as its recipient's program would show it. */
export type ReceivedMail = {
  id: string;
  /** When the server said "accepted", ISO 8601. */
  at: string;
  from: string;
  /** Who it was really delivered to (the envelope), not what the header says. */
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** By lower-case name; a header that occurs more than once has its values joined by ", ". */
  headers: Record<string, string>;
  links: string[];
};

export type Envelope = { from: string; to: string[] };
export type Inbox = {
  keep: (raw: Buffer, envelope: Envelope) => Promise<ReceivedMail>;
  /** Newest first. `since` excludes itself. */
  list: (filter: { to?: string | undefined; since?: string | undefined; limit: number }) => ReceivedMail[];
  find: (id: string) => ReceivedMail | undefined;
  close: () => Promise<void>;
};

export async function openInbox(path: string, clock: SimulatedClock): Promise<Inbox> {
  const mails: ReceivedMail[] = [];
  const book = await openBook<ReceivedMail>(path, (mail) => mails.push(mail));
  return {
    async keep(raw, envelope) {
      const mail = await readMail(raw, envelope, clock.text());
      await book.append(mail);
      mails.push(mail);
      return mail;
    },
    list({ to, since, limit }) {
      const wanted = to?.toLowerCase();
      return mails
        .filter(
          (mail) =>
            (wanted === undefined || mail.to.some((one) => one.toLowerCase() === wanted)) &&
            (since === undefined || mail.at > since),
        )
        .slice(-limit)
        .toReversed();
    },
    find: (id) => mails.find((mail) => mail.id === id),
    close: () => book.close(),
  };
}

async function readMail(raw: Buffer, envelope: Envelope, at: string): Promise<ReceivedMail> {
  const parsed = await PostalMime.parse(raw);
  const headers: Record<string, string> = {};
  for (const { key, value } of parsed.headers)
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  const text = parsed.text ?? '';
  const html = parsed.html ?? '';
  return {
    id: `mail_${randomUUID()}`,
    at,
    from: addressOf(parsed.from) ?? envelope.from,
    to: envelope.to,
    subject: parsed.subject ?? '',
    text,
    html,
    headers,
    links: findLinks(text, html),
  };
}

function addressOf(from: Address | undefined): string | undefined {
  if (from?.address === undefined) return undefined;
  return from.name === '' ? from.address : `${from.name} <${from.address}>`;
}

/** Addresses that a reader could press, each once: targets of the HTML first, then those written out in the text. */
function findLinks(text: string, html: string): string[] {
  const inHtml = [...html.matchAll(/href\s*=\s*["'](https?:[^"']+)["']/gi)].map((match) =>
    (match[1] ?? '').replaceAll('&amp;', '&'),
  );
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"'，。；）)]+/g)].map((match) => match[0]);
  return [...new Set([...inHtml, ...inText])];
}
