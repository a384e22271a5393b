// Who may do what, for every route of the contract and every kind of caller: nobody gets in by asking directly, nobody reaches what
// belongs to somebody else, and a refusal changes nothing. (AZ-01, AZ-02, AZ-08, AZ-10, SES-05 for GET)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import { type Route, STAFF_ROLES, UPLOAD_MEDIA_TYPE } from '#common/api/route';
import { streamApi } from '#common/api/stream';
import { money } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { financeObjects } from '#test/finance-objects';
import type { Answer, Browser } from '#test/identity';
import { asIfOwnedBy, ownedObjects } from '#test/owned-rows';
import { LISTED_NAME, matchOf } from '#test/screening';
import {
  colleague,
  done,
  marks,
  member,
  openCase,
  pay,
  pendingMember,
  preparedPayment,
  settled,
  topUp,
  wholeProduct,
} from '#test/whole';

const whole = await wholeProduct();
const ROUTES: Record<string, Route> = { ...api, ...streamApi };

const [anna, ben, stranger, newcomer] = [
  await member(whole, { name: 'Anna Smith', handle: 'anna_smith' }),
  await member(whole),
  await member(whole),
  await pendingMember(whole),
];
const topUpId = await topUp(anna, money(200_00n, 'CNY'));
const transferId = await pay(anna, ben, money(30_00n, 'CNY'), 'rent');
const caseId = await openCase(anna, 'Where is it?', transferId);
const staff = Object.fromEntries(
  await Promise.all(STAFF_ROLES.map(async (role) => [role, await colleague(whole, role)] as const)),
);
const session = ((await done(anna.browser, 'GET', '/api/v1/sessions'))['items'] as { id: string }[])[0]?.id;
const notice = async (): Promise<string> => {
  const { items } = (await done(anna.browser, 'GET', '/api/v1/notifications')) as { items: { id: string }[] };
  return items[0]?.id ?? '';
};
// As if an authenticator had made it; that it may be made is shown where passkeys are tested.
const passkeyId = newId('pk');
await sql`
  insert into identity.passkey (id, customer_id, credential_id, public_key, counter, name, transports, backup_eligible, backed_up, aaguid, added_at)
  values (${passkeyId}, ${anna.id}, ${passkeyId}, ${Buffer.alloc(77, 1)}, 0, 'phone', '{}', false, false, ${'0'.repeat(36)}, now())`.execute(
  whole.owner.read,
);
await settled(whole);

const held = await member(whole);
const restricted = await done(staff['risk'] ?? whole.browser(), 'POST', '/api/v1/staff/restrictions', {
  customer: held.id,
  kind: 'limited',
  reason: 'unusual_payments',
  capabilities: ['transfer'],
  note: 'many payees in an hour',
});
const lifting = { ground: 'explained', note: 'a class trip' };
const restrictionId = String(restricted['id']);
const proposed = await done(
  staff['risk'] ?? whole.browser(),
  'POST',
  `/api/v1/staff/restrictions/${restrictionId}/lift-proposals`,
  lifting,
);
const proposalId = (proposed['proposal'] as { id: string }).id;
const rule = await done(staff['risk'] ?? whole.browser(), 'POST', '/api/v1/staff/rules', {
  rule: {
    name: 'Many in an hour',
    outcome: 'block',
    reason: 'too_many',
    conditions: [{ fact: 'sent_count_hour', op: 'at_least', value: '500' }],
  },
});
const ruleId = String(rule['id']);
const ruleChange = { version: 1, change: 'on', note: 'seen last week' };
await done(staff['risk'] ?? whole.browser(), 'POST', `/api/v1/staff/rules/${ruleId}/proposals`, ruleChange);
const ruleProposal = (
  (await done(staff['risk'] ?? whole.browser(), 'GET', '/api/v1/staff/rules'))['items'] as {
    id: string;
    proposal: { id: string } | null;
  }[]
).find(({ id }) => id === ruleId)?.proposal?.id;
const listed = await member(whole, { name: LISTED_NAME });
const { id: matchId } = await matchOf(staff['risk'] ?? whole.browser(), listed.id);
const verdict = { verdict: 'not_same', ground: 'other_birth', note: 'born twenty years later' };
const said = await done(
  staff['risk'] ?? whole.browser(),
  'POST',
  `/api/v1/staff/screening-matches/${matchId}/proposals`,
  verdict,
);
const verdictProposalId = (said['proposal'] as { id: string }).id;
// Something of Anna's that ends with a decision: nothing that she does here needs what is blocked.
const restriction = { customer: anna.id, kind: 'limited', reason: 'data_inconsistent', capabilities: ['withdraw'], note: 'two birthdays' }; // prettier-ignore
const limited = await done(
  staff['risk'] ?? whole.browser(),
  'POST',
  '/api/v1/staff/restrictions',
  restriction,
);
const petitionId = newId('case');
const asking = { id: petitionId, since: String(limited['since']) };
await done(anna.browser, 'POST', '/api/v1/lift-requests', asking, { 'idempotency-key': petitionId });
const traceId = newId('case');
const tracing = { id: traceId, entry: transferId };
await done(anna.browser, 'POST', '/api/v1/traces', tracing, { 'idempotency-key': traceId });
const MEASURES = { resetsSecondFactors: true, liftsPauses: true, restoresAddresses: false };

