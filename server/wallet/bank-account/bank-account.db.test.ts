import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomBytes } from 'node:crypto';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { zero } from '#common/money';
import { markOfDetails } from '#identity';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { type Keyring, keyringOf } from '#platform/keys';
import { addBankAccount, EUR_DETAILS, type Details } from '#test/withdrawals';
import { walletWorld } from '#test/wallet';
import { bankAccountData } from './data-source.ts';
import { renewBankAccounts } from './sealed.ts';
import { eraseDetails } from './store.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, deps } = world;
const person = () => world.person('Anna Smith');
const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );

test('an account of the own name is added, masked everywhere, and payouts to it wait for a day', async () => {
  const anna = await person();
  const checked = await anna.call(api.checkBankAccount, { body: EUR_DETAILS });
  assert.deepEqual(checked, { masked: 'DE •••• 3000', country: 'DE', nameMatch: 'match' });
  const added = await addBankAccount(world, anna, EUR_DETAILS);
  const { items, offered, knownName } = await anna.call(api.bankAccounts);
  assert.deepEqual(items, [added]);
  assert.deepEqual([added.masked, added.maskedHolder, added.isDefault], ['DE •••• 3000', 'A••• S.', true]);
  assert.equal(added.waitsUntil, clock.now().add({ hours: 24 }).toString());
  assert.deepEqual([offered.map(({ currency }) => currency), knownName], [['CNY', 'EUR'], 'Anna Smith']);
  clock.advance({ hours: 24, seconds: 1 });
  assert.equal((await anna.call(api.bankAccounts)).items[0]?.waitsUntil, null);
});

test('nothing of a number or a holder stands readable in the database', async () => {
  const anna = await person();
  const { id } = await addBankAccount(world, anna, EUR_DETAILS);
  const { rows } = await sql<{ text: string }>`
    select to_jsonb(b)::text as text from wallet.bank_account b where id = ${id}`.execute(db.read);
  assert.doesNotMatch(rows[0]?.text ?? '', /0532013000|Anna/);
  assert.match(rows[0]?.text ?? '', /"last4": "3000"/);
});

test('a proof is good for exactly these details: another digit, name or person needs another one', async () => {
  const [anna, ben] = [await person(), await person()];
  const payee = markOfDetails({ ...EUR_DETAILS, bankCode: null });
  const proven = () => world.proof(anna, { action: 'payout_details', amount: zero('EUR'), payee });
  const add = async (changes: Partial<Details>, who = anna) => {
    const [id, stepUpId] = [newId('ba'), await proven()];
    return refused(
      who.call(api.addBankAccount, {
        body: { id, ...EUR_DETAILS, ...changes, stepUpId },
        idempotencyKey: id,
      }),
    );
  };
  assert.equal(await add({ accountNumber: 'DE75512108001245126199' }), 'step_up_not_valid');
  assert.equal(await add({ holderName: 'ANNA SMITH' }), 'step_up_not_valid');
  assert.equal(await add({}, ben), 'step_up_not_valid');
  assert.equal(await add({}), 'accepted');
  assert.equal(await add({}), 'bank_account_known');
});

test('of two requests for the same account at once one is kept', async () => {
  const anna = await person();
  const answers = await Promise.all([1, 2, 3].map(() => refused(addBankAccount(world, anna, EUR_DETAILS))));
  assert.deepEqual(answers.toSorted(), ['accepted', 'bank_account_known', 'bank_account_known']);
});

test('the first of a currency is the default, another can be made it, and a removed one is neither', async () => {
  const anna = await person();
  const [first, second] = [
    await addBankAccount(world, anna, EUR_DETAILS),
    await addBankAccount(world, anna, { ...EUR_DETAILS, accountNumber: 'DE75512108001245126199' }),
  ];
  assert.deepEqual([first.isDefault, second.isDefault], [true, false]);
  const made = await anna.call(api.makeBankAccountDefault, { params: { id: second.id }, body: {} });
  assert.equal(made.isDefault, true);
  assert.deepEqual(
    (await anna.call(api.bankAccounts)).items.map(({ id, isDefault }) => [id, isDefault]),
    [
      [second.id, true],
      [first.id, false],
    ],
  );
  await anna.call(api.removeBankAccount, { params: { id: second.id } });
  assert.equal(await refused(anna.call(api.removeBankAccount, { params: { id: second.id } })), 'not_found');
  assert.deepEqual(
    (await anna.call(api.bankAccounts)).items.map(({ id }) => id),
    [first.id],
  );
  const stranger = await person();
  assert.equal(
    await refused(stranger.call(api.removeBankAccount, { params: { id: first.id } })),
    'not_found',
  );
  assert.equal(
    await refused(stranger.call(api.makeBankAccountDefault, { params: { id: first.id }, body: {} })),
    'not_found',
  );
});

test('the owner is told of each, and the events name no account number', async () => {
  const anna = await person();
  const { id } = await addBankAccount(world, anna, EUR_DETAILS);
  await anna.call(api.removeBankAccount, { params: { id } });
  const { rows } = await sql<{ name: string; text: string }>`
    select name, payload::text as text from platform.outbox where payload ->> 'customerId' = ${anna.id} and name like 'bank_account.%' order by id`.execute(
    db.read,
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['bank_account.added', 'bank_account.removed'],
  );
  assert.ok(rows.every(({ text }) => !text.includes('3000')));
});

test('the copy of the own data holds the whole number; after its time it is erased and the rest stays', async () => {
  const anna = await person();
  await addBankAccount(world, anna, EUR_DETAILS);
  const copy = async () => (await bankAccountData(deps)(db.read, anna.id))[0]?.rows[0];
  assert.equal((await copy())?.['account_number'], 'DE89370400440532013000');
  await db.transaction((tx) => eraseDetails(tx, anna.id, clock.now()));
  const after = await copy();
  assert.deepEqual([after?.['account_number'], after?.['holder'], after?.['country']], ['3000', null, 'DE']);
  assert.deepEqual((await anna.call(api.bankAccounts)).items, []);
});

test('after a rotation of keys every box opens by the newest one', async () => {
  const anna = await person();
  await addBankAccount(world, anna, EUR_DETAILS);
  const newest = keyringOf(new Map([['test-2', randomBytes(32)]]));
  const both: Keyring = {
    ...newest,
    renew: (box, context) =>
      box.startsWith('v1.test-2.') ? null : newest.encrypt(deps.keys.decrypt(box, context), context),
  };
  assert.ok((await renewBankAccounts({ db, keys: both })) > 0);
  assert.equal(await renewBankAccounts({ db, keys: both }), 0);
  const { rows } = await sql`select from wallet.bank_account where box like 'v1.test-1.%'`.execute(db.read);
  assert.equal(rows.length, 0);
});
