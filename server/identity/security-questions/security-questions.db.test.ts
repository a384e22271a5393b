import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessRequestOf, eraseAllAnswers, hashingLoad, takeFollowLink } from '#identity';
import { parseId, type CaseId } from '#common/id';
import { sql } from '#platform/db';
import {
  type Answer,
  type Browser,
  identityWorld,
  type IdentityWorld,
  type Person,
  verifiedPerson,
} from '#test/identity';
import { must } from '#test/second-factor';
import { staffMember } from '#test/staff';

const world = await identityWorld();
const { clock, db, owner } = world;
const agent = await staffMember(world, 'agent', '周青');
const PATH = '/api/v1/security-questions';
const ANSWERS = [
  { question: 'first_teacher', answer: 'Miss Harper' },
  { question: 'childhood_street', answer: 'Quarry Lane' },
  { question: 'lost_thing', answer: '铁皮青蛙' },
];
const WRONG = ANSWERS.map(({ question }) => ({ question, answer: 'somebody else' }));
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
const prove = ({ browser, form }: Person) =>
  must(browser.call('POST', '/api/v1/access-proofs', { password: form.password }));
const set = (browser: Browser, answers: unknown = ANSWERS) => browser.call('PUT', PATH, { answers });
const answer = (token: string, answers: unknown = ANSWERS, browser = world.browser()): Promise<Answer> =>
  browser.call('POST', '/api/v1/access-requests/answers', { token, answers });

async function withQuestions(): Promise<Person> {
  const person = await verifiedPerson(world);
  await prove(person);
  await must(set(person.browser));
  return person;
}

type Requested = { readonly caseId: CaseId; readonly token: string };
async function requested(person: Person, where: IdentityWorld = world): Promise<Requested> {
  const browser = where.browser();
  const login = person.form.email;
  await must(browser.call('POST', '/api/v1/access-requests/messages', { login, by: 'email' }));
  const code = await where.delivered(person.id, 'access_email');
  const form = { login, by: 'email', code, lost: 'second_factor', text: 'My phone fell into the river.' };
  const { token } = await must(browser.call('POST', '/api/v1/access-requests', form));
  const { rows } = await sql<{ id: string }>`
    select id from cases."case" where customer_id = ${person.id} order by opened_at desc limit 1`.execute(where.db.read);
  const caseId = parseId('case', rows[0]?.id ?? '');
  assert.ok(caseId);
  return { caseId, token: String(token) };
} // prettier-ignore

/** What those who decide see of the answers: how many of how many were right. */
const seen = async ({ caseId }: Requested): Promise<string[] | undefined> =>
  (await accessRequestOf({ db, clock }, caseId))?.answered.map(({ right, held }) => `${right}/${held}`);
const follow = async (token: string): Promise<unknown> =>
  (await must(world.browser().call('POST', '/api/v1/access-requests/states', { token })))['mayAnswer'];

test('questions are set by who has just proven to be there, replaced and taken away, and the owner is told', async () => {
  const person = await verifiedPerson(world);
  assert.deepEqual((await must(person.browser.call('GET', PATH)))['questions'], []);
  assert.equal(told(await set(person.browser)), '403 access_proof_required');
  assert.equal(told(await person.browser.call('DELETE', PATH)), '403 access_proof_required');
  await prove(person);
  const kept = await must(set(person.browser));
  assert.deepEqual(kept['questions'], ['childhood_street', 'first_teacher', 'lost_thing']);
  const other = ANSWERS.map((each, at) => (at === 0 ? { question: 'first_concert', answer: 'Cui Jian' } : each));
  assert.deepEqual((await must(set(person.browser, other)))['questions'], ['childhood_street', 'first_concert', 'lost_thing']);
  assert.deepEqual((await must(person.browser.call('DELETE', PATH)))['questions'], []);
  await must(person.browser.call('DELETE', PATH));
  const { items } = (await must(person.browser.call('GET', '/api/v1/security-events'))) as { items: { kind: string }[] };
  assert.equal(items.filter(({ kind }) => kind === 'security_questions_changed').length, 3);
  const { rows } = await sql`
    select 1 from platform.outbox where name = 'customer.security_questions_changed' and payload ->> 'customerId' = ${person.id}`.execute(db.read);
  assert.equal(rows.length, 3, 'a removal of nothing is no news');
}); // prettier-ignore