const proof = await done(anna.browser, 'POST', '/api/v1/identity-proofs', { tier: 'T2' });
const proofId = String(proof['id']);
// As if a photo had been sent; what becomes of photos is shown where identity is tested.
const fileId = newId('doc');
await sql`
  insert into identity.proof_file (id, proof_id, item, pages, wrapped_key, created_at)
  values (${fileId}, ${proofId}, 'selfie', 1, 'v1.k.a.b.c', now())`.execute(whole.owner.read);
const answerFileId = newId('att');
await sql`
  insert into risk.petition_file (id, case_id, item, attempt, pages, wrapped_key, created_at)
  values (${answerFileId}, ${petitionId}, 'explanation', 1, 1, 'v1.k.a.b.c', now())`.execute(
  whole.owner.read,
);
const PROOF_OBJECTS = {
  answerProof: { id: proofId, body: { answers: [{ item: 'full_name', value: 'Anna Smith' }] } },
  sendProofFile: { id: proofId, query: { item: 'selfie' } },
  proofFile: { id: fileId },
  submitProof: { id: proofId, body: {} },
  withdrawProof: { id: proofId, body: {} },
  openProof: { id: proofId, body: {} },
  proofFileForStaff: { id: fileId },
  decideProof: { id: proofId, body: { decision: 'approve' } },
};

const owned = await asIfOwnedBy(whole, anna.id);

// Ben is asked for money by Anna.
const moneyRequestId = newId('rq');
await sql`
  insert into wallet.money_request (id, asker_id, payer_id, currency, amount_minor, state, created_at, expires_at)
  values (${moneyRequestId}, ${anna.id}, ${ben.id}, 'CNY', 100, 'open', now(), now() + interval '1 day')`.execute(
  whole.owner.read,
);
const REQUEST_OBJECTS = {
  moneyRequest: { id: moneyRequestId },
  openMoneyRequest: { id: moneyRequestId, body: {} },
  cancelMoneyRequest: { id: moneyRequestId, body: {} },
  declineMoneyRequest: { id: moneyRequestId, body: { block: true } },
  remindMoneyRequest: { id: moneyRequestId, body: {} },
  unblockAsker: { id: moneyRequestId, body: {} },
};

