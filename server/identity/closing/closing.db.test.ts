import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closureRecordSchema } from '#common/api/closing';
import type { CustomerId } from '#common/id';
import { type Money, money, toWire } from '#common/money';
import { checkPaper } from '#common/signed-paper';
import { balancesOf, legId, openAccount, postIn } from '#ledger';
import { newId } from '#platform/ids';
import { restrict, restrictionsInForce } from '#risk';
import { limited } from '#test/restrictions';
import { type Answer, form, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { closeAccount } from './close-account.ts';
import type { ClosingId } from './closing.ts';
import { closingsOf, recordOf } from './store.ts';

const world = await identityWorld();
const { db, clock, signingKeys } = world;
const deps = { db, clock, signingKeys };
const cny = (minor: bigint): Money => money(minor, 'CNY');
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;

const prove = ({ browser, form: { password } }: Person) =>
  browser.call('POST', '/api/v1/access-proofs', { password });
const standing = async ({ browser }: Person) => (await browser.call('GET', '/api/v1/closing')).body;
const close = ({ browser }: Person) => browser.call('POST', '/api/v1/closing', { word: 'CLOSE' });
const keep = ({ browser }: Person) => browser.call('DELETE', '/api/v1/closing');
const signIn = ({ form: { email, password } }: Person, browser = world.browser()) =>
  browser.call('POST', '/api/v1/sessions', { login: email, password });

/** Puts money into a wallet, from nowhere. Answers what the ledger said. */
const fund = (owner: CustomerId, amount: Money) =>
  db.transaction(async (tx) => {
    const { currency } = amount;
    const credit = await openAccount(tx, clock, { kind: 'wallet', owner, currency });
    const debit = await openAccount(tx, clock, { kind: 'rail_in_transit', owner: 'rail:card', currency });
    const id = newId('tu');
    const leg = { kind: 'single', id: legId(id, 'in'), code: 'top_up', debit, credit, amount } as const;
    const [done] = await postIn(tx, clock, [{ operationId: id, legs: [leg] }]);
    assert.ok(done);
    return done.ok ? 'posted' : done.error.code;
  });
const inWallet = async (owner: CustomerId): Promise<bigint> =>
  (await balancesOf(db.read, owner))
    .filter(({ kind }) => kind === 'wallet')
    .reduce((sum, { posted }) => sum + posted.minor, 0n);

async function closing(): Promise<Person & { closing: ClosingId }> {
  const person = await verifiedPerson(world);
  await prove(person);
  assert.equal((await close(person)).status, 201);
  const [first] = await closingsOf(db.read, person.id);
  assert.ok(first);
  return { ...person, closing: first.id };
}
async function closed(): Promise<Person & { closing: ClosingId }> {
  const person = await closing();
  clock.advance({ days: 14 });
  await closeAccount(deps, person.closing);
  return person;
}

describe('closing an account', () => {
  test('asks for a fresh proof of who it is and for the word', async () => {
    const person = await verifiedPerson(world);
    assert.equal(told(await close(person)), '403 access_proof_required');
    await prove(person);
    const other = await person.browser.call('POST', '/api/v1/closing', { word: 'yes' });
    assert.equal(told(other), '400 malformed_request');
    const done = await close(person);
    assert.deepEqual([done.status, done.body['state']], [201, 'closing']);
    assert.equal(
      done.body['closesAt'],
      clock
        .now()
        .add({ hours: 14 * 24 })
        .toString(),
    );
    assert.equal((await close(person)).status, 201, 'a second press is no error');
    assert.equal((await closingsOf(db.read, person.id)).length, 1);
  });

  test('is refused with the list while anything stands in the way, and nothing changes', async () => {
    const person = await verifiedPerson(world);
    await fund(person.id, cny(500n));
    await db.transaction((tx) => limited(tx, clock, { customer: person.id, capability: 'transfer' }));
    await prove(person);
    const refused = await close(person);
    assert.equal(told(refused), '409 closing_blocked');
    assert.deepEqual((await standing(person))['obstacles'], [
      { kind: 'restriction', why: 'payments_review' },
      { kind: 'balance', amount: toWire(cny(500n)), canGiveUp: false },
    ]);
    assert.equal((await standing(person))['state'], 'open');
    assert.equal(await fund(person.id, cny(1n)), 'posted');
  });

  test('lets no money in from the moment it is asked for, and signs out everybody else', async () => {
    const person = await verifiedPerson(world);
    const elsewhere = world.browser();
    await signIn(person, elsewhere);
    await prove(person);
    await close(person);
    assert.equal(await fund(person.id, cny(100n)), 'account_frozen_in');
    assert.equal((await elsewhere.call('GET', '/api/v1/me')).status, 401);
    const status = (await person.browser.call('GET', '/api/v1/account-status')).body;
    assert.equal(status['status'], 'closing');
    assert.deepEqual(status['blocked'], ['receive', 'top_up', 'transfer']);
  });

  test('never races with money that comes in: it is on an open account, or it was refused', async () => {
    for (let round = 0; round < 12; round++) {
      const person = await verifiedPerson(world);
      await prove(person);
      const [asked, paid] = await Promise.all([close(person), fund(person.id, cny(100n))]);
      const isClosing = asked.status === 201;
      assert.equal(paid, isClosing ? 'account_frozen_in' : 'posted', told(asked));
      assert.equal(await inWallet(person.id), isClosing ? 0n : 100n);
    }
  });
});

describe('changing one’s mind', () => {
  test('is one press of who signs in, and everything works as before', async () => {
    const person = await closing();
    clock.advance({ days: 13 });
    await signIn(person, person.browser);
    const kept = await keep(person);
    assert.deepEqual([kept.status, kept.body['state']], [200, 'open']);
    assert.equal(await fund(person.id, cny(100n)), 'posted');
    clock.advance({ days: 2 });
    await closeAccount(deps, person.closing);
    assert.equal((await restrictionsInForce(db.read, person.id)).length, 0);
    await signIn(person, person.browser);
    assert.equal(told(await keep(person)), '409 closing_over');
  });
});

describe('the day on which it is closed', () => {
  test('nothing opens the account any more, and it says no more than one that never was', async () => {
    const person = await closed();
    assert.equal((await person.browser.call('GET', '/api/v1/me')).status, 401);
    assert.equal(told(await signIn(person)), '401 sign_in_failed');
    assert.equal(await fund(person.id, cny(100n)), 'account_frozen_in');
    const other = await verifiedPerson(world);
    const reset = await other.browser.call('POST', '/api/v1/password-resets', {
      login: person.form.email,
      by: 'email',
    });
    assert.equal(reset.status, 202);
    await assert.rejects(world.delivered(person.id, 'reset_email'), 'no link goes out');
  });

  test('does not come before its time', async () => {
    const person = await closing();
    clock.advance({ days: 13 });
    await closeAccount(deps, person.closing);
    assert.equal((await closingsOf(db.read, person.id))[0]?.state, 'closing');
  });

  test('waits while the law or a case holds the account, and comes when that is over', async () => {
    const person = await closing();
    const held = await db.transaction((tx) =>
      restrict(tx, clock, {
        customer: person.id,
        kind: 'legal_hold',
        reason: 'legal_order',
        by: newId('stf'),
      }),
    );
    assert.ok(held.ok);
    clock.advance({ days: 14 });
    await closeAccount(deps, person.closing);
    const [waiting] = await closingsOf(db.read, person.id);
    assert.equal(waiting?.state, 'closing');
    assert.ok(waiting?.waitsSince, 'it is told once that something came up');
    assert.equal((await signIn(person)).status, 201, 'its owner can still look');
  });

  test('its owner may open a new account with the same addresses', async () => {
    const person = await closed();
    const again = await verifiedPerson(world, { email: person.form.email, phone: person.form.phone });
    assert.notEqual(again.id, person.id);
    assert.equal((await signIn(again)).status, 201);
    assert.ok(await recordOf(db.read, person.id), 'and the record of the old one stays');
  });
});

describe('the record', () => {
  const ask = (email: string) => world.browser().call('POST', '/api/v1/closure-record-codes', { email });
  const take = (email: string, code: string) =>
    world.browser().call('POST', '/api/v1/closure-records', { email, code });

  test('is got without an account by a code to the old address, and anybody can check it', async () => {
    const person = await closed();
    clock.advance({ days: 400 });
    assert.equal((await ask(person.form.email)).status, 202);
    const code = await world.delivered(person.id, 'closure_email');
    assert.equal(told(await take(person.form.email, '000000')), '410 access_code_not_valid');
    const got = await take(person.form.email, code);
    assert.equal(got.status, 200);
    const record = closureRecordSchema.parse(got.body);
    assert.deepEqual([record.id, record.account], [person.closing, person.id]);
    assert.equal(await checkPaper(got.body, signingKeys.published), null);
    const changed = { ...got.body, closedAt: clock.now().toString() };
    assert.equal(await checkPaper(changed, signingKeys.published), 'not_signed');
    assert.doesNotMatch(JSON.stringify(got.body), /Anna|example\.com|\+86/);
    assert.equal(
      told(await take(person.form.email, code)),
      '410 access_code_not_valid',
      'a code is good once',
    );
  });

  test('tells nobody whether there was an account', async () => {
    const open = await verifiedPerson(world);
    const gone = await closed();
    const answers = await Promise.all(
      [open.form.email, gone.form.email, form().email, 'no address'].map(ask),
    );
    assert.deepEqual(
      answers.map(({ status, body }) => [status, Object.keys(body)]),
      answers.map(() => [202, ['sentTo']]),
    );
    for (const email of [open.form.email, gone.form.email, form().email])
      assert.equal(told(await take(email, '123456')), '410 access_code_not_valid');
    await assert.rejects(world.delivered(open.id, 'closure_email'));
  });
});

describe('a very small remainder', () => {
  const giveUp = ({ browser }: Person, amount: Money) =>
    browser.call('POST', '/api/v1/closing/given-up-remainders', { amount: toWire(amount) });

  test('is given up whole, once, by who was proven, and stands on an account of its own', async () => {
    const person = await verifiedPerson(world);
    await fund(person.id, cny(37n));
    assert.equal(told(await giveUp(person, cny(37n))), '403 access_proof_required');
    await prove(person);
    assert.equal(told(await giveUp(person, cny(36n))), '409 remainder_not_givable', 'not what was shown');
    const before = (await balancesOf(db.read, 'system')).find(({ kind }) => kind === 'given_up');
    const done = await giveUp(person, cny(37n));
    assert.deepEqual([done.status, done.body['obstacles']], [201, []]);
    const after = (await balancesOf(db.read, 'system')).find(({ kind }) => kind === 'given_up');
    assert.equal((after?.posted.minor ?? 0n) - (before?.posted.minor ?? 0n), 37n);
    assert.equal(await inWallet(person.id), 0n);
    assert.equal(told(await giveUp(person, cny(37n))), '409 remainder_not_givable');
  });

  test('too much is not given up, and neither is what a restriction holds', async () => {
    const rich = await verifiedPerson(world);
    await fund(rich.id, cny(101n));
    await prove(rich);
    assert.equal(told(await giveUp(rich, cny(101n))), '409 remainder_not_givable');
    const blocked = await verifiedPerson(world);
    await fund(blocked.id, cny(50n));
    await db.transaction((tx) => limited(tx, clock, { customer: blocked.id, capability: 'transfer' }));
    await prove(blocked);
    assert.equal(told(await giveUp(blocked, cny(50n))), '409 remainder_not_givable');
    assert.equal(await inWallet(blocked.id), 50n);
  });
});
