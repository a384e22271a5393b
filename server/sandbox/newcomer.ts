import { apiClient, type Call } from '#common/api/client';
import { api } from '#common/api/index';
import { toWire, type Money } from '#common/money';
import { TERMS_VERSION } from '#common/terms';
import { newId } from '#platform/ids';
import { sentMessages, type RailAddresses } from './rails.ts';

/** A person who goes through the product's own doors, as somebody with a browser does. */
export type Newcomer = { name: string; email: string; phone: string; handle: string; locale: 'en' | 'zh-CN'; password: string; paymentPassword: string };
/** Where the product answers, and the outside world that a person can look at: the inbox, the phone, the card frame. */
export type World = { baseUrl: string; rails: RailAddresses };

/** Tries for a mail or SMS that is on its way, and the pause between them in milliseconds. */
const LOOKS = 60;
const PAUSE_MILLIS = 100;

/** A browser reduced to what matters: it keeps cookies and says which site it is on. */
export function browser({ baseUrl }: World): { call: Call; cookies: () => string[] } {
  const jar = new Map<string, string>();
  const call = apiClient({
    base: baseUrl,
    headers: () => ({ origin: new URL(baseUrl).origin, cookie: [...jar.values()].map((line) => line.split(';')[0] ?? '').join('; ') }),
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      for (const line of answer.headers.getSetCookie()) jar.set(line.split('=')[0] ?? '', line);
      return answer;
    },
  });
  return { call, cookies: () => [...jar.values()] };
}

async function waitFor(world: World, filter: { to: string; kind: 'mail' | 'sms' }, pattern: RegExp): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    for (const message of await sentMessages(world.rails, { ...filter, limit: 10 })) {
      const found = pattern.exec([message.text, ...message.links].join(' '));
      if (found?.[1]) return found[1];
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  }
  throw new Error(`no ${filter.kind} came to the demo person in ${(LOOKS * PAUSE_MILLIS) / 1000} s`);
}

export async function signIn(world: World, person: Newcomer): Promise<{ call: Call; cookies: () => string[] }> {
  const me = browser(world);
  await me.call(api.signIn, { body: { login: person.email, password: person.password } });
  return me;
}

/** Registers, confirms mail and phone by what was sent, and sets the payment password. */
export async function join(world: World, person: Newcomer): Promise<{ call: Call; cookies: () => string[] }> {
  const { name, email, phone, handle, locale, password, paymentPassword } = person;
  await browser(world).call(api.register, { body: { name, email, phone, handle, locale, password, termsVersion: TERMS_VERSION } });
  const me = await signIn(world, person);
  const token = await waitFor(world, { to: email, kind: 'mail' }, /[#?&]token=([\w-]{20,})/);
  await me.call(api.verifyEmail, { body: { token } });
  const code = await waitFor(world, { to: phone, kind: 'sms' }, /\b(\d{3} ?\d{3})\b/);
  await me.call(api.verifyPhone, { body: { code: code.replace(' ', '') } });
  await me.call(api.setPaymentPassword, { body: { password, paymentPassword } });
  return me;
}

/** Types a test card into the acquirer's frame; answers the token that stands for it. */
async function cardToken(call: Call, number: string): Promise<string> {
  const frame = new URL((await call(api.openCardFields, { body: { theme: 'system' } })).url);
  const answer = await fetch(new URL('/fields/tokens', frame), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: frame.origin },
    body: JSON.stringify({ session: frame.searchParams.get('session'), number, expiry: '12/39', cvc: '123', name: 'Demo' }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (token === undefined) throw new Error(`the card frame answered ${answer.status}`);
  return token;
}

/** Tops up by card: quote, card, confirmation. What the card does is in its number. */
export async function topUp(call: Call, amount: Money, cardNumber: string): Promise<void> {
  const quote = await call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(amount) } });
  const id = newId('tu');
  await call(api.createTopUp, { idempotencyKey: id, body: { id, quoteId: quote.id, cardToken: await cardToken(call, cardNumber) } });
}

/** Pays a person: search, payment password, payment. */
export async function pay(call: Call, payer: Newcomer, payee: string, amount: Money, note: string): Promise<void> {
  const found = await call(api.findPayee, { body: { query: payee } });
  const wire = toWire(amount);
  const proof = await call(api.createStepUp, { body: { action: 'transfer', ...wire, payee: found.reference, paymentPassword: payer.paymentPassword } });
  const id = newId('tr');
  await call(api.createTransfer, { idempotencyKey: id, body: { id, payee: found.reference, amount: wire, note, stepUpId: proof.id } });
}