/** Somebody's own things by the route that names them in its path. */
const OBJECTS: Record<string, { id: string; body?: unknown; query?: Record<string, string> }> = {
  ...PROOF_OBJECTS,
  ...REQUEST_OBJECTS,
  ...ownedObjects(owned),
  entry: { id: transferId },
  trace: { id: transferId },
  staffTrace: { id: traceId },
  askAboutTrace: { id: traceId, body: { kind: 'status', reference: 'CASE-77' } },
  answerTrace: { id: traceId, body: { answer: 'credited' } },
  entryReceipt: { id: transferId },
  statementPaper: { id: owned.statementId },
  statementFile: { id: owned.statementId },
  checkTopUp: { id: topUpId, body: {} },
  endSession: { id: String(session) },
  renamePasskey: { id: passkeyId, body: { name: 'mine' } },
  removePasskey: { id: passkeyId },
  case: { id: caseId },
  caseMessages: { id: caseId },
  caseRecord: { id: caseId },
  postMessage: { id: caseId, body: { clientId: newId('msg'), text: 'let me in' } },
  readMessages: { id: caseId, body: { seq: 1 } },
  consoleCase: { id: caseId },
  consoleMessages: { id: caseId },
  takeCase: { id: caseId, body: {} },
  answerCase: { id: caseId, body: { clientId: newId('msg'), text: 'hello' } },
  readCase: { id: caseId, body: { seq: 1 } },
  proposeLifting: { id: restrictionId, body: lifting },
  decideLifting: { id: proposalId, body: { decision: 'approve' } },
  cancelTransfer: { id: transferId, body: {} },
  decideReview: { id: transferId, body: { decision: 'release', ground: 'payer_confirmed', note: 'called' } },
  decideReviewProposal: { id: proposalId, body: { decision: 'approve' } },
  ...financeObjects(proposalId),
  ruleHits: { id: ruleId },
  proposeRule: { id: ruleId, body: ruleChange },
  decideRule: { id: String(ruleProposal), body: { decision: 'approve' } },
  proposeVerdict: { id: matchId, body: verdict },
  decideVerdict: { id: verdictProposalId, body: { decision: 'approve' } },
  resolveCase: { id: caseId, body: { clientId: newId('msg'), text: 'done' } },
  petition: { id: petitionId },
  giveItem: { id: petitionId, body: { item: 'explanation', text: 'mine' } },
  sendAnswerFile: { id: petitionId, query: { item: 'explanation' } },
  answerFile: { id: answerFileId },
  removeAnswerFile: { id: answerFileId },
  answerFileForStaff: { id: answerFileId },
  proposeHold: { id: petitionId, body: { amount: { amount: '100', currency: 'CNY' }, note: 'hello' } },
  decideHold: { id: petitionId, body: { proposalId, decision: 'approve' } },
  staffPetition: { id: petitionId },
  judgeItem: { id: petitionId, body: { item: 'explanation', attempt: 1, fault: null } },
  askForItems: { id: petitionId, body: { more: [] } },
  proposeDecision: {
    id: petitionId,
    body: { outcome: 'granted', ground: 'our_mistake', keeps: [], note: 'hello' },
  },
  decidePetition: { id: petitionId, body: { proposalId, decision: 'approve' } },
  freezeOnWord: { id: caseId, body: { method: 'call_back', note: 'stolen phone' } },
  accessCase: { id: caseId },
  checkIdentity: { id: caseId, body: { method: 'call_back', passed: true, note: 'hello' } },
  proposeAccess: { id: caseId, body: MEASURES },
  decideAccess: { id: caseId, body: { proposalId: '1', ...MEASURES, approve: true, note: '' } },
};
/** Routes with a name in their path that belong to nobody: the sandbox's own desk, which a live installation has not. */
const NOBODYS = new Set(['sandboxMail', 'sandboxChargeback', 'sandboxSignIn']);
const named = Object.entries(ROUTES).filter(([, { params }]) => params !== undefined);

const path = (r: Route, id = 'none', query: Record<string, string> = {}): string =>
  urlOf(r, { params: { id, key: id, number: id }, query });
const isStaffs = ({ access }: Route): boolean => access === 'staff' || typeof access === 'object';
const isCustomers = ({ access }: Route): boolean => access === 'customer' || access === 'customer_pending';
const headers = (r: Route): Record<string, string> => ({
  ...(r.idempotent ? { 'idempotency-key': newId('evt') } : {}),
  ...(r.upload ? { 'content-type': UPLOAD_MEDIA_TYPE } : {}),
});
const bodyOf = (r: Route, body?: unknown): unknown =>
  r.method === 'GET' || r.method === 'DELETE' ? undefined : (body ?? {});
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;

