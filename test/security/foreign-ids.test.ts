// Ids wherever a request may carry one: in the path, in the body, in the query. The contract is walked, so that a new id somewhere fails here
// until somebody has said whose it is. (AZ-02, AZ-08)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import { type Route, STAFF_ROLES, UPLOAD_MEDIA_TYPE } from '#common/api/route';
import { ID_KINDS, type IdKind } from '#common/id';
import { money } from '#common/money';
import { systemClock } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import type { Browser } from '#test/identity';
import { begin, withAuthenticator } from '#test/second-factor';
import { colleague, done, marks, member, openCase, pay, settled, topUp, wholeProduct } from '#test/whole';

const ROUTES: [string, Route][] = Object.entries(api);
const KINDS = Object.keys(ID_KINDS) as IdKind[];

/** Names of the values in a schema that are ids, as `body.items.id`; with the kinds that they name. */
function idsIn(schema: z.ZodType, at: string): [string, string][] {
  const walk = (node: unknown, path: string): [string, string][] => {
    if (typeof node !== 'object' || node === null) return [];
    const { pattern, properties, items, anyOf, oneOf, allOf, additionalProperties, $defs } = node as Record<
      string,
      unknown
    >;
    const own = typeof pattern === 'string' ? KINDS.filter((kind) => pattern.startsWith(`^${kind}_`)) : [];
    // One that takes several kinds is told by its name.
    const other = own.length === 0 && node['type' as never] === 'string' && /(\.id|Id|\.entry)$/.test(path);
    return [
      ...own.map((kind): [string, string] => [path, kind]),
      ...(other ? [[path, 'any'] as [string, string]] : []),
      ...Object.entries(properties ?? {}).flatMap(([name, inner]) => walk(inner, `${path}.${name}`)),
      ...[items, additionalProperties].flatMap((inner) => walk(inner, path)),
      ...[anyOf, oneOf, allOf].flatMap((list) =>
        Array.isArray(list) ? list.flatMap((inner) => walk(inner, path)) : [],
      ),
      ...Object.values($defs ?? {}).flatMap((inner) => walk(inner, path)),
    ];
  };
  return walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), at);
}

/**
 * Every id that a body or a query may carry, and whose it is. `new`: the caller makes it; one that is taken is told apart by its owner.
 * `own`: asked about like the object of the path. `bound`: only written into a proof; what uses the proof asks. `staff`: staff may name any.
 * `signed`: part of a signed file or of a passkey's answer, which is checked as a whole.
 */
