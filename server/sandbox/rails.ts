import { z } from 'zod';
import { CURRENCIES, type Currency } from '#common/money';

/** Where the sandbox's outside world can be looked at and steered. The addresses come from settings, as everything does. */
export type RailAddresses = { mailInbox: string; smsInbox: string; acquirer: string };

export type SentMessage = { id: string; kind: 'mail' | 'sms'; to: string; subject: string | null; text: string; html: string | null; links: string[]; at: string };

/** Longest wait for a simulator, in milliseconds: they are on this machine. */
const PATIENCE_MILLIS = 3_000;

async function ask<T>(schema: z.ZodType<T>, base: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(new URL(path, base), {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(PATIENCE_MILLIS),
  });
  if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to ${path}`);
  return schema.parse(await answer.json());
}

const mails = z.object({ messages: z.array(z.object({ id: z.string(), at: z.string(), to: z.array(z.string()), subject: z.string(), text: z.string(), html: z.string(), links: z.array(z.string()) })) });
const texts = z.object({ messages: z.array(z.object({ id: z.string(), at: z.string(), to: z.string(), text: z.string() })) });

const query = (path: string, values: Record<string, string | number | undefined>): string => {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
};

/** Mails and SMS, newest first. */
export async function sentMessages(rails: RailAddresses, filter: { to?: string | undefined; kind?: 'mail' | 'sms' | undefined; limit: number }): Promise<SentMessage[]> {
  const { to, kind, limit } = filter;
  const [mailList, textList] = await Promise.all([
    kind === 'sms' ? { messages: [] } : ask(mails, rails.mailInbox, query('/messages', { to, limit })),
    kind === 'mail' ? { messages: [] } : ask(texts, rails.smsInbox, query('/inbox', { to, limit })),
  ]);
  return [
    ...mailList.messages.map((mail): SentMessage => ({ ...mail, kind: 'mail', to: mail.to.join(', ') })),
    ...textList.messages.map((text): SentMessage => ({ id: text.id, kind: 'sms', to: text.to, subject: null, text: text.text, html: null, links: [], at: text.at })),
  ]
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, limit);
}

const charge = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.string(),
  amount: z.string(),
  currency: z.enum(CURRENCIES as [Currency, ...Currency[]]),
  decline_code: z.string().nullable(),
  card: z.object({ brand: z.string(), last4: z.string() }),
  charged_back: z.string(),
  created: z.string(),
});
export type RailCharge = z.infer<typeof charge>;

export const charges = async (rails: RailAddresses): Promise<RailCharge[]> => (await ask(z.object({ charges: z.array(charge) }), rails.acquirer, '/control/charges')).charges;

export const chargeBack = async (rails: RailAddresses, id: string): Promise<RailCharge> =>
  (await ask(z.object({ charge }), rails.acquirer, `/control/charges/${encodeURIComponent(id)}/chargeback`, {})).charge;

const card = z.object({ number: z.string(), brand: z.string(), name: z.string(), en: z.string(), zh: z.string() });
export const testCards = async (rails: RailAddresses): Promise<z.infer<typeof card>[]> => (await ask(z.object({ cards: z.array(card) }), rails.acquirer, '/test-cards')).cards;

/** The outside world lives at the sandbox's hour too. */
export async function moveSimulators(rails: RailAddresses, aheadSeconds: bigint): Promise<void> {
  const body = { offsetMillis: Number(aheadSeconds) * 1_000 };
  await Promise.all([rails.mailInbox, rails.smsInbox, rails.acquirer].map((base) => ask(z.unknown(), base, '/control/clock', body)));
}
