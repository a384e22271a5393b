// Every route that anybody may call, asked about somebody who has an account and about nobody: status, code and words are the same. The
// list of these routes comes from the contract. What each costs is counted in server/identity/enumeration.db.test.ts. (AUT-08)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import type { Route } from '#common/api/route';
import { newId } from '#platform/ids';
import { form } from '#test/identity';
import { colleague, member, wholeProduct } from '#test/whole';

const whole = await wholeProduct();
const PASSWORD = 'Wrong-Lantern-Otter-3';
const NEW_PASSWORD = 'Harbour-Lantern-Quiet-17';
const known = await member(whole, { handle: 'known_here' });
const { email, phone } = known.form;
await colleague(whole, 'agent');
const nobody = { email: 'nobody@mail.example', phone: '+8613700009999', handle: '@nobody_here' };
const TOKEN = 'T'.repeat(43);

/** The same request about somebody who is here, and about nobody. */
type Pair = { readonly about: string; readonly here: object; readonly nowhere: object };
const byLogin = (rest: object): Pair[] => [
  { about: 'mail', here: { login: email, ...rest }, nowhere: { login: nobody.email, ...rest } },
  { about: 'phone', here: { login: phone, ...rest }, nowhere: { login: nobody.phone, ...rest } },
  {
    about: 'account name',
    here: { login: '@known_here', ...rest },
    nowhere: { login: nobody.handle, ...rest },
  },
];
const alikeTo = (address: string): string => `${address.slice(0, 1)}zz${address.slice(1)}`;
const ASKED: Record<string, Pair[]> = {
  signIn: byLogin({ password: PASSWORD }),
  requestReset: [...byLogin({ by: 'email' }), ...byLogin({ by: 'phone' })],
  resetByCode: byLogin({ code: '123456', password: NEW_PASSWORD }),
  requestAccessCode: [...byLogin({ by: 'email' }), ...byLogin({ by: 'phone' })],
  openAccessRequest: byLogin({ by: 'email', code: '123456', lost: 'phone', text: 'let me in' }),
  staffSignIn: [
    {
      about: 'staff',
      here: { email: 'staff1@okpay.test', password: PASSWORD, code: '123456' },
      nowhere: { email: 'staff9@okpay.test', password: PASSWORD, code: '123456' },
    },
  ],
  // The mask of an address is made of what was typed, so the two begin and end alike.
  requestClosureCode: [{ about: 'mail', here: { email }, nowhere: { email: alikeTo(email) } }],
  takeClosureRecord: [
    { about: 'mail', here: { email, code: '123456' }, nowhere: { email: alikeTo(email), code: '123456' } },
  ],
  register: [
    { about: 'mail', here: form({ email }), nowhere: form() },
    { about: 'phone', here: form({ phone }), nowhere: form() },
  ],
};
/** Routes that name nobody: what opens them is a secret that was sent, or they are the same for everybody. */
const NAME_NOBODY: Record<string, string> = {
  acceptInvitation: 'a token of 256 bits',
  accessRequestState: 'a token of 256 bits',
  answerSecurityQuestions: 'a token of 256 bits',
  withdrawAccessRequest: 'a token of 256 bits',
  disown: 'a sealed token',
  invitation: 'a token of 256 bits',
  resetByLink: 'a token of 256 bits',
  verifyEmail: 'a token of 256 bits',
  pendingSignIn: 'the cookie of a first step that was passed',
  finishSignIn: 'the cookie of a first step that was passed',
  sendSignInCode: 'the cookie of a first step that was passed',
  passkeySignInChallenge: 'asks for no name',
  signInByPasskey: 'the signature of a passkey for a challenge of this browser',
  knownBrowser: 'the cookie of a browser that only its owner uses',
  checkPassword: 'judges what is typed, and looks nobody up',
  checkReceipt: 'judges a signed file',
  checkStatement: 'a mark of eighty bits or a hash, which only the paper holds',
  publicKeys: 'the same for everybody',
  searchHelp: 'the same for everybody',
  site: 'the same for everybody',
};

const ROUTES: [string, Route][] = Object.entries(api);
const open = ROUTES.filter(
  ([name, { access }]) => access === 'public' && !/^(sandbox|moveSandbox)/.test(name),
);
let callers = 0;
/** Each from an address of its own, so that no counter of one address stands between them. */
async function told(r: Route, body: object): Promise<string> {
  const headers = { 'x-forwarded-for': `198.51.100.${++callers}` };
  const answer = await whole.browser().call(r.method, r.path, body, {
    ...headers,
    ...(r.idempotent ? { 'idempotency-key': newId('evt') } : {}),
  });
  const { request_id: _, ...rest } = answer.body;
  // What was typed may come back; nothing else may differ.
  const typed = Object.values(body).filter((value) => typeof value === 'string');
  const text = typed.reduce((all, value) => all.replaceAll(value, '…'), JSON.stringify(rest));
  return `${answer.status} ${text.replaceAll(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"time"')}`;
}

test('each route that anybody may call is asked about somebody and nobody, or names nobody', () => {
  assert.ok(open.length > 20);
  assert.deepEqual(
    open.map(([name]) => name).toSorted(),
    [...Object.keys(ASKED), ...Object.keys(NAME_NOBODY)].toSorted(),
  );
});

for (const [name, r] of open.filter(([each]) => each in ASKED))
  test(`${name}: somebody who has an account is answered like nobody, word for word`, async () => {
    for (const { about, here, nowhere } of ASKED[name] ?? []) {
      const expected = await told(r, nowhere);
      assert.doesNotMatch(expected, /malformed_request|rate_limited|internal_error/, `${about}: ${expected}`);
      assert.equal(await told(r, here), expected, about);
    }
  });

test('a token that was never made and one that is none are answered alike', async () => {
  const tokens = ['acceptInvitation', 'accessRequestState', 'answerSecurityQuestions', 'withdrawAccessRequest', 'disown', 'invitation', 'resetByLink', 'verifyEmail']; // prettier-ignore
  for (const name of tokens) {
    const r = open.find(([each]) => each === name)?.[1];
    assert.ok(r);
    const bodies = [TOKEN, 'x'.repeat(43), 'not-a-token-at-all'].map((token) => ({
      token,
      password: NEW_PASSWORD,
      ...(name === 'acceptInvitation' ? { code: '123456' } : {}),
      ...(name === 'answerSecurityQuestions'
        ? { answers: [{ question: 'lost_thing', answer: 'frog' }] }
        : {}),
    }));
    const accepted = bodies.map((body) =>
      ['password', 'code'].reduce<Record<string, unknown>>(
        (kept, field) => {
          const shape = (r.body as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
          const { [field]: dropped, ...rest } = kept;
          return field in shape || dropped === undefined ? kept : rest;
        },
        { ...body },
      ),
    );
    const answers = [];
    for (const body of accepted) answers.push(await told(r, body));
    assert.equal(new Set(answers).size, 1, `${name}: ${answers.join('\n')}`);
    assert.match(answers[0] ?? '', /^4/);
  }
});