test('three different questions of the list with answers that say something, and nothing else, are taken', async () => {
  const person = await verifiedPerson(world);
  await prove(person);
  const refused = await set(person.browser, [ANSWERS[0], ANSWERS[1], { question: 'lost_thing', answer: person.form.name }]);
  assert.equal(told(refused), '422 security_answer_not_usable');
  assert.equal((refused.body['facts'] as { place: number }).place, 3);
  for (const answers of [ANSWERS.slice(1), [...ANSWERS, ...ANSWERS], [ANSWERS[0], ANSWERS[0], ANSWERS[1]], [{ question: 'my_own', answer: 'Miss Harper' }, ...ANSWERS.slice(1)]])
    assert.equal(told(await set(person.browser, answers)), '400 malformed_request');
  assert.deepEqual((await must(person.browser.call('GET', PATH)))['questions'], []);
}); // prettier-ignore

test('answers lie in the database hashed and sealed, each to its owner', async () => {
  const person = await withQuestions();
  const { rows } = await sql<{ box: string; parameters: string }>`
    select box, parameters from identity.security_answer where customer_id = ${person.id}`.execute(
    owner.read,
  );
  assert.equal(rows.length, 3);
  for (const { box, parameters } of rows) {
    assert.match(world.keys.decrypt(box, `security-answers:${person.id}`), /^\$argon2id\$/);
    assert.throws(() => world.keys.decrypt(box, 'security-answers:somebody'));
    assert.match(parameters, /^argon2id /);
  }
});

test('they open nothing: right answers change nothing of a request but what those who decide see', async () => {
  const person = await withQuestions();
  const request = await requested(person);
  const { token, caseId } = request;
  const typed = ANSWERS.map((each) => ({ ...each, answer: ` ${each.answer.toUpperCase()} ` }));
  const said = await answer(token, typed);
  assert.deepEqual([said.status, said.body], [202, { received: true }]);
  assert.deepEqual(await seen(request), ['3/3']);
  const path = (what: string): string => `/api/v1/staff/cases/${caseId}/${what}`;
  const measures = { resetsSecondFactors: true, liftsPauses: false, restoresAddresses: false };
  const proposed = await agent.browser.call('POST', path('access-proposals'), measures);
  assert.equal(told(proposed), '409 identity_check_missing', 'no check is replaced by them');
  assert.equal((await person.browser.call('GET', '/api/v1/me')).status, 200, 'nobody is signed out');
  const session = await world.browser().call('POST', '/api/v1/sessions', { login: person.form.email, password: 'Miss Harper' });
  assert.equal(told(session), '401 sign_in_failed');
  await must(agent.browser.call('POST', path('identity-checks'), { method: 'document_by_video', passed: true, note: 'It is her.' }));
  await must(agent.browser.call('POST', path('access-proposals'), measures));
}); // prettier-ignore

test('right, half right and wrong answers, and those to an account without questions, are answered alike after the same work', async () => {
  const [anna, ben] = [await withQuestions(), await verifiedPerson(world)];
  const [hers, his] = [await requested(anna), await requested(ben)];
  const answers: string[] = [];
  const work: number[] = [];
  for (const [{ token }, given] of [
    [hers, ANSWERS],
    [hers, [ANSWERS[0], ...WRONG.slice(1)]],
    [hers, WRONG],
    [his, ANSWERS],
  ] as const) {
    const before = hashingLoad().computed;
    const { status, body } = await answer(token, given);
    work.push(hashingLoad().computed - before);
    answers.push(`${status} ${JSON.stringify(body)}`);
  }
  assert.deepEqual([...new Set(answers)], ['202 {"received":true}']);
  assert.deepEqual(work, [3, 3, 3, 3]);
  assert.deepEqual(await seen(hers), ['3/3', '1/3', '0/3']);
  assert.deepEqual(await seen(his), ['0/0']);
});

