import { apiClient, type Call } from '#common/api/client';
import { api } from '#common/api/index';
import { idFromUuid, uuidv7, type Id, type IdKind } from '#common/id';
import { toWire, type Money } from '#common/money';
import { TERMS_VERSION } from '#common/terms';
import type { Locale } from '#common/locale';

/** Where the product under test answers. */
export const BASE = process.env['OKPAY_TEST_URL'] ?? 'http://127.0.0.1:8080';

export const newId = <K extends IdKind>(kind: K): Id<K> =>
  idFromUuid(kind, uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))));

/** A person of a story. Each is new, so that stories never meet. */
export type Person = {
  name: string;
  email: string;
  phone: string;
  handle: string;
  password: string;
  paymentPassword: string;
  locale: Locale;
};

let count = 0;
export function someone(name: string, locale: Locale): Person {
  const mark = `${Date.now().toString(36)}${(count++).toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  return {
    name,
    locale,
    email: `${mark}@mail.example`,
    // Mobile numbers of mainland China; the middle and end tell people apart.
    phone: `+86139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`,
    handle: `p${mark}`.slice(0, 20),
    password: `lamp-${mark}-river-82`,
    paymentPassword: '739164',
  };
}

/** A browser reduced to what matters: it keeps cookies and says which site it is on. */
export function visitor(): { call: Call; cookie: () => string } {
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar.values()].join('; ');
  const call = apiClient({
    base: BASE,
    headers: () => ({ origin: new URL(BASE).origin, cookie: cookie() }),
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      for (const line of answer.headers.getSetCookie())
        jar.set(line.split('=')[0] ?? '', line.split(';')[0] ?? '');
      return answer;
    },
  });
  return { call, cookie };
}

/** Seconds after which sign-ins from one network count anew; the route says so. */
const NETWORK_SECONDS = api.signIn.rate.seconds;
let lastFile = '';
/** Moves the clock on when another file of journeys begins. */
export async function leaveTheNetworkAlone(file: string): Promise<void> {
  if (file === lastFile) return;
  lastFile = file;
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: NETWORK_SECONDS + 1 } });
}

/** Waits for a mail or SMS, as a person looks into the inbox again and again; 15 s, then the story stops. */
export async function received(to: string, kind: 'mail' | 'sms', pattern: RegExp): Promise<string> {
  for (let look = 0; look < 150; look++) {
    const { items } = await visitor().call(api.sandboxMessages, { query: { to, kind, limit: 20 } });
    for (const message of items) {
      const found = pattern.exec([message.subject ?? '', message.text, ...message.links].join(' '));
      if (found?.[1]) return found[1];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${kind} that matches ${pattern} came to ${to}`);
}
export const mailToken = (email: string): Promise<string> =>
  received(email, 'mail', /[#?&]token=([\w-]{20,})/);
export const smsCode = async (phone: string): Promise<string> =>
  (await received(phone, 'sms', /\b(\d{3} ?\d{3})\b/)).replace(' ', '');

/** What somebody types to register. */
export const registration = ({ name, email, phone, handle, password, locale }: Person) => ({
  name,
  email,
  phone,
  handle,
  password,
  locale,
  termsVersion: TERMS_VERSION,
});

/** Registers, confirms mail and phone and sets the payment password, without a screen: for people whose story begins later. */
export async function join(person: Person): Promise<Call> {
  const { name, email, phone, handle, password, paymentPassword, locale } = person;
  await visitor().call(api.register, {
    body: { name, email, phone, handle, password, locale, termsVersion: TERMS_VERSION },
  });
  const { call } = visitor();
  await call(api.signIn, { body: { login: email, password } });
  await call(api.verifyEmail, { body: { token: await mailToken(email) } });
  await call(api.verifyPhone, { body: { code: await smsCode(phone) } });
  await call(api.setPaymentPassword, { body: { password, paymentPassword } });
  return call;
}

/** Puts money into a wallet by a card that works. */
export async function fund(call: Call, amount: Money, cardNumber = '4242424242424242'): Promise<string> {
  const quote = await call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(amount) } });
  const frame = new URL((await call(api.openCardFields, { body: { theme: 'system' } })).url);
  const typed = await fetch(new URL('/fields/tokens', frame), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: frame.origin },
    body: JSON.stringify({
      session: frame.searchParams.get('session'),
      number: cardNumber,
      expiry: '12/39',
      cvc: '123',
      name: 'TEST',
    }),
  });
  const { token } = (await typed.json()) as { token: string };
  const id = newId('tu');
  await call(api.createTopUp, { idempotencyKey: id, body: { id, quoteId: quote.id, cardToken: token } });
  return id;
}
