// People of the run: they register through the product's own doors, and keep being signed in whatever happens to the product.
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProblem, apiClient, type Call, NoAnswer } from '#common/api/client';
import { api } from '#common/api/index';
import type { BankAccountId } from '#common/id';
import { TERMS_VERSION } from '#common/terms';

export type Person = {
  readonly id: string;
  readonly handle: string;
  /** Where payouts go, and what a transfer to us must say; once there is a bank account (`bank-load.ts`). */
  readonly bank: { account: BankAccountId | null; reference: string };
  /** Calls one of the product's processes as this person; signs in again when the session is over. */
  call(address: number): Call;
  signIn(): Promise<void>;
};

const PASSWORD = 'lamp-quartz-river-82';
export const PAYMENT_PASSWORD = '739164';
/** Milliseconds that a call may take before the client gives it up; a frozen process answers late or never. */
const CALL_MS = 8_000;
/** Milliseconds that a call may take before anything is broken: on a busy machine it is late, and it must not be sent twice. */
const MAKING_MS = 90_000;
const LOOK_MS = 50;
const LOOKS = 400;

export async function makePeople(addresses: readonly string[], count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let index = 0; index < count; index++) people.push(await makePerson(addresses, index));
  return people;
}

async function makePerson(addresses: readonly string[], index: number): Promise<Person> {
  const handle = `chaos_${'abcdefghijklmnopqrstuvwxyz'[index % 26]}${'abcdefghijklmnopqrstuvwxyz'[Math.floor(index / 26)]}`;
  const email = `${handle}@mail.example`;
  const phone = `+86138${String(20_000_000 + index)}`;
  const jar = new Map<string, string>();
  const patience = { ms: MAKING_MS };
  const calls = addresses.map((address) =>
    caller({ base: address, origin: addresses[0] ?? '', ip: `198.18.1.${index + 1}`, jar, patience }),
  );
  const call = (address: number): Call => calls[address % calls.length] ?? calls[0] ?? missing();
  const signIn = async (): Promise<void> => {
    await call(0)(api.signIn, { body: { login: email, password: PASSWORD } });
  };
  const person = { name: 'Anna Smith', email, phone, handle, password: PASSWORD, locale: 'en' as const };
  await call(0)(api.register, { body: { ...person, termsVersion: TERMS_VERSION } });
  await signIn();
  await call(0)(api.verifyEmail, {
    body: { token: await received(call(0), email, /[#?&]token=([\w-]{20,})/) },
  });
  const code = await received(call(0), phone, /\b(\d{3} ?\d{3})\b/);
  await call(0)(api.verifyPhone, { body: { code: code.replace(' ', '') } });
  await call(0)(api.setPaymentPassword, { body: { password: PASSWORD, paymentPassword: PAYMENT_PASSWORD } });
  const { id } = await call(0)(api.me);
  patience.ms = CALL_MS;
  return { id, handle, bank: { account: null, reference: '' }, call, signIn: once(signIn) };
}

const missing = (): never => {
  throw new Error('the product has an address');
};

type Calling = {
  base: string;
  origin: string;
  ip: string;
  jar: Map<string, string>;
  readonly patience: { readonly ms: number };
};

function caller({ base, origin, ip, jar, patience }: Calling): Call {
  return apiClient({
    base,
    headers: () => ({ origin, cookie: [...jar.values()].join('; '), 'x-forwarded-for': ip }),
    fetch: async (url, init) => {
      const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(patience.ms) });
      for (const line of answer.headers.getSetCookie())
        jar.set(line.split('=')[0] ?? '', line.split(';')[0] ?? '');
      return answer;
    },
  });
}

/** Several clients share a session; one of them renews it while the others wait. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () =>
    (running ??= work().finally(() => {
      running = undefined;
    }));
}

async function received(call: Call, to: string, pattern: RegExp): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    const { items } = await call(api.sandboxMessages, { query: { to, limit: 5 } });
    for (const { text, links } of items) {
      const found = pattern.exec([text, ...links].join(' '))?.[1];
      if (found !== undefined) return found;
    }
    await sleep(LOOK_MS);
  }
  throw new Error(`nothing came to ${to}`);
}

/** What a failed call means to its client. */
export type Failure =
  | { kind: 'refused'; code: string }
  /** It has happened or it has not: ask again with the same key. */
  | { kind: 'unknown'; why: string }
  | { kind: 'signed_out' };

export function failureOf(error: unknown): Failure {
  if (error instanceof NoAnswer) return { kind: 'unknown', why: 'no answer' };
  if (!(error instanceof ApiProblem)) throw error;
  const { status, code } = error;
  if (status === 401) return { kind: 'signed_out' };
  return status >= 500 || status === 429 ? { kind: 'unknown', why: code } : { kind: 'refused', code };
}