test('of thirty guesses at once exactly five are looked at, then even the right ones wait for a day', async () => {
  const [anna, ben] = [await withQuestions(), await verifiedPerson(world)];
  for (const person of [anna, ben]) {
    const request = await requested(person);
    const before = hashingLoad().computed;
    const browsers = Array.from({ length: 30 }, () => world.browser());
    const said = await Promise.all(browsers.map((browser) => answer(request.token, WRONG, browser)));
    assert.equal(said.filter(({ status }) => status === 202).length, 5);
    assert.equal(said.filter((each) => told(each) === '429 rate_limited').length, 25);
    assert.equal(hashingLoad().computed - before, 15, 'five times three');
    assert.equal(told(await answer(request.token)), '429 rate_limited');
    assert.equal((await seen(request))?.length, 5);
  }
  clock.advance({ hours: 25 });
  const again = await requested(anna);
  assert.equal((await answer(again.token)).status, 202);
});

test('a right answer gives no try back: the next refusal would tell that it was right', async () => {
  const person = await withQuestions();
  const { token } = await requested(person);
  for (let times = 0; times < 5; times += 1) assert.equal((await answer(token)).status, 202);
  assert.equal(told(await answer(token)), '429 rate_limited');
});

test('only the page that opened the request takes answers, and only while it is open', async () => {
  const person = await withQuestions();
  const { token, caseId } = await requested(person);
  assert.equal(await follow(token), true);
  const mailed = await db.transaction((tx) => takeFollowLink(tx, clock, caseId));
  assert.equal(await follow(mailed?.token ?? ''), false, 'its owner is not led to answer for a stranger');
  for (const wrong of [mailed?.token ?? '', 'T'.repeat(43), 'no-token-at-all'])
    assert.equal(told(await answer(wrong)), '410 link_not_valid');
  await must(world.browser().call('POST', '/api/v1/access-requests/withdrawals', { token: mailed?.token }));
  assert.equal(told(await answer(token)), '409 case_closed');
  assert.equal(await follow(token), false);
});

test('where the operator asks none there is no route, what was set is worth nothing, and it can be erased', async () => {
  const off = await identityWorld({ securityQuestions: false });
  const person = await verifiedPerson(off);
  const request = await requested(person, off);
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  await sql`
    insert into identity.security_answer (customer_id, question, box, parameters, set_at)
    values (${person.id}, 'lost_thing', 'v1.x', 'argon2id', ${clock.now().toString()})`.execute(off.owner.read);
  for (const said of [
    await person.browser.call('GET', PATH),
    await set(person.browser),
    await person.browser.call('DELETE', PATH),
    await answer(request.token, ANSWERS, off.browser()),
  ])
    assert.equal(told(said), '404 not_found');
  const state = await must(off.browser().call('POST', '/api/v1/access-requests/states', { token: request.token }));
  assert.equal(state['mayAnswer'], false);
  assert.equal(await eraseAllAnswers(off.db), 1);
  assert.equal(await eraseAllAnswers(off.db), 0);
}); // prettier-ignore

test('when access is given back by people the answers go: whoever was in the account may have set them', async () => {
  const person = await withQuestions();
  const { caseId } = await requested(person);
  const checker = await staffMember(world, 'agent', '李岚');
  const supervisor = await staffMember(world, 'supervisor', '沈朗');
  const path = (what: string): string => `/api/v1/staff/cases/${caseId}/${what}`;
  const measures = { resetsSecondFactors: false, liftsPauses: true, restoresAddresses: false };
  await must(checker.browser.call('POST', path('identity-checks'), { method: 'call_back', passed: true, note: 'Called.' }));
  const { proposals } = (await must(checker.browser.call('POST', path('access-proposals'), measures))) as { proposals: { id: string }[] };
  const decision = { proposalId: proposals[0]?.id, ...measures, approve: true, note: '' };
  await must(supervisor.browser.call('POST', path('access-decisions'), decision));
  const { rows } = await sql`select 1 from identity.security_answer where customer_id = ${person.id}`.execute(owner.read);
  assert.equal(rows.length, 0);
}); // prettier-ignore
