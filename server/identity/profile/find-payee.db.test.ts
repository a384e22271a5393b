import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customerById, findPayeeByAddress } from '#identity';
import { sql } from '#platform/db';
import { identityWorld, pendingPerson, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const find = (text: string) => findPayeeByAddress(world.db.read, text);

test('a verified person is found by exact mail address, phone and account name, and shown masked', async () => {
  const { id, form } = await verifiedPerson(world, { name: '王小明', handle: 'find_me' });
  for (const text of [form.email, form.email.toUpperCase(), form.phone, '@find_me', 'Find_Me']) {
    const found = await find(text);
    assert.deepEqual([found?.id, found?.maskedName, found?.initial], [id, '王*明', '王'], text);
  }
  for (const text of [form.email.slice(1), 'find_m', form.phone.slice(0, -1), '', '%', "' or 1=1 --"])
    assert.equal(await find(text), null, text);
});

test('who is not verified, is nobody, or does not want to be found is one and the same answer', async () => {
  const pending = await pendingPerson(world, { handle: 'not_yet_here' });
  for (const text of [pending.form.email, pending.form.phone, '@not_yet_here', 'nobody@example.com'])
    assert.equal(await find(text), null, text);
  const shy = await verifiedPerson(world, { handle: 'shy_person' });
  await sql`update identity.profile set findable_by_email = false, findable_by_handle = false where customer_id = ${shy.id}`.execute(
    world.db.read,
  );
  assert.equal(await find(shy.form.email), null);
  assert.equal(await find('@shy_person'), null);
  assert.equal((await find(shy.form.phone))?.id, shy.id, 'each way is turned off for itself');
});

test('money meant for an address never reaches an account that only claims it', async () => {
  const claimant = await pendingPerson(world);
  const owner = await verifiedPerson(world, { email: claimant.form.email, phone: claimant.form.phone });
  assert.equal((await find(claimant.form.email))?.id, owner.id);
  assert.equal((await find(claimant.form.phone))?.id, owner.id);
});

test('a customer is told to other rooms with what they may need', async () => {
  const { id, form } = await verifiedPerson(world, {
    name: 'Anna Maria Smith',
    handle: 'anna_maria',
    locale: 'zh-CN',
  });
  const customer = await customerById(world.db.read, id);
  assert.deepEqual(
    { ...customer, createdAt: customer?.createdAt.toString() },
    {
      id,
      name: 'Anna Maria Smith',
      maskedName: 'A••• S.',
      initial: 'A',
      email: form.email,
      phone: form.phone,
      handle: 'anna_maria',
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      emailVerified: true,
      phoneVerified: true,
      hasPaymentPassword: false,
      findableBy: { email: true, phone: true, handle: true },
      createdAt: world.clock.now().toString(),
    },
  );
});
