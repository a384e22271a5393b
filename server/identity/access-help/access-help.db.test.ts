import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formerContact, hashingLoad, takeFollowLink } from '#identity';
import { parseId, type CaseId } from '#common/id';
import { sql } from '#platform/db';
import { type Answer, type Browser, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { begin, must, withAuthenticator } from '#test/second-factor';
import { staffMember } from '#test/staff';

const world = await identityWorld();
const { clock } = world;
const agent = await staffMember(world, 'agent', '周青');
const supervisor = await staffMember(world, 'supervisor', '沈朗');
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
const NEW = 'Juniper-Harbour-Slate-9';
const ask = (browser: Browser, login: string, by = 'email'): Promise<Answer> =>
  browser.call('POST', '/api/v1/access-requests/messages', { login, by });
const open = (browser: Browser, login: string, code: string, changes: Record<string, string> = {}) =>
  browser.call('POST', '/api/v1/access-requests', {
    login,
    by: 'email',
    code,
    lost: 'second_factor',
    text: 'My phone fell into the river.',
    ...changes,
  });
const follow = (token: string): Promise<Answer> =>
  world.browser().call('POST', '/api/v1/access-requests/states', { token });
const signIn = (browser: Browser, { form }: Person, password = form.password): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions', { login: form.email, password });
const MEASURES = { resetsSecondFactors: true, liftsPauses: false, restoresAddresses: false };
const CHECK = { method: 'document_by_video', passed: true, note: 'Passport and face agree.' };
const path = (id: string, what: string): string => `/api/v1/staff/cases/${id}/${what}`;

async function requested(person: Person, browser = world.browser()): Promise<{ caseId: CaseId; token: string }> {
  await must(ask(browser, person.form.email));
  const code = await world.delivered(person.id, 'access_email');
  const { token } = await must(open(browser, person.form.email, code));
  const { rows } = await sql<{ id: string }>`
    select id from cases."case" where customer_id = ${person.id} order by opened_at desc limit 1`.execute(world.db.read);
  const caseId = parseId('case', rows[0]?.id ?? '');
  assert.ok(caseId);
  return { caseId, token: String(token) };
} // prettier-ignore

type Shown = { checks: unknown[]; proposals: { id: string; decision: string | null }[] };
const shown = async (answer: Promise<Answer>): Promise<Shown> => (await must(answer)) as unknown as Shown;

async function proposed(caseId: CaseId, measures = MEASURES): Promise<string> {
  await must(agent.browser.call('POST', path(caseId, 'identity-checks'), CHECK));
  const { proposals } = await shown(agent.browser.call('POST', path(caseId, 'access-proposals'), measures));
  return proposals.at(-1)?.id ?? '';
}
const decide = (
  browser: Browser,
  caseId: CaseId,
  proposalId: string,
  changes: Record<string, unknown> = {},
) =>
  browser.call('POST', path(caseId, 'access-decisions'), {
    proposalId,
    ...MEASURES,
    approve: true,
    note: '',
    ...changes,
  });
const eventsOf = async (person: Person, name: string): Promise<Record<string, unknown>[]> => {
  const { rows } = await sql<{ payload: Record<string, unknown> }>`
    select payload from platform.outbox where name = ${name} and payload ->> 'customerId' = ${person.id} order by id`.execute(world.db.read);
  return rows.map(({ payload }) => payload);
}; // prettier-ignore

test('who lost the second factor gets back in when one of the staff has looked and another one agrees', async () => {
  const person = await verifiedPerson(world);
  await withAuthenticator(person, clock);
  const { caseId, token } = await requested(person);
  assert.equal((await must(follow(token)))['state'], 'waiting');
  const proposal = await proposed(caseId);
  assert.equal((await must(follow(token)))['state'], 'being_decided');
  await must(decide(supervisor.browser, caseId, proposal));
  assert.deepEqual(await must(follow(token)), {
    state: 'restored', lost: 'second_factor', openedAt: clock.now().toString(), dueAt: null, mayAnswer: false,
  });
  assert.equal(told(await person.browser.call('GET', '/api/v1/me')), '401 unauthenticated', 'every session is over');
  const browser = world.browser();
  assert.equal(told(await signIn(browser, person)), '401 sign_in_failed', 'the old password opens nothing');
  const link = await world.delivered(person.id, 'reset_email');
  const reset = await browser.call('POST', '/api/v1/password-resets/link', { token: link, password: NEW });
  assert.deepEqual(reset.body, { next: 'sign_in' }, 'no factor is asked for any more');
  assert.equal((await signIn(browser, person, NEW)).status, 201);
  assert.deepEqual((await must(browser.call('GET', '/api/v1/second-factors')))['ways'], []);
  assert.equal(((await must(browser.call('GET', '/api/v1/waiting-capabilities')))['items'] as unknown[]).length, 1);
  assert.equal((await eventsOf(person, 'customer.access_restored')).length, 1);
  const { rows } = await sql<{ action: string; actor: string }>`
    select action, actor from identity.staff_audit where subject = ${person.id} order by id`.execute(world.db.read);
  assert.deepEqual(rows, [
    { action: 'identity_checked', actor: agent.id },
    { action: 'access_proposed', actor: agent.id },
    { action: 'access_approved', actor: supervisor.id },
  ]);
}); // prettier-ignore

test('nobody decides alone: not by role, not by being the proposer, not past the database', async () => {
  const person = await verifiedPerson(world);
  const { caseId } = await requested(person);
  const proposal = await proposed(caseId);
  assert.equal(told(await decide(agent.browser, caseId, proposal)), '403 forbidden');
  await assert.rejects(
    sql`update risk.proposal set decision = 'approved', decided_by = proposed_by, decided_at = ${clock.now().toString()} where id = ${proposal}`.execute(world.owner.read),
    /violates check constraint/,
  );
  await must(decide(supervisor.browser, caseId, proposal, { approve: false, note: 'The face is somebody else’s.' }));
  const own = await shown(supervisor.browser.call('POST', path(caseId, 'access-proposals'), MEASURES));
  const second = own.proposals.at(-1)?.id ?? '';
  assert.equal(told(await decide(supervisor.browser, caseId, second)), '403 four_eyes_required');
  assert.equal((await person.browser.call('GET', '/api/v1/me')).status, 200, 'and nothing was done');
}); // prettier-ignore

test('what is approved is what was seen: other measures, an older proposal and a second decision are refused', async () => {
  const person = await verifiedPerson(world);
  const { caseId } = await requested(person);
  const proposal = await proposed(caseId);
  const wider = await decide(supervisor.browser, caseId, proposal, { restoresAddresses: true });
  assert.equal(told(wider), '409 case_changed_meanwhile');
  assert.equal(told(await decide(supervisor.browser, caseId, '999999')), '409 case_changed_meanwhile');
  await assert.rejects(
    sql`update risk.proposal set parameters = '{}' where id = ${proposal}`.execute(world.db.read),
    /permission denied/,
  );
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => decide(supervisor.browser, caseId, proposal)),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409, 409]);
  assert.equal((await eventsOf(person, 'customer.access_restored')).length, 1);
  await assert.rejects(
    sql`update risk.proposal set decision = 'rejected' where id = ${proposal}`.execute(world.db.read),
    /was decided already/,
  );
});

