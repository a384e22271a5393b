// The whole product in this process, wired as `npm start` wires it, on a database of the test run and with its outside world: for
// what is true of every route at once.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { generate } from 'otplib';
import { api } from '#common/api/index';
import type { StaffRole } from '#common/api/route';
import { type Money, toWire } from '#common/money';
import { inviteStaff } from '#identity';
import { systemClock } from '#platform/clock';
import { parseConfig } from '#platform/config';
import { type Db, sql } from '#platform/db';
import { newId } from '#platform/ids';
import { PASSWORD_MEMORY_KIB } from '#platform/settings';
import { freePort } from '../../scripts/ports.ts';
import { startSimulators } from '../../scripts/simulators.ts';
import { startServer } from '../../server/main.ts';
import { freshDb, type FreshDb } from './db.ts';
import { type Browser, type Form, form, openBrowser } from './identity.ts';
import { typeCard } from './simulators.ts';

/** Where a product answers, and a browser to go there with. */
export type Place = { readonly url: string; browser(): Browser };
export type Whole = FreshDb & Place;

/** Passwords that guard nothing are hashed with the least memory that a sandbox may take. */
const CHEAP = { PASSWORD_MEMORY_KIB: String(PASSWORD_MEMORY_KIB.sandbox) };

export const GOOD_CARD = '4242424242424242';
export const PAYMENT_DIGITS = '739584';
const STAFF_PASSWORD = 'Copper-Lantern-Otter-9';
/** Times and milliseconds to look for a mail or SMS that is on its way. */
const LOOKS = 300;
const LOOK_MS = 50;

/** Without `withBank` nothing is paid out, and one process less starts. */
export async function wholeProduct(
  env: Record<string, string> = {},
  { withBank = false }: { withBank?: boolean } = {},
): Promise<Whole> {
  const fresh = await freshDb();
  const data = fs.mkdtempSync(join(tmpdir(), 'whole-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const simulators = await startSimulators({
    dataFolder: data,
    callbackUrl: `${url}${api.cardCallback.path}`,
    without: withBank ? ['ewallet'] : ['bank', 'ewallet'],
  });
  after(() => simulators.stop());
  const settings = {
    PORT: String(port),
    OKPAY_DATA: data,
    LOG_LEVEL: 'silent',
    TRUSTED_PROXY: '127.0.0.1',
    OKPAY_SECURITY_QUESTIONS: 'yes',
    ...CHEAP,
  };
  const { appUrl, jobsUrl, directUrl } = fresh.urls;
  const database = { appUrl, jobsUrl, directUrl, migrated: [], stop: async () => {} };
  const server = await startServer(parseConfig({ ...simulators.settings, ...settings, ...env }), database);
  after(() => server.stop());
  return { ...fresh, url, browser: () => openBrowser(url) };
}

export type Member = { readonly id: string; readonly form: Form; readonly browser: Browser };