async function unchanged(work: () => Promise<void>): Promise<void> {
  await settled(whole);
  const before = await marks(whole);
  assert.ok(before.size > 30, 'the marks cover the tables');
  await work();
  await settled(whole);
  const after = await marks(whole);
  const changed = [...before].filter(([table, mark]) => after.get(table) !== mark).map(([table]) => table);
  assert.deepEqual(changed, [], 'tables that a refusal has changed');
}

let cells = 0;
/** Asks every route that fits, as this caller; what was answered otherwise than expected. */
async function ask(browser: Browser, fits: (r: Route) => boolean, expected: string): Promise<string[]> {
  const wrong: string[] = [];
  const asked = Object.entries(ROUTES).filter(([, each]) => fits(each));
  assert.ok(asked.length > 0, 'there is something to ask');
  for (const [name, r] of asked) {
    cells += 1;
    const answer = await browser.call(
      r.method,
      path(r, OBJECTS[name]?.id, OBJECTS[name]?.query),
      bodyOf(r, OBJECTS[name]?.body),
      headers(r),
    );
    if (told(answer) !== expected) wrong.push(`${r.method} ${r.path}: ${told(answer)}`);
  }
  return wrong;
}

test('the matrix sees the routes, and knows an object for each that names one', () => {
  assert.ok(Object.keys(ROUTES).length > 55);
  assert.deepEqual(
    named
      .map(([name]) => name)
      .filter((name) => !NOBODYS.has(name))
      .sort(),
    Object.keys(OBJECTS).sort(),
  );
});

test('without a session every route but the public ones asks for one', () =>
  unchanged(async () => {
    const closed = (r: Route): boolean => isStaffs(r) || isCustomers(r);
    assert.deepEqual(await ask(whole.browser(), closed, '401 unauthenticated'), []);
  }));

test('what is open to everybody is a short list that somebody decided about', () => {
  const open = Object.entries(ROUTES).filter(([, { access }]) => access === 'public');
  assert.deepEqual(open.map(([name]) => name).filter((name) => !name.startsWith('sandbox') && !name.startsWith('moveSandbox')).sort(), [
    'acceptInvitation', 'accessRequestState', 'answerSecurityQuestions', 'checkPassword', 'checkReceipt', 'checkStatement', 'disown', 'finishSignIn', 'invitation', 'knownBrowser', 'openAccessRequest', 'passkeySignInChallenge', 'pendingSignIn', 'publicKeys', 'register', 'requestAccessCode', 'requestClosureCode', 'requestReset', 'resetByCode', 'resetByLink', 'searchHelp', 'sendSignInCode', 'signIn', 'signInByPasskey', 'site', 'staffSignIn', 'takeClosureRecord', 'verifyEmail', 'withdrawAccessRequest',
  ]); // prettier-ignore
});

test('a customer is no member of the staff, and a member of the staff is no customer', () =>
  unchanged(async () => {
    assert.deepEqual(await ask(anna.browser, isStaffs, '401 unauthenticated'), []);
    for (const colleagueBrowser of Object.values(staff))
      assert.deepEqual(await ask(colleagueBrowser, isCustomers, '401 unauthenticated'), []);
  }));

test('each role opens its own routes only', () =>
  unchanged(async () => {
    for (const role of STAFF_ROLES) {
      const others = ({ access }: Route): boolean =>
        typeof access === 'object' && !access.staff.includes(role);
      const browser = staff[role];
      assert.ok(browser);
      assert.deepEqual(await ask(browser, others, '403 forbidden'), [], role);
    }
  }));

test('before mail and phone are proven nothing about money can be asked for directly', () =>
  unchanged(async () => {
    const money = (r: Route): boolean => r.access === 'customer';
    assert.deepEqual(await ask(newcomer.browser, money, '403 verification_required'), []);
  }));