test('asking tells nobody who has an account, and a code opens a request for its own account only', async () => {
  const person = await verifiedPerson(world);
  const measure = async (login: string) => {
    const before = hashingLoad().computed;
    const { status, body } = await ask(world.browser(), login);
    return { status, body, hashes: hashingLoad().computed - before };
  };
  const known = await measure(person.form.email);
  for (const login of ['nobody@example.com', '+8613700009999', 'no address!'])
    assert.deepEqual(await measure(login), known, login);
  const code = await world.delivered(person.id, 'access_email');
  const wrong = code === '000000' ? '000001' : '000000';
  assert.equal(told(await open(world.browser(), person.form.email, wrong)), '410 access_code_not_valid');
  assert.equal(told(await open(world.browser(), 'nobody@example.com', code)), '410 access_code_not_valid');
  const guesses = await Promise.all(
    Array.from({ length: 20 }, () => open(world.browser(), person.form.email, wrong)),
  );
  assert.ok(guesses.every((each) => /^(410|429) /.test(told(each))));
  assert.notEqual((await open(world.browser(), person.form.email, code)).status, 201, 'its tries are spent');
});

test('the link tells how the request stands and nothing of the account, and stops it', async () => {
  const person = await verifiedPerson(world);
  const { caseId, token } = await requested(person);
  const answer = await must(follow(token));
  assert.deepEqual(Object.keys(answer).toSorted(), ['dueAt', 'lost', 'mayAnswer', 'openedAt', 'state']);
  assert.equal(told(await follow('x'.repeat(43))), '410 link_not_valid');
  const proposal = await proposed(caseId);
  const mailed = await world.db.transaction((tx) => takeFollowLink(tx, clock, caseId));
  const stop = (by: string) => world.browser().call('POST', '/api/v1/access-requests/withdrawals', { token: by });
  assert.equal((await stop(mailed?.token ?? '')).status, 204, 'by the owner, whose mail has a link of its own');
  assert.equal((await must(follow(token)))['state'], 'closed');
  assert.equal(told(await stop(token)), '409 case_closed');
  assert.equal(told(await decide(supervisor.browser, caseId, proposal)), '409 case_closed');
  assert.equal((await person.browser.call('GET', '/api/v1/me')).status, 200);
}); // prettier-ignore