const WHOSE: Record<string, 'new' | 'own' | 'bound' | 'staff' | 'signed'> = {
  'addBankAccount body.id ba': 'new',
  'addKeptCard body.id kc': 'new',
  'addKeptCard body.replaces kc': 'own',
  'createTopUp body.keptCardId kc': 'own',
  'createStepUp body.keptCardId kc': 'bound',
  'stepUpChallenge body.keptCardId kc': 'bound',
  'addKeptCard body.stepUpId su': 'own',
  'addBeneficiary body.id bf': 'new',
  'addBeneficiary body.stepUpId su': 'own',
  'createCrossBorder body.id xb': 'new',
  'createCrossBorder body.quoteId qt': 'own',
  'createCrossBorder body.stepUpId su': 'own',
  'createCrossBorderQuote body.beneficiaryId bf': 'own',
  'createStepUp body.beneficiaryId bf': 'bound',
  'stepUpChallenge body.beneficiaryId bf': 'bound',
  'addBankAccount body.stepUpId su': 'own',
  'addPasskey body.credentialId any': 'signed',
  'answerCase body.clientId msg': 'new',
  'checkReceipt body.blocks.keyId any': 'signed',
  'checkReceipt body.entry bt': 'signed',
  'checkReceipt body.entry cb': 'signed',
  'checkReceipt body.entry fx': 'signed',
  'checkReceipt body.entry rc': 'signed',
  'checkReceipt body.entry tr': 'signed',
  'checkReceipt body.entry tu': 'signed',
  'checkReceipt body.entry wd': 'signed',
  'checkReceipt body.entry xb': 'signed',
  'createExchange body.id fx': 'new',
  'createExchange body.quoteId qt': 'own',
  'checkPayeeName body.payee pay': 'own',
  'createMoneyRequest body.id rq': 'new',
  'createMoneyRequest body.payee pay': 'own',
  'createStepUp body.bankAccountId ba': 'bound',
  'createStepUp body.credentialId any': 'signed',
  'createStepUp body.payee pay': 'bound',
  'createStepUp body.quoteId qt': 'bound',
  'createTopUp body.id tu': 'new',
  'createTopUp body.quoteId qt': 'own',
  'createTopUp body.stepUpId su': 'own',
  'createTransfer body.id tr': 'new',
  'createTransfer body.payee pay': 'own',
  'createTransfer body.repeats tr': 'bound',
  'createTransfer body.stepUpId su': 'own',
  'createWithdrawal body.id wd': 'new',
  'createWithdrawal body.quoteId qt': 'own',
  'createWithdrawal body.stepUpId su': 'own',
  'createWithdrawalQuote body.bankAccountId ba': 'own',
  'decideAccess body.proposalId any': 'staff',
  'decideHold body.proposalId prop': 'staff',
  'decidePetition body.proposalId prop': 'staff',
  'explain query.entry any': 'own',
  'imposeRestriction body.customer cus': 'staff',
  'labelPayment body.operationId tr': 'staff',
  'labelPayment body.operationId tu': 'staff',
  'labelPayment body.operationId wd': 'staff',
  'labelPayment body.operationId xb': 'staff',
  'openAppeal body.id case': 'new',
  'openAppeal body.of case': 'own',
  'openCase body.id case': 'new',
  'openCase body.subjectId any': 'own',
  'openClaim body.id case': 'new',
  'openClaim body.transfer tr': 'own',
  'openWithdrawalClaim body.id case': 'new',
  'openWithdrawalClaim body.withdrawal wd': 'own',
  'openLiftRequest body.id case': 'new',
  'openTrace body.entry any': 'own',
  'openTrace body.id case': 'new',
  'postMessage body.clientId msg': 'new',
  'proposeBankMoney body.parameters.customer cus': 'staff',
  'proposeRailLines body.parameters.line ri': 'staff',
  'proposeRailLines body.parameters.lines ri': 'staff',
  'reconciliationDay query.after ri': 'staff',
  'proveAccessByPasskey body.credentialId any': 'signed',
  'readNotifications body.ids ntf': 'own',
  'resolveCase body.clientId msg': 'new',
  'signInByPasskey body.credentialId any': 'signed',
  'stepUpChallenge body.bankAccountId ba': 'bound',
  'stepUpChallenge body.payee pay': 'bound',
  'stepUpChallenge body.quoteId qt': 'bound',
  'unfreezeAccount body.credentialId any': 'signed',
  'writeRule body.id rul': 'staff',
};

test('the walk sees ids: alone, in lists, in choices and under other names', () => {
  const schema = z.object({
    id: z.string().regex(/^tr_[0-7]/),
    more: z.array(z.object({ of: z.string().regex(/^case_[0-7]/) })),
    either: z.union([z.null(), z.string().regex(/^cus_[0-7]/)]),
    text: z.string(),
  });
  assert.deepEqual(idsIn(schema, 'body').map(String).toSorted(), [
    'body.either,cus',
    'body.id,tr',
    'body.more.of,case',
  ]);
});

test('of every id in a body or a query somebody has said whose it is', () => {
  const seen = ROUTES.flatMap(([name, { body, query }]) =>
    [...(body ? idsIn(body, 'body') : []), ...(query ? idsIn(query, 'query') : [])].map(
      ([path, kind]) => `${name} ${path} ${kind}`,
    ),
  );
  assert.deepEqual([...new Set(seen)].toSorted(), Object.keys(WHOSE).toSorted());
});

const whole = await wholeProduct();
const [anna, ben, stranger] = [await member(whole), await member(whole), await member(whole)];
const topUpId = await topUp(anna, money(200_00n, 'CNY'));
const transferId = await pay(anna, ben, money(30_00n, 'CNY'));
const caseId = await openCase(anna, 'Where is it?', transferId);
const staff: Record<string, Browser> = Object.fromEntries(
  await Promise.all(STAFF_ROLES.map(async (role) => [role, await colleague(whole, role)] as const)),
);
const session = ((await done(anna.browser, 'GET', '/api/v1/sessions'))['items'] as { id: string }[])[0]?.id;
await settled(whole);
const notice = ((await done(anna.browser, 'GET', '/api/v1/notifications'))['items'] as { id: string }[])[0]
  ?.id;