test('somebody else’s things are not there, just as things that do not exist', () =>
  unchanged(async () => {
    const wrong: string[] = [];
    for (const [name, r] of named.filter(([, each]) => isCustomers(each))) {
      const object = OBJECTS[name];
      assert.ok(object, name);
      const [kind = ''] = object.id.split('_');
      const none = newId(kind as 'tr');
      for (const id of [object.id, none]) {
        const answer = await stranger.browser.call(
          r.method,
          path(r, id, object.query),
          bodyOf(r, object.body),
          headers(r),
        );
        if (told(answer) !== '404 not_found') wrong.push(`${r.method} ${r.path} ${id}: ${told(answer)}`);
      }
    }
    assert.deepEqual(wrong, []);
  }));

test('a payee is no owner: who was paid sees the payment but not the payer’s case about it', async () => {
  assert.equal((await ben.browser.call('GET', `/api/v1/entries/${transferId}`)).status, 200);
  assert.equal((await ben.browser.call('GET', `/api/v1/entries/${topUpId}`)).status, 404);
  assert.equal((await ben.browser.call('GET', `/api/v1/cases/${caseId}`)).status, 404);
  const entry = (await ben.browser.call('GET', `/api/v1/entries/${transferId}`)).body;
  assert.deepEqual(entry['cases'], []);
  assert.ok(!JSON.stringify(entry).includes('Smith'), 'the name is masked');
});

test('ids inside of a request are asked about like the main one', async () => {
  const asked = { kind: 'card_top_up', amount: { amount: '5000', currency: 'CNY' } };
  const quote = await done(anna.browser, 'POST', '/api/v1/quotes', asked);
  const payment = await preparedPayment(anna, ben, money(1_00n, 'CNY'));
  const ids = [await notice()];
  const as = async (method: string, url: string, body?: unknown): Promise<string> =>
    told(await stranger.browser.call(method, url, body, { 'idempotency-key': newId('evt') }));
  await unchanged(async () => {
    const card = { id: newId('tu'), quoteId: quote['id'], cardToken: 'tok_0123456789' };
    assert.equal(await as('POST', '/api/v1/top-ups', card), '404 quote_not_found');
    assert.equal(await as('POST', '/api/v1/transfers', payment), '410 payee_confirmation_expired');
    const hers = { ...payment, id: transferId };
    assert.equal(await as('POST', '/api/v1/transfers', hers), '409 operation_id_reused');
    assert.equal(await as('GET', `/api/v1/explanations?entry=${transferId}`), '404 not_found');
    const about = { id: newId('case'), topic: 'transfer', text: 'mine?', subjectId: transferId };
    assert.equal(await as('POST', '/api/v1/cases', about), '404 not_found');
    const taken = { id: caseId, topic: 'other', text: 'mine?' };
    assert.match(await as('POST', '/api/v1/cases', taken), /^4\d\d /);
    assert.equal(await as('POST', '/api/v1/notifications/reads', { ids }), '200 undefined');
  });
});

test('what is allowed works, and the marks see it: the refusals above were refusals', async () => {
  const agent = staff['agent'];
  assert.ok(agent);
  const before = await marks(whole);
  assert.equal((await agent.call('POST', `/api/v1/staff/cases/${caseId}/assignments`, {})).status, 200);
  assert.equal((await agent.call('GET', `/api/v1/staff/cases/${caseId}`)).status, 200);
  const after = await marks(whole);
  for (const table of ['cases."case"', 'support.access_log'])
    assert.notEqual(after.get(table), before.get(table), table);
  assert.ok(cells > 200, `${cells} pairs of caller and route were asked`);
});

test('looking changes nothing: every GET may be asked by a prefetching browser', () =>
  unchanged(async () => {
    const looks = Object.entries(ROUTES).filter(
      ([name, r]) => r.method === 'GET' && isCustomers(r) && r.produces === undefined && name !== 'stream',
    );
    for (const [name, r] of looks) {
      const answer = await anna.browser.call('GET', path(r, OBJECTS[name]?.id));
      assert.equal(answer.status, 200, `${r.path}: ${told(answer)}`);
    }
  }));

test('ids on the wire cannot be guessed from one another', () => {
  const ids = Array.from({ length: 50 }, () => newId('tr').slice(-16));
  assert.equal(new Set(ids).size, 50);
  assert.equal(new Set(ids.map((id) => id.slice(0, 8))).size, 50, 'no counter');
});
