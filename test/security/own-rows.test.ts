// Whose rows: every list and every search of a customer, asked by two who both have something, answers each one's own and nothing of the
// other's; filters, cursors and searches made of the other's words change nothing about it. Routes with an id in their path are asked
// in access-matrix.test.ts. (AZ-02, AZ-03, AZ-05)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import type { Route } from '#common/api/route';
import { money } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { keptCardOf } from '#test/owned-rows';
import { readStream } from '#test/sse';
import {
  colleague,
  done,
  type Member,
  member,
  openCase,
  PAYMENT_DIGITS,
  pay,
  settled,
  topUp,
  wholeProduct,
} from '#test/whole';

const whole = await wholeProduct();
const ROUTES: Record<string, Route> = api;

const lin = await colleague(whole, 'agent');

type Story = { readonly who: Member; readonly shop: Member; readonly note: string; readonly words: string };
/** A customer with some of everything, under words of the own. */
async function story(name: string, handle: string, note: string): Promise<Story> {
  const [who, shop] = [await member(whole, { name, handle }), await member(whole)];
  await topUp(who, money(200_00n, 'CNY'));
  const transfer = await pay(who, shop, money(30_00n, 'CNY'), note);
  const words = `${note} was not delivered`;
  const request = { id: newId('rq'), amount: { amount: '1200', currency: 'CNY' }, note, days: 7 };
  await done(who.browser, 'POST', '/api/v1/money-requests', request, { 'idempotency-key': request.id });
  await keptCardOf(whole, who.id);
  await payeeAbroad(who);
  // Somebody of the staff looks at it, so that there is a look to be told of.
  await done(lin, 'GET', `/api/v1/staff/cases/${await openCase(who, words, transfer)}`);
  return { who, shop, note, words };
}
/** Somebody abroad, added as the screen does it. */
async function payeeAbroad({ browser }: Member): Promise<void> {
  const fields = { routing_number: '021000021', account_number: '000123456789' };
  const details = { country: 'US', name: 'Marie Curie', bankName: 'First Example Bank', fields };
  const proof = { action: 'beneficiary_details', ...details, paymentPassword: PAYMENT_DIGITS };
  const { id: stepUpId } = await done(browser, 'POST', '/api/v1/step-ups', proof);
  const id = newId('bf');
  await done(
    browser,
    'POST',
    '/api/v1/beneficiaries',
    { id, ...details, stepUpId },
    { 'idempotency-key': id },
  );
}
const anna = await story('Anna Smith', 'anna_smith', 'harpsichord-lesson');
const ben = await story('Ben Okafor', 'ben_okafor', 'bicycle-repair');
await settled(whole);

/** Customers' routes that only look and name nobody in their path. */
const LOOKS = Object.entries(ROUTES).filter(
  ([, { method, access, params }]) =>
    method === 'GET' && params === undefined && (access === 'customer' || access === 'customer_pending'),
);
const look = async ({ who }: Story, r: Route, query = ''): Promise<string> => {
  const { status, body } = await who.browser.call('GET', `${urlOf(r, {})}${query}`);
  assert.ok(status === 200 || (query !== '' && status === 400), `${r.path}${query}: ${status}`);
  return JSON.stringify(body);
};

