import { ApiProblem, apiClient, type Call } from '#common/api/client';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { toWire, type Money } from '#common/money';
import { TERMS_VERSION } from '#common/terms';
import { newId } from '#platform/ids';
import type { RailAddresses } from './outside.ts';
import { sentMessages } from './sent.ts';

/** A person who goes through the product's own doors, as somebody with a browser does. */
export type Newcomer = {
  name: string;
  email: string;
  phone: string;
  handle: string;
  locale: 'en' | 'zh-CN';
  password: string;
  paymentPassword: string;
};
/** Where the product answers, and the outside world that a person can look at: the inbox, the phone, the card frame. */
export type World = { baseUrl: string; rails: RailAddresses; userAgent: string };
/** A browser reduced to what matters: it keeps cookies and says which site it is on. */
export type Browser = { call: Call; cookies: () => string[] };
type Me = OkOf<typeof api.me>;

/** Tries for a mail or SMS that is on its way, and the pause between them in milliseconds. */
const LOOKS = 80;
const PAUSE_MILLIS = 100;
/** Messages of one address looked through for the newest secret. */
const NEWEST = 20;

function browser({ baseUrl, userAgent }: World): Browser {
  const jar = new Map<string, string>();
  const call = apiClient({
    base: baseUrl,
    headers: () => ({
      origin: new URL(baseUrl).origin,
      'user-agent': userAgent,
      cookie: [...jar.values()].map((line) => line.split(';')[0] ?? '').join('; '),
    }),
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      for (const line of answer.headers.getSetCookie()) jar.set(line.split('=')[0] ?? '', line);
      return answer;
    },
  });
  return { call, cookies: () => [...jar.values()] };
}

/** What a refusal with this code means to the caller; anything else is no answer to work with. */
const isRefusal = (error: unknown, code: ApiProblem['code']): boolean =>
  error instanceof ApiProblem && error.code === code;

/**
 * Signs in, and goes on from wherever this person stands: registers, confirms mail and phone by what was sent, sets the payment
 * password. A refused sign-in means that a visitor has changed the password, and is thrown as it came.
 */
export async function signInOrJoin(world: World, person: Newcomer): Promise<Browser> {
  const me = browser(world);
  const { email, password, paymentPassword } = person;
  const signIn = (): Promise<Me> => me.call(api.signIn, { body: { login: email, password } });
  const known = await signIn().catch((error: unknown) => {
    if (isRefusal(error, 'sign_in_failed')) return null;
    throw error;
  });
  if (!known) await register(world, person);
  const profile = known ?? (await signIn());
  const isKnown = known !== null;
  if (!profile.emailVerified) {
    const token = await secretFor(world, me.call, person, 'email', isKnown);
    await me.call(api.verifyEmail, { body: { token } });
  }
  if (!profile.phoneVerified) {
    const code = await secretFor(world, me.call, person, 'phone', isKnown);
    await me.call(api.verifyPhone, { body: { code } });
  }
  if (!profile.hasPaymentPassword)
    await me.call(api.setPaymentPassword, { body: { password, paymentPassword } });
  return me;
}

async function register(world: World, person: Newcomer): Promise<void> {
  const { name, email, phone, handle, locale, password } = person;
  const body = { name, email, phone, handle, locale, password, termsVersion: TERMS_VERSION };
  await browser(world).call(api.register, { body });
}

const SECRETS = {
  email: { kind: 'mail', pattern: /[#?&]token=([\w-]{20,})/ },
  phone: { kind: 'sms', pattern: /\b(\d{3} ?\d{3})\b/ },
} as const;
type Purpose = keyof typeof SECRETS;

/** The token of the mail's link, or the code on the phone. Whoever stopped half way long ago asks for a new one. */
async function secretFor(
  { rails }: World,
  call: Call,
  { email, phone }: Newcomer,
  purpose: Purpose,
  askAgain: boolean,
): Promise<string> {
  const { kind, pattern } = SECRETS[purpose];
  const to = purpose === 'email' ? email : phone;
  const look = () => sentMessages(rails, { to, kind, limit: NEWEST });
  const old = askAgain && (await sendAgain(call, purpose)) ? (await look()).map(({ id }) => id) : [];
  for (let tried = 0; tried < LOOKS; tried++) {
    for (const { id, text, links } of await look()) {
      const found = old.includes(id) ? undefined : pattern.exec([text, ...links].join(' '))?.[1];
      if (found !== undefined) return found.replace(' ', '');
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  }
  throw new Error(`no ${kind} came to the demo person in ${(LOOKS * PAUSE_MILLIS) / 1000} s`);
}

/** False when the last one is so fresh that it still counts. */
async function sendAgain(call: Call, purpose: Purpose): Promise<boolean> {
  try {
    await call(api.resendVerification, { body: { purpose } });
    return true;
  } catch (error) {
    if (isRefusal(error, 'code_sent_recently')) return false;
    throw error;
  }
}

/** Types a test card into the acquirer's frame; answers the token that stands for it. */
async function cardToken(call: Call, number: string): Promise<string> {
  const frame = new URL((await call(api.openCardFields, { body: { theme: 'system' } })).url);
  const session = frame.searchParams.get('session');
  const answer = await fetch(new URL('/fields/tokens', frame), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: frame.origin },
    body: JSON.stringify({ session, number, expiry: '12/39', cvc: '123', name: 'Demo' }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (token === undefined) throw new Error(`the card frame answered ${answer.status}`);
  return token;
}

/** Tops up by card: quote, card, confirmation. What the card does is in its number. */
export async function topUp(call: Call, amount: Money, cardNumber: string): Promise<void> {
  const quote = await call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(amount) } });
  const id = newId('tu');
  const body = { id, quoteId: quote.id, cardToken: await cardToken(call, cardNumber) };
  await call(api.createTopUp, { idempotencyKey: id, body });
}

/** Pays a person: search, payment password, payment. */
export async function pay(
  call: Call,
  { paymentPassword }: Newcomer,
  { payee, amount, note }: { payee: string; amount: Money; note: string },
): Promise<void> {
  const found = await call(api.findPayee, { body: { query: payee } });
  const wire = toWire(amount);
  const proof = await call(api.createStepUp, {
    body: { action: 'transfer', ...wire, payee: found.reference, paymentPassword },
  });
  const id = newId('tr');
  const body = { id, payee: found.reference, amount: wire, note, stepUpId: proof.id };
  await call(api.createTransfer, { idempotencyKey: id, body });
}

/** Whether this person has done anything with money yet. */
export const hasStory = async (call: Call): Promise<boolean> =>
  (await call(api.entries, { query: { limit: 1 } })).items.length > 0;