/** A call that must succeed; what it answered. */
export async function done(
  browser: Browser,
  ...[method, path, body, headers]: Parameters<Browser['call']>
): Promise<Record<string, unknown>> {
  const answer = await browser.call(method, path, body, headers);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Registered and signed in; neither mail nor phone is proven. */
export async function pendingMember(place: Place, changes: Partial<Form> = {}): Promise<Member> {
  const filled = form(changes);
  const browser = place.browser();
  await done(browser, 'POST', '/api/v1/registrations', filled);
  const login = { login: filled.email, password: filled.password };
  const me = await done(browser, 'POST', '/api/v1/sessions', login);
  return { id: String(me['id']), form: filled, browser };
}

/** A customer with proven mail and phone and a payment password. */
export async function member(place: Place, changes: Partial<Form> = {}): Promise<Member> {
  const pending = await pendingMember(place, changes);
  const { browser, form: filled } = pending;
  const token = await received(place, filled.email, /[#?&]token=([\w-]{20,})/);
  const code = (await received(place, filled.phone, /\b(\d{3} ?\d{3})\b/)).replace(' ', '');
  await done(browser, 'POST', '/api/v1/email-verifications', { token });
  await done(browser, 'POST', '/api/v1/phone-verifications', { code });
  const passwords = { password: filled.password, paymentPassword: PAYMENT_DIGITS };
  await done(browser, 'PUT', '/api/v1/payment-password', passwords);
  return pending;
}

/** What stands in the newest mail or SMS to somebody. */
export async function received({ url }: Pick<Place, 'url'>, to: string, pattern: RegExp): Promise<string> {
  const query = new URLSearchParams({ to, limit: '10' });
  for (let look = 0; look < LOOKS; look++) {
    const answer = await fetch(`${url}/sandbox/api/messages?${query}`);
    const { items } = (await answer.json()) as { items: { text: string; links: string[] }[] };
    for (const { text, links } of items) {
      const found = pattern.exec([text, ...links].join(' '))?.[1];
      if (found !== undefined) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`nothing that matches ${pattern} came to ${to}`);
}

/** Money by card, from the quote to the answer; the id of the top-up. */
export async function topUp(
  { browser }: Pick<Member, 'browser'>,
  amount: Money,
  card = GOOD_CARD,
): Promise<string> {
  const asked = { kind: 'card_top_up', amount: toWire(amount) };
  const quote = await done(browser, 'POST', '/api/v1/quotes', asked);
  const frame = await done(browser, 'POST', '/api/v1/card-fields', { theme: 'light' });
  const cardToken = await typeCard(String(frame['origin']), String(frame['url']), card);
  const id = newId('tu');
  const body = { id, quoteId: quote['id'], cardToken };
  await done(browser, 'POST', '/api/v1/top-ups', body, { 'idempotency-key': id });
  return id;
}

/** Everything that a payment needs: the payee, confirmed, and a proof for this amount. Not yet sent. */
export async function preparedPayment(payer: Member, payee: Pick<Member, 'form'>, amount: Money) {
  const { browser } = payer;
  const found = await done(browser, 'POST', '/api/v1/payee-searches', { query: payee.form.email });
  const proof = { action: 'transfer', ...toWire(amount), payee: found['reference'] };
  const stepUp = await done(browser, 'POST', '/api/v1/step-ups', {
    ...proof,
    paymentPassword: PAYMENT_DIGITS,
  });
  return {
    id: newId('tr'),
    payee: String(found['reference']),
    amount: toWire(amount),
    stepUpId: String(stepUp['id']),
  };
}

export async function pay(
  payer: Member,
  payee: Pick<Member, 'form'>,
  amount: Money,
  note?: string,
): Promise<string> {
  const body = { ...(await preparedPayment(payer, payee, amount)), ...(note === undefined ? {} : { note }) };
  const send = (repeats: unknown) =>
    payer.browser.call(
      'POST',
      '/api/v1/transfers',
      { ...body, ...(repeats === null ? {} : { repeats }) },
      { 'idempotency-key': body.id + (repeats === null ? '' : '.again') },
    );
  const first = await send(null);
  // The same was paid just now, and is meant once more.
  const answer = first.body['code'] === 'payment_just_made' ? await send(first.body['earlier']) : first;
  assert.ok(answer.status < 300, `POST /api/v1/transfers: ${answer.status} ${JSON.stringify(answer.body)}`);
  return body.id;
}

/** A case about an entry, or about nothing. */
export async function openCase(
  { browser }: Pick<Member, 'browser'>,
  text: string,
  subjectId?: string,
): Promise<string> {
  const id = newId('case');
  const body = { id, topic: subjectId ? 'transfer' : 'other', text, ...(subjectId ? { subjectId } : {}) };
  await done(browser, 'POST', '/api/v1/cases', body, { 'idempotency-key': id });
  return id;
}

let colleagues = 0;
/** A member of the staff who is signed in with both factors. */
export async function colleague(whole: Whole, role: StaffRole): Promise<Browser> {
  const email = `staff${++colleagues}@okpay.test`;
  const { token } = await whole.db.transaction((tx) =>
    inviteStaff(tx, systemClock, { email, name: 'Lin Dan', role }),
  );
  const browser = whole.browser();
  const offer = await done(browser, 'POST', '/api/v1/staff/invitation-checks', { token });
  const code = await generate({ secret: String(offer['totpSecret']) });
  const acceptance = { token, password: STAFF_PASSWORD, code };
  await done(browser, 'POST', '/api/v1/staff/invitation-acceptances', acceptance);
  return browser;
}

/** Tables that every request may write: counters of tries, when somebody was seen, signs of life; and the blocks that seal, a second later, what was written before. Nothing else may change by a refusal. */
const BESIDE = [
  'platform.rate_window',
  'platform.worker',
  'platform.timer',
  'platform.stream_event',
  'platform.stream_head',
  'platform.idempotency',
  'identity.attempt',
  'ledger.block',
];
/** Of these only the named columns count: when a session was last seen is no effect of what was asked. */
const COUNTED: Record<string, string> = {
  'identity.session': '(id, ended_at)',
  'identity.staff_session': '(id, ended_at)',
};

/** One mark for all that the database holds beside those tables: equal marks, nothing changed. By table, so that a change is named. */
export async function marks({ owner }: Pick<Whole, 'owner'>): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string }>`
    select n.nspname || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname in ('platform', 'ledger', 'operations', 'cases', 'risk', 'identity', 'wallet', 'support', 'notifications')
    order by 1`.execute(owner.read);
  const found = new Map<string, string>();
  for (const { name } of rows.filter((row) => !BESIDE.includes(row.name)))
    found.set(name, await markOf(owner, name));
  return found;
}

async function markOf(owner: Db, table: string): Promise<string> {
  const row = `md5(${COUNTED[table] ?? 't'}::text)`;
  const found = await owner.pool.query<{ mark: string }>(
    `select count(*) || ' ' || coalesce(md5(string_agg(${row}, '' order by ${row})), '') as mark from ${table} t`,
  );
  return found.rows[0]?.mark ?? '';
}

/** Waits until nothing more follows from what has happened: events are handed over, jobs are done. */
export async function settled(whole: Pick<Whole, 'owner'>): Promise<void> {
  for (let calm = 0; calm < 3;) {
    const { rows } = await sql<{ waiting: number }>`
      select (select count(*) from platform.outbox where routed_at is null)::int
           + (select count(*) from platform.delivery where state = 'waiting')::int
           + (select count(*) from notifications.delivery where state = 'waiting')::int as waiting`.execute(
      whole.owner.read,
    );
    calm = rows[0]?.waiting === 0 ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
