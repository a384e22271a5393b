// Restrictions through the whole product: staff imposes and lifts with four eyes, and what must not be told is told on no surface.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import type { Route } from '#common/api/route';
import { money } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import type { Browser } from '#test/identity';
import { colleague, done, member, openCase, pay, received, settled, topUp, wholeProduct } from '#test/whole';

const whole = await wholeProduct();
const [lin, zhou, agent] = [
  await colleague(whole, 'risk'),
  await colleague(whole, 'risk'),
  await colleague(whole, 'agent'),
];
const impose = (customer: string, kind: string, reason: string, note: string) =>
  done(lin, 'POST', '/api/v1/staff/restrictions', { customer, kind, reason, note });
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => /"code":"(\w+)"/.exec(String(error))?.[1] ?? String(error),
  );
const standing = async (browser: Browser) => (await done(browser, 'GET', '/api/v1/account-status'))['status'];

test('staff finds a customer on record, freezes, and another one lifts', async () => {
  const [anna, ben] = [await member(whole), await member(whole)];
  await topUp(anna, money(100_00n, 'CNY'));
  const asked = { query: anna.form.email, reason: 'call of the bank' };
  const found = await done(lin, 'POST', '/api/v1/staff/customer-look-ups', asked);
  assert.equal(found['id'], anna.id);
  const frozen = await impose(anna.id, 'frozen', 'suspected_takeover', 'call of the bank');
  assert.equal(await codeOf(pay(anna, ben, money(1_00n, 'CNY'))), 'account_cannot_send');
  const path = `/api/v1/staff/restrictions/${String(frozen['id'])}/lift-proposals`;
  const proposed = await done(lin, 'POST', path, { ground: 'identity_checked', note: 'passport' });
  const decisions = `/api/v1/staff/lift-proposals/${(proposed['proposal'] as { id: string }).id}/decisions`;
  const own = await lin.call('POST', decisions, { decision: 'approve' });
  assert.deepEqual([own.status, own.body['code']], [403, 'proposal_own']);
  assert.equal(await standing(anna.browser), 'restricted');
  assert.deepEqual(await done(zhou, 'POST', decisions, { decision: 'approve' }), { lifted: true });
  assert.equal(await standing(anna.browser), 'active');
  assert.equal(await codeOf(pay(anna, ben, money(1_00n, 'CNY'))), 'done');
  await settled(whole);
  const looks = await sql`select 1 from risk.staff_look where customer_id = ${anna.id}`.execute(
    whole.db.read,
  );
  assert.equal(looks.rows.length, 1);
  const log = await done(anna.browser, 'GET', '/api/v1/access-log');
  const told = log['items'] as { staffName: string | null; what: string; caseId: string | null }[];
  assert.ok(told.length > 0, 'that somebody looked is told');
  for (const { staffName, what, caseId } of told)
    assert.deepEqual([staffName, what, caseId], [null, 'account', null], 'not who, and not why');
});

