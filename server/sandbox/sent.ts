import { z } from 'zod';
import { ask, OutsideRefused, type RailAddresses } from './outside.ts';

/** A mail or SMS that left the house, as it lies with its receiver. */
export type SentMessage = {
  id: string;
  kind: 'mail' | 'sms';
  to: string;
  subject: string | null;
  text: string;
  hasHtml: boolean;
  links: string[];
  at: string;
};

const mail = z.object({
  id: z.string(),
  at: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  links: z.array(z.string()),
});
const mails = z.object({ messages: z.array(mail) });
const texts = z.object({
  messages: z.array(z.object({ id: z.string(), at: z.string(), to: z.string(), text: z.string() })),
});

export type SentFilter = { to?: string | undefined; kind?: 'mail' | 'sms' | undefined; limit: number };

/** Mails and SMS, newest first. An address with an @ is a mailbox, any other a phone, however it is spaced. */
export async function sentMessages(
  rails: RailAddresses,
  { to, kind, limit }: SentFilter,
): Promise<SentMessage[]> {
  const isMailbox = to?.includes('@') ?? true;
  const isPhone = to === undefined || !isMailbox;
  const [inbox, phones] = await Promise.all([
    isMailbox && kind !== 'sms'
      ? ask(mails, rails.mailInbox, asked('/messages', to, limit))
      : { messages: [] },
    isPhone && kind !== 'mail'
      ? ask(texts, rails.smsInbox, asked('/inbox', to?.replaceAll(/[^\d+]/g, ''), limit))
      : { messages: [] },
  ]);
  return [
    ...inbox.messages.map(({ html, to: readers, ...rest }): SentMessage => ({
      ...rest,
      kind: 'mail',
      to: readers.join(', '),
      hasHtml: html !== '',
    })),
    ...phones.messages.map(({ id, at, to: phone, text }): SentMessage => ({
      id,
      kind: 'sms',
      to: phone,
      subject: null,
      text,
      hasHtml: false,
      links: [],
      at,
    })),
  ]
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, limit);
}

function asked(path: string, to: string | undefined, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit), ...(to === undefined ? {} : { to }) });
  return `${path}?${query}`;
}

/** What a mail's frame may do: show itself. No script, nothing from elsewhere; its links open in a tab of their own. */
export const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** A mail as its reader sees it, with links that leave the frame; null when there is none of this id, or it has only text. */
export async function mailHtml(rails: RailAddresses, id: string): Promise<string | null> {
  try {
    const { html } = await ask(mail, rails.mailInbox, `/messages/${encodeURIComponent(id)}`);
    if (html === '') return null;
    // Of two attributes of one name the first counts.
    return html.replaceAll(/<a\s/gi, '<a target="_blank" rel="noopener noreferrer" ');
  } catch (error) {
    if (error instanceof OutsideRefused && error.status === 404) return null;
    throw error;
  }
}
