import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Call } from '#common/api/client';
import type { StaffRole } from '#common/api/route';
import type { CustomerId, StaffId, TopUpId } from '#common/id';
import { LOCALE_COOKIE, type Locale } from '#common/locale';
import { money } from '#common/money';
import { renderReason } from '#common/reason-text';
import { moveOperation, openOperation } from '#operations';
import { sql } from '#platform/db';
import { keyringOf } from '#platform/keys';
import { folderStore } from '#platform/storage/blob-store';
import { noScan } from '#platform/uploads/virus-scan';
import { newId } from '#platform/ids';
import { systemClock } from '#platform/clock';
import { defineAnswerKeeping } from '#risk';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { caller, listening, testServer, testSessions } from '#test/http';
import { worker } from '#test/work';
import { registerJobs, routes } from '../index.ts';

/** The desk on a database and a server of its own, with people on both sides of it. */
const fresh = await freshDb();
export const { db, owner } = fresh;
export const clock = testClock();
export const folder = fs.mkdtempSync(join(tmpdir(), 'answers-'));
export const sealing = keyringOf(new Map([['k-1', randomBytes(32)]]));
export const keys = signingKeysOf([newSigningKey('test-1', clock.now())]);
export const drain = worker(fresh, clock);
const sessions = testSessions();
const server = await testServer({
  db,
  clock,
  sessions,
  render: (reason, locale) => {
    const { title, happened } = renderReason(reason, locale, {
      timeZone: 'UTC',
      now: clock.now().toString(),
    });
    return { title, detail: happened };
  },
});
const answers = { db, clock, keys: sealing, files: folderStore(folder), scan: noScan };
const deps = {
  ...answers,
  signingKeys: keys,
  limits: { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } as const,
  payments: { outcomes: async () => [], carryOut: async () => {} },
};
routes(server, deps);
registerJobs(deps);
defineAnswerKeeping({ ...answers, idClock: systemClock });
const url = await listening(server);
after(() => server.close());
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Asks for what is no JSON, such as a picture. */
export type Get = (path: string) => Promise<Response>;
const getter =
  (cookie: string): Get =>
  (path) =>
    fetch(`${url}${path}`, { headers: { cookie } });
export type Customer = {
  readonly id: CustomerId;
  readonly call: Call;
  readonly get: Get;
  readonly locale: Locale;
};
let people = 0;
/** A verified customer who is signed in, written as identity keeps one. */
export async function customer({ locale = 'zh-CN' as Locale, name = '林知夏' } = {}): Promise<Customer> {
  const number = ++people;
  const { actor, cookie } = sessions.customer({ locale });
  const now = clock.now().toString();
  const email = `lin${number}@mail.example`;
  await db.transaction(async (tx) => {
    await sql`insert into identity.customer (id, locale, time_zone, created_at) values (${actor.id}, ${locale}, 'Asia/Shanghai', ${now})`.execute(
      tx,
    );
    await sql`
      insert into identity.profile (customer_id, name, email, email_key, phone, handle, email_verified_at, phone_verified_at)
      values (${actor.id}, ${name}, ${email}, ${email}, ${`+86139${String(10_000_000 + number)}`}, null, ${now}, ${now})`.execute(
      tx,
    );
  });
  return { id: actor.id, locale, call: caller(url, cookie), get: getter(cookie) };
}

export type Agent = { readonly id: StaffId; readonly name: string; readonly call: Call; readonly get: Get };
export async function agent(
  name: string,
  { role = 'agent' as StaffRole, locale = 'zh-CN' as Locale } = {},
): Promise<Agent> {
  const { actor, cookie } = sessions.staff({ role, locale });
  const number = ++people;
  const email = `agent${number}@okpay.example`;
  const now = clock.now();
  await sql`
    with invited as (
      insert into identity.staff_invitation (id, staff_id, email, email_key, name, role, token_hash, totp_box, invited_by, created_at, expires_at, accepted_at)
      values (${newId('inv')}, ${actor.id}, ${email}, ${email}, ${name}, ${role}, ${Buffer.alloc(32, number)}, 'v1.x', 'cli', ${now.toString()}, ${now.add({ hours: 1 }).toString()}, ${now.toString()})
      returning staff_id)
    insert into identity.staff (id, email, email_key, name, role, locale, password_box, password_parameters, totp_box, totp_last_step, created_at)
    select staff_id, ${email}, ${email}, ${name}, ${role}, ${locale}, 'v1.x', 'argon2id x', 'v1.x', 1, ${now.toString()} from invited`.execute(
    fresh.owner.read,
  );
  // A desk speaks the language that its browser chose.
  const cookies = `${cookie}; ${LOCALE_COOKIE}=${locale}`;
  return { id: actor.id, name, call: caller(url, cookies), get: getter(cookies) };
}
export const guest: Call = caller(url);

const card = { kind: 'card', name: 'Visa', detail: '•••• 4242' } as const;
const topUp = (owner: CustomerId, id: TopUpId) => ({
  id,
  kind: 'top_up' as const,
  owner,
  amount: money(20_000n, 'CNY'),
  fee: money(120n, 'CNY'),
  lines: [{ kind: 'amount' as const, amount: money(20_000n, 'CNY') }],
  decision: {},
  participants: [{ customer: owner, direction: 'in' as const, counterparty: card }],
});

/** A top-up whose outcome is not known yet. */
export async function uncertainTopUp({ id: owner }: Customer): Promise<TopUpId> {
  const id = newId('tu');
  const dueAt = clock.now().add({ hours: 48 });
  const steps = [
    {
      kind: 'top_up_confirmed' as const,
      tone: 'neutral' as const,
      actor: { kind: 'customer' as const, id: owner },
    },
  ];
  const reason = { code: 'top_up_checking' as const, since: clock.now().toString(), dueAt: dueAt.toString() };
  await db.transaction(async (tx) => {
    await openOperation(tx, clock, {
      ...topUp(owner, id),
      event: 'confirm',
      waiting: { nextActor: 'okpay', dueAt },
      steps,
    });
    await moveOperation(tx, clock, {
      kind: 'top_up',
      id,
      from: 'created',
      event: 'lose',
      reason,
      waiting: { nextActor: 'okpay', dueAt },
      steps: [{ kind: 'charge_unclear', tone: 'wait', actor: { kind: 'okpay' } }],
    });
  });
  return id;
}

/** The bank says no to an uncertain top-up. */
export async function decline(id: TopUpId): Promise<void> {
  const reason = {
    code: 'card_insufficient_funds' as const,
    card: 'Visa •••• 4242',
    charged: money(20_120n, 'CNY'),
  };
  await db.transaction((tx) =>
    moveOperation(tx, clock, {
      kind: 'top_up',
      id,
      from: 'checking',
      event: 'decline',
      reason,
      steps: [{ kind: 'charge_declined', tone: 'bad', actor: { kind: 'bank' } }],
    }),
  );
}