test('whoever reads the list of reported payments is on record with both people of each, once an hour', async () => {
  const [anna, ben] = [await member(whole), await member(whole)];
  await topUp(anna, money(100_00n, 'CNY'));
  const transfer = await pay(anna, ben, money(26_00n, 'CNY'));
  const id = newId('case');
  await done(anna.browser, 'POST', '/api/v1/payment-claims', { id, transfer }, { 'idempotency-key': id });
  for (let time = 1; time <= 3; time += 1) await done(lin, 'GET', '/api/v1/staff/payment-claims');
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from risk.staff_look where customer_id in (${anna.id}, ${ben.id}) and desk = 'claims'`.execute(
    whole.db.read,
  );
  assert.deepEqual(
    rows.map(({ customer_id: customer }) => customer).toSorted(),
    [anna.id, ben.id].toSorted(),
  );
});

test('a legal hold is told on no surface: not on a screen, in a mail, in a record, to an agent, or to who pays', async () => {
  const [anna, ben] = [await member(whole), await member(whole)];
  await topUp(anna, money(100_00n, 'CNY'));
  await topUp(ben, money(100_00n, 'CNY'));
  await settled(whole);
  const mails = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from notifications.delivery where customer_id = ${anna.id}`.execute(
      whole.db.read,
    );
    return rows[0]?.n;
  };
  const before = await mails();
  await impose(anna.id, 'legal_hold', 'legal_order', 'order 7731 of the prosecutor');
  await settled(whole);
  assert.equal(await mails(), before, 'no mail, no line in the message centre');
  assert.equal(await codeOf(pay(anna, ben, money(1_00n, 'CNY'))), 'account_cannot_send');
  assert.equal(await codeOf(pay(ben, anna, money(1_00n, 'CNY'))), 'done', 'who pays learns nothing');
  const caseId = await openCase(anna, 'Why can I not pay?');
  const [shownNow] = (await done(anna.browser, 'GET', '/api/v1/account-status'))['restrictions'] as {
    since: string;
  }[];
  const petitionId = newId('case');
  const asking = { id: petitionId, since: shownNow?.since };
  await done(anna.browser, 'POST', '/api/v1/lift-requests', asking, { 'idempotency-key': petitionId });
  const given = { item: 'explanation', text: 'I have done nothing' };
  await done(anna.browser, 'POST', `/api/v1/petitions/${petitionId}/answers`, given);
  for (const reader of [lin, zhou]) await done(reader, 'GET', `/api/v1/staff/cases/${petitionId}/petition`);
  const decision = { outcome: 'refused', ground: 'not_told', keeps: [], note: 'order 7731 stands' };
  const { proposals } = (await done(
    lin,
    'POST',
    `/api/v1/staff/cases/${petitionId}/decision-proposals`,
    decision,
  )) as {
    proposals: { id: string }[];
  };
  await done(zhou, 'POST', `/api/v1/staff/cases/${petitionId}/decisions`, {
    proposalId: proposals[0]?.id,
    decision: 'approve',
  });
  await settled(whole);
  const SECRET = /legal|hold_|prosecutor|7731|sanction|order_|stf_|rst_/i;
  const surfaces: string[] = [];
  const looks: [string, Route][] = Object.entries(api);
  for (const [name, r] of looks) {
    if (r.method !== 'GET' || r.produces !== undefined) continue;
    if (r.access !== 'customer' && r.access !== 'customer_pending') continue;
    // Once about a question of hers, once about the request that was refused: its transcript, its record, its page.
    for (const about of [caseId, petitionId]) {
      const id = /\/(cases|petitions)\//.test(r.path) ? about : 'none';
      const answer = await anna.browser.call('GET', urlOf(r, { params: { id, key: id } }));
      const text = JSON.stringify(answer.body);
      // An id of staff stands where an agent speaks; nobody has spoken yet.
      assert.doesNotMatch(text.replaceAll(/"held"/g, ''), SECRET, `${name}: ${text.slice(0, 400)}`);
    }
    surfaces.push(name);
  }
  assert.ok(surfaces.length > 15, `${surfaces.length} surfaces`);
  const panel = JSON.stringify(await done(agent, 'GET', `/api/v1/staff/cases/${caseId}`));
  assert.doesNotMatch(panel, SECRET, 'who speaks with the customer knows no more');
  assert.match(panel, /not_told/);
  const desk = JSON.stringify([
    await done(agent, 'GET', `/api/v1/staff/cases/${petitionId}`),
    await done(agent, 'GET', `/api/v1/staff/cases/${petitionId}/messages`),
  ]);
  assert.doesNotMatch(desk, SECRET, 'nor from what was decided');
  const { rows: mailed } = await sql<{ kind: string }>`
    select kind from notifications.notice where customer_id = ${anna.id} and kind like 'account%'`.execute(
    whole.db.read,
  );
  assert.deepEqual(mailed, [], 'and the message centre tells of no restriction');
  const shown = await done(anna.browser, 'GET', '/api/v1/account-status');
  assert.deepEqual(
    (shown['restrictions'] as { why: string; dueAt: null }[]).map(({ why, dueAt }) => [why, dueAt]),
    [['not_told', null]],
  );
});

test('the mail about a new device carries a link that freezes when it is pressed, and not when it is opened', async () => {
  const anna = await member(whole);
  const elsewhere = whole.browser();
  await done(elsewhere, 'POST', '/api/v1/sessions', { login: anna.form.email, password: anna.form.password });
  const token = decodeURIComponent(await received(whole, anna.form.email, /\/not-me#token=([\w.%-]+)/));
  const page = await fetch(`${whole.url}/not-me`, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.equal(await standing(anna.browser), 'active', 'opening changes nothing');
  await done(whole.browser(), 'POST', '/api/v1/disownings', { token });
  assert.equal((await elsewhere.call('GET', '/api/v1/me')).status, 401, 'everybody is out');
  assert.equal((await anna.browser.call('GET', '/api/v1/me')).status, 401);
  await done(anna.browser, 'POST', '/api/v1/sessions', {
    login: anna.form.email,
    password: anna.form.password,
  });
  assert.equal(await standing(anna.browser), 'self_frozen');
});