/** Every id of the database's that belongs to somebody, found by what the tables say and not by what the routes answer. */
async function idsOf({ who }: Story): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from identity.session where customer_id = ${who.id}
    union select id from cases."case" where customer_id = ${who.id}
    union select id from notifications.notice where customer_id = ${who.id}
    union select id from wallet.kept_card where customer_id = ${who.id}
    union select id from wallet.beneficiary where customer_id = ${who.id}
    union select id from operations.quote where owner_id = ${who.id}
    union select id from operations.operation where owner_id = ${who.id}
    union select ${who.id}`.execute(whole.owner.read);
  return rows.map(({ id }) => id);
}
const marksOf = async (of: Story): Promise<string[]> => [
  ...(await idsOf(of)),
  of.who.form.name,
  of.who.form.email,
  of.who.form.phone,
  of.note,
  of.words,
];

test('there are routes to ask, and each list of somebody with a story holds something of it', async () => {
  assert.ok(LOOKS.length >= 8, String(LOOKS.length));
  const own = await marksOf(anna);
  assert.ok(own.length > 10, String(own));
  const silent: string[] = [];
  for (const [name, r] of LOOKS) {
    const said = await look(anna, r);
    if (!own.some((mark) => said.includes(mark))) silent.push(name);
  }
  // Figures and events without names; the answer to no entry at all.
  assert.deepEqual(silent.sort(), [
    'accountStatus',
    'accounts',
    'avatar',
    'blockedAskers',
    'exchangeRates',
    'explain',
    'identity',
    'limits',
    'notificationChoices',
    'phrase',
    'secondFactors',
    'securityEvents',
    'securityQuestions',
    'spending',
    'statementFigures',
    'statementMonths',
    'waiting',
  ]);
});

test('nothing of one stands in any list of the other', async () => {
  for (const [reader, other] of [
    [anna, ben],
    [ben, anna],
  ] as const) {
    const foreign = await marksOf(other);
    for (const [, r] of LOOKS) {
      const said = await look(reader, r);
      assert.deepEqual(foreign.filter((mark) => said.includes(mark)), [], r.path); // prettier-ignore
    }
  }
});

test('searches and filters by the other’s words, and the other’s cursors, find nothing of the other', async () => {
  const foreign = await marksOf(anna);
  const { next } = await done(anna.who.browser, 'GET', '/api/v1/entries?limit=1');
  assert.equal(typeof next, 'string', 'there is a cursor to borrow');
  const asked = [
    ...[anna.note, anna.who.form.name, anna.who.form.email, '%', '_', "' or 1=1 --"].map((search) => ({
      search,
    })),
    { cursor: String(next) },
    { minAmount: '0', maxAmount: '999999999999999999' },
    { direction: 'out' },
    { kind: 'transfer' },
  ];
  for (const query of asked) {
    const said = await look(ben, api.entries, `?${new URLSearchParams(query as Record<string, string>)}`);
    assert.deepEqual(foreign.filter((mark) => said.includes(mark)), [], JSON.stringify(query)); // prettier-ignore
  }
});

test('the balance and the limits are the own ones', async () => {
  const balance = async (of: Story): Promise<unknown> =>
    (await done(of.who.browser, 'GET', '/api/v1/accounts'))['items'];
  const before = JSON.stringify(await balance(ben));
  await pay(anna.who, anna.shop, money(5_00n, 'CNY'), anna.note);
  assert.equal(JSON.stringify(await balance(ben)), before);
});

test('what one marks, sends or changes touches no row of the other', async () => {
  const rowsOf = async ({ who }: Story) =>
    (
      await sql<Record<'notices' | 'profile' | 'customer' | 'sessions', unknown>>`
        select (select jsonb_agg(to_jsonb(n) order by n.id) from notifications.notice n where n.customer_id = ${who.id}) as notices,
               (select to_jsonb(p) from identity.profile p where p.customer_id = ${who.id}) as profile,
               (select to_jsonb(c) from identity.customer c where c.id = ${who.id}) as customer,
               (select jsonb_agg(jsonb_build_array(s.id, s.ended_at) order by s.id) from identity.session s where s.customer_id = ${who.id}) as sessions
      `.execute(whole.owner.read)
    ).rows[0];
  await settled(whole);
  const [hers, his] = [await rowsOf(anna), await rowsOf(ben)];
  const notices = (await idsOf(anna)).filter((id) => id.startsWith('ntf_'));
  assert.ok(notices.length > 0);
  await done(ben.who.browser, 'POST', '/api/v1/notifications/reads', { ids: notices });
  await done(ben.who.browser, 'POST', '/api/v1/notifications/reads', {});
  await done(ben.who.browser, 'PATCH', '/api/v1/me', { locale: 'zh-CN' });
  await done(ben.who.browser, 'POST', '/api/v1/sessions/end-others', {});
  await settled(whole);
  assert.deepEqual(await rowsOf(anna), hers);
  const after = await rowsOf(ben);
  assert.notDeepEqual([after?.notices, after?.customer], [his?.notices, his?.customer], 'the own ones were');
});

test('the stream of one says nothing when something happens to the other', async () => {
  const cookieOf = ({ who }: Story): string => Array.from(who.browser.cookies, ([name, value]) => `${name}=${value}`).join('; '); // prettier-ignore
  const open = (of: Story) => readStream(`${whole.url}/api/v1/stream`, { cookie: cookieOf(of) });
  const [annas, bens] = [open(anna), open(ben)];
  for (const { response } of [annas, bens]) assert.equal((await response).status, 200);
  const id = await pay(anna.who, anna.shop, money(1_00n, 'CNY'), anna.note);
  const own = await pay(ben.who, ben.shop, money(1_00n, 'CNY'), ben.note);
  const told = (stream: typeof annas): string => JSON.stringify(stream.events);
  for (let looked = 0; !(told(annas).includes(id) && told(bens).includes(own)); looked += 1) {
    assert.ok(looked < 300, 'each hears of the own payment');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Ben's payment came after Anna's: what he would have heard of hers, he has heard by now.
  assert.ok(!told(bens).includes(id) && !told(annas).includes(own));
  for (const stream of [annas, bens]) stream.cut();
});

test('an id that the other has used can be used for nothing by somebody else', async () => {
  const [id = ''] = (await idsOf(anna)).filter((each) => each.startsWith('case_'));
  const body = { id, topic: 'other', text: 'mine?' };
  const answer = await ben.who.browser.call('POST', '/api/v1/cases', body, {
    'idempotency-key': newId('evt'),
  });
  assert.ok(answer.status >= 400 && !JSON.stringify(answer.body).includes(anna.note));
});
