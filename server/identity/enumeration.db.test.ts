// Whether somebody has an account is told by no answer and by no work: the same statements in the same order and the same number of
// password hashes, whoever is named. Times are left to a probe by hand; what makes them is counted here. (AUT-08)
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generate } from 'otplib';
import { hashingLoad, inviteStaff } from '#identity';
import { type Answer, form, identityWorld, pendingPerson, verifiedPerson } from '#test/identity';

const world = await identityWorld();

/** What the server asks of the database, in order and without its values. */
const asked: string[] = [];
type Query = (...given: readonly unknown[]) => unknown;
world.db.pool.on('connect', (client) => {
  const wrapped = client as unknown as { query: Query };
  const query = wrapped.query.bind(client);
  wrapped.query = (...given) => {
    const [first] = given;
    asked.push(typeof first === 'string' ? first : String((first as { text?: unknown }).text));
    return query(...given);
  };
});

type Work = { status: number; body: unknown; headers: string[]; hashes: number; statements: string[] };
/** What a stranger is answered, and what the server did for it. */
async function worked(call: () => Promise<Answer>): Promise<Work> {
  const hashed = hashingLoad().computed;
  asked.length = 0;
  const { status, body, headers } = await call();
  return {
    status,
    body: { ...body, request_id: '', ...('email' in body ? { email: '' } : {}) },
    headers: [...headers.keys()].filter((name) => name !== 'content-length').sort(),
    hashes: hashingLoad().computed - hashed,
    statements: [...asked],
  };
}

const signIn = (login: string): Promise<Work> =>
  worked(() => world.browser().call('POST', '/api/v1/sessions', { login, password: 'wrong password here' }));

test('the count sees: a statement that is asked, and one that is not', async () => {
  const looked = await worked(() =>
    world.browser().call('POST', '/api/v1/email-verifications', { token: 'T'.repeat(43) }),
  );
  assert.ok(
    looked.statements.some((statement) => /identity\./.test(statement)),
    looked.statements.join('\n'),
  );
  assert.equal(looked.hashes, 0);
});

test('signing in: a wrong password and an account that is not there cost and say the same', async () => {
  // Somebody new each time: the counter of an account that was tried before is read, not made.
  const known = [
    (await verifiedPerson(world)).form.email,
    (await verifiedPerson(world)).form.phone,
    `@${(await verifiedPerson(world, { handle: 'known_here' })).form.handle}`,
  ];
  const unknown = ['nobody@example.com', '+8613700009999', '@nobody_here'];
  for (const [place, login] of known.entries()) {
    for (const attempt of ['first', 'second']) {
      const expected = await signIn(unknown[place] ?? '');
      assert.deepEqual([expected.status, expected.hashes], [401, 2]);
      assert.ok(expected.statements.length > 3);
      assert.deepEqual(await signIn(login), expected, `${login}: ${attempt} attempt`);
    }
  }
});

test('signing in as staff: a wrong password, a wrong code and an account that is not there cost and say the same', async () => {
  const email = 'lin@okpay.test';
  const invited = { email, name: 'Lin Dan', role: 'agent' as const };
  const { token } = await world.db.transaction((tx) => inviteStaff(tx, world.clock, invited));
  const offer = await world.browser().call('POST', '/api/v1/staff/invitation-checks', { token });
  const secret = String(offer.body['totpSecret']);
  const code = (): Promise<string> =>
    generate({ secret, epoch: Math.floor(world.clock.now().epochMilliseconds / 1000) });
  const password = 'Copper-Lantern-Otter-9';
  const accept = { token, password, code: await code() };
  await world.browser().call('POST', '/api/v1/staff/invitation-acceptances', accept);
  world.clock.advance({ minutes: 1 });
  const enter = (form: object) => worked(() => world.browser().call('POST', '/api/v1/staff/sessions', form));
  const wrong = [
    { password: 'wrong', code: '000000' },
    { password: 'wrong', code: await code() },
    { password, code: '000000' },
  ];
  for (const [attempt, form] of wrong.entries()) {
    const nobody = await enter({ email: 'nobody@okpay.test', ...form });
    assert.deepEqual([nobody.status, nobody.hashes], [401, 1]);
    assert.deepEqual(await enter({ email, ...form }), nobody, `attempt ${attempt + 1}`);
  }
});

test('registering: an address that is taken, claimed or new is answered alike, with the same hashes', async () => {
  const [known, claimed] = [await verifiedPerson(world), await pendingPerson(world)];
  const register = (filled: object) =>
    worked(() => world.browser().call('POST', '/api/v1/registrations', filled));
  const { statements, ...expected } = await register(form());
  assert.deepEqual([expected.status, expected.hashes], [201, 2]);
  // Each with a password of its own: the same form sent twice is one registration, which is another story.
  const taken = [
    form({ email: known.form.email, password: 'Otter-Lantern-River-1' }),
    form({ phone: known.form.phone, password: 'Otter-Lantern-River-2' }),
    form({ email: known.form.email, phone: known.form.phone, password: 'Otter-Lantern-River-3' }),
    form({ email: claimed.form.email, password: 'Otter-Lantern-River-4' }),
  ];
  for (const filled of taken) {
    const { statements: done, ...answer } = await register(filled);
    assert.deepEqual(answer, expected);
    // A new account comes to be in each case, by the same statements; where the address has an owner, the owner is told beside it.
    const inserts = (all: readonly string[]) => all.filter((statement) => /insert into identity\.(customer|profile|password|proof|device)/.test(statement)); // prettier-ignore
    assert.ok(inserts(statements).length >= 4);
    assert.deepEqual(inserts(done), inserts(statements));
  }
});

test('asking for the message again: a person cannot tell whether the address was proven by somebody else', async () => {
  const known = await verifiedPerson(world);
  const [squatter, newcomer] = [
    await pendingPerson(world, {
      email: known.form.email,
      phone: known.form.phone,
      password: 'Otter-Lantern-River-7',
    }),
    await pendingPerson(world),
  ];
  world.clock.advance({ minutes: 2 });
  for (const purpose of ['email', 'phone']) {
    const again = async ({ browser }: typeof squatter) => {
      const { status, hashes, body } = await worked(() =>
        browser.call('POST', '/api/v1/verification-messages', { purpose }),
      );
      return { status, hashes, names: Object.keys(body as object).sort() };
    };
    assert.deepEqual(await again(squatter), await again(newcomer), purpose);
  }
});