/** Anna's, one of each kind that she has. */
const HERS = [anna.id, topUpId, transferId, caseId, String(session), String(notice)];

/** With each in the place of the object that a route names. */
const named = ROUTES.filter(([name, { params }]) => params !== undefined && !name.startsWith('sandbox'));
const headers = (r: Route): Record<string, string> =>
  r.idempotent ? { 'idempotency-key': newId('evt') } : {};
async function toldOfFile({ cookies }: Browser, path: string): Promise<string> {
  const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${whole.url}${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': UPLOAD_MEDIA_TYPE, origin: new URL(whole.url).origin },
    body: new Uint8Array(9),
  });
  return `${answer.status} ${String(((await answer.json()) as { code?: string }).code)}`;
}
async function told(browser: Browser, r: Route, id: string): Promise<string> {
  // So many questions at once are asked by nobody else; how many may be asked has tests of its own.
  await sql`delete from platform.rate_window`.execute(whole.owner.read);
  const url = urlOf(r, { params: { id, key: id } });
  if (r.upload) return toldOfFile(browser, `${url}?item=selfie`);
  const body = r.method === 'GET' || r.method === 'DELETE' ? undefined : {};
  const { status, body: answer } = await browser.call(r.method, url, body, headers(r));
  return `${status} ${String(answer['code'])}`;
}
/** What does not exist and what is somebody else's are one; a body that is missing may be told before either. */
const NOT_THERE = ['404 not_found', '400 malformed_request', '400 unsupported_media_type'];

async function unchanged(work: () => Promise<void>): Promise<void> {
  await settled(whole);
  const before = await marks(whole);
  await work();
  await settled(whole);
  const after = await marks(whole);
  assert.deepEqual([...before].filter(([table, mark]) => after.get(table) !== mark).map(([table]) => table), []); // prettier-ignore
}

test('an id of any kind in the place of another opens nothing: a stranger is answered as if it were not there', () =>
  unchanged(async () => {
    const own = named.filter(([, { access }]) => access === 'customer' || access === 'customer_pending');
    assert.ok(own.length >= 8, String(own.length));
    const wrong: string[] = [];
    for (const [name, r] of own)
      for (const id of [...HERS, ...KINDS.map((kind) => newId(kind)), 'none', '0']) {
        const answer = await told(stranger.browser, r, id);
        if (!NOT_THERE.includes(answer)) wrong.push(`${name} ${id}: ${answer}`);
      }
    assert.deepEqual(wrong, []);
  }));

test('what does not exist is not there for staff either, by every role that may ask', () =>
  unchanged(async () => {
    const theirs = named.filter(([, { access }]) => access === 'staff' || typeof access === 'object');
    assert.ok(theirs.length >= 10, String(theirs.length));
    const wrong: string[] = [];
    for (const [name, r] of theirs) {
      const roles = typeof r.access === 'object' ? r.access.staff : STAFF_ROLES;
      for (const role of roles)
        for (const id of [...KINDS.map((kind) => newId(kind)), 'none']) {
          const browser = staff[role];
          assert.ok(browser);
          const answer = await told(browser, r, id);
          if (!NOT_THERE.includes(answer)) wrong.push(`${name} as ${role} ${id}: ${answer}`);
        }
    }
    assert.deepEqual(wrong, []);
  }));

test('between the first step of signing in and the second nothing is open', async () => {
  await withAuthenticator(ben, systemClock);
  const half = whole.browser();
  await begin(half, ben);
  await unchanged(async () => {
    const closed = ROUTES.filter(([, { access }]) => access !== 'public' && access !== 'provider');
    assert.ok(closed.length > 60, String(closed.length));
    const wrong: string[] = [];
    for (const [name, r] of closed) {
      const answer = await told(half, r, transferId);
      if (answer !== '401 unauthenticated') wrong.push(`${name}: ${answer}`);
    }
    assert.deepEqual(wrong, []);
  });
});