test('who asks again while a request is open gets another link to the same one', async () => {
  const person = await verifiedPerson(world);
  const { caseId } = await requested(person);
  clock.advance({ minutes: 2 });
  const again = await requested(person);
  assert.equal(again.caseId, caseId);
  assert.equal((await must(follow(again.token)))['state'], 'waiting');
});

test('a pause that keeps the owner out is lifted where it was proposed, and the password is chosen by mail only', async () => {
  const person = await verifiedPerson(world);
  const browser = world.browser();
  for (let turn = 0; turn < 5; turn++) await signIn(browser, person, 'wrong password here');
  assert.equal(told(await signIn(browser, person)), '429 sign_in_paused');
  const { caseId } = await requested(person, browser);
  const measures = { resetsSecondFactors: false, liftsPauses: true, restoresAddresses: false };
  await must(decide(supervisor.browser, caseId, await proposed(caseId, measures), measures));
  const link = await world.delivered(person.id, 'reset_email');
  await browser.call('POST', '/api/v1/password-resets', { login: person.form.phone, by: 'phone' });
  await assert.rejects(world.delivered(person.id, 'reset_phone'), /nothing is to be sent/);
  await must(browser.call('POST', '/api/v1/password-resets/link', { token: link, password: NEW }));
  assert.equal((await signIn(browser, person, NEW)).status, 201);
});

test('who was robbed of the mail address asks by the old one, and it is put back', async () => {
  const person = await verifiedPerson(world);
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  const stolen = { kind: 'email', address: `thief${person.form.email}` };
  await must(person.browser.call('POST', '/api/v1/contact-changes', stolen));
  const code = await world.delivered(person.id, 'new_email');
  await must(person.browser.call('POST', '/api/v1/contact-changes/confirmations', { kind: 'email', code }));
  const { caseId } = await requested(person);
  const it = await must(agent.browser.call('POST', path(caseId, 'identity-checks'), CHECK));
  assert.deepEqual([it['byFormer'], it['addressesChanged']], [true, true]);
  const measures = { resetsSecondFactors: true, liftsPauses: false, restoresAddresses: true };
  await must(decide(supervisor.browser, caseId, await proposed(caseId, measures), measures));
  const link = await world.delivered(person.id, 'reset_email');
  const browser = world.browser();
  await must(browser.call('POST', '/api/v1/password-resets/link', { token: link, password: NEW }));
  const me = await must(signIn(browser, person, NEW));
  assert.equal(me['email'], person.form.email);
  const former = (await eventsOf(person, 'customer.access_restored')).map((each) => each['formerContact'] as { id: string } | null);
  const addresses = await Promise.all(former.flatMap((each) => (each ? [formerContact(world.db.read, person.id, each.id)] : [])));
  assert.ok(addresses.includes(stolen.address), 'the thief’s address is told too');
}); // prettier-ignore

test('a case that is about something else has no way back in', async () => {
  const person = await verifiedPerson(world);
  await begin(world.browser(), person).catch(() => undefined);
  const none = `case_${'0'.repeat(26)}`;
  for (const [method, what, body] of [
    ['POST', 'identity-checks', CHECK],
    ['POST', 'access-proposals', MEASURES],
  ] as const)
    assert.equal(told(await agent.browser.call(method, path(none, what), body)), '404 not_found');
});

test('a proposal rests on a check that was passed today, and lapses with the day', async () => {
  const person = await verifiedPerson(world);
  const { caseId } = await requested(person);
  const propose = () => agent.browser.call('POST', path(caseId, 'access-proposals'), MEASURES);
  assert.equal(told(await propose()), '409 identity_check_missing');
  const failed = { ...CHECK, passed: false, note: 'Would not show the document.' };
  await must(agent.browser.call('POST', path(caseId, 'identity-checks'), failed));
  assert.equal(told(await propose()), '409 identity_check_missing');
  const empty = await agent.browser.call('POST', path(caseId, 'identity-checks'), { ...CHECK, note: ' ' });
  assert.equal(told(empty), '422 message_empty');
  const proposal = await proposed(caseId);
  assert.equal(told(await propose()), '409 case_changed_meanwhile', 'one at a time');
  clock.advance({ hours: 25 });
  const [late, other] = [await staffMember(world, 'supervisor'), await staffMember(world, 'agent')];
  assert.equal(told(await decide(late.browser, caseId, proposal)), '409 case_changed_meanwhile');
  const again = await other.browser.call('POST', path(caseId, 'access-proposals'), MEASURES);
  assert.equal(told(again), '409 identity_check_missing', 'yesterday’s look counts no more');
}); // prettier-ignore
