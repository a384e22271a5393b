import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { control, type Simulators, startSimulators } from '#test/simulators';
import { createSmsGateway, type SmsGateway } from './sms-gateway.ts';

let world: Simulators;
let gateway: SmsGateway;
before(async () => {
  world = await startSimulators();
  gateway = createSmsGateway({ ...world.sms, timeoutMillis: 500 });
});
after(() => world.stop());
beforeEach(() => control(world.sms.url, '/control/reset', {}));

const turn = (knobs: Record<string, unknown>): Promise<unknown> =>
  control(world.sms.url, '/control/knobs', knobs);
const inboxOf = async (to: string): Promise<{ text: string; reference: string }[]> =>
  (
    await control<{ messages: { text: string; reference: string }[] }>(
      world.sms.url,
      `/inbox?to=${encodeURIComponent(to)}`,
    )
  ).messages;
const text = '您的验证码是 482913，5 分钟内有效，请勿告诉任何人。';

test('a text message arrives on the phone, and its state can be asked', async () => {
  const sent = await gateway.send({ to: '+8613800006620', text, reference: 'ntf_1' });
  assert.ok(sent.ok);
  assert.deepEqual(
    (await inboxOf('+8613800006620')).map((sms) => sms.text),
    [text],
  );
  assert.deepEqual(await gateway.find('ntf_1'), { ok: true, value: { state: 'delivered' } });
  assert.deepEqual(await gateway.find('ntf_never'), { ok: true, value: { state: 'not_found' } });
});

test('one reference is one message, however often and at once it is sent', async () => {
  const message = { to: '+8613800000002', text, reference: 'ntf_2' };
  // The other one gives up after half a second, which twenty at once may take on a busy machine.
  const patient = createSmsGateway(world.sms);
  const sent = await Promise.all(Array.from({ length: 20 }, () => patient.send(message)));
  assert.equal(new Set(sent.map((one) => (one.ok ? one.value.id : one.error.code))).size, 1);
  assert.equal((await inboxOf(message.to)).length, 1);
  const other = await gateway.send({ ...message, text: 'another text' });
  assert.deepEqual(other, {
    ok: false,
    error: { code: 'sms_refused', isPermanent: true, cause: 'reference_reused' },
  });
});

test('a lost answer is unknown, and asking again sends no second message', async () => {
  await turn({ lostAnswers: 1 });
  const message = { to: '+8613800000003', text, reference: 'ntf_3' };
  assert.deepEqual(await gateway.send(message), {
    ok: false,
    error: { code: 'sms_unknown', isPermanent: false, cause: 'connection_dropped' },
  });
  assert.deepEqual(await gateway.find('ntf_3'), { ok: true, value: { state: 'delivered' } });
  assert.ok((await gateway.send(message)).ok);
  assert.equal((await inboxOf(message.to)).length, 1);
});

test('an answer that comes too late is unknown', async () => {
  await turn({ answerDelayMillis: 2_000 });
  const sent = await gateway.send({ to: '+8613800000004', text, reference: 'ntf_4' });
  assert.deepEqual(sent, { ok: false, error: { code: 'sms_unknown', isPermanent: false, cause: 'timeout' } });
});

test('a gateway in trouble is not known to have taken nothing', async () => {
  await turn({ unavailableNext: 1 });
  const sent = await gateway.send({ to: '+8613800000005', text, reference: 'ntf_5' });
  assert.deepEqual(sent, {
    ok: false,
    error: { code: 'sms_unknown', isPermanent: false, cause: 'server_error' },
  });
});

test('a number that is not served is final', async () => {
  await turn({ refuseNumbers: ['+8613800000006'] });
  const sent = await gateway.send({ to: '+8613800000006', text, reference: 'ntf_6' });
  assert.deepEqual(sent, {
    ok: false,
    error: { code: 'sms_refused', isPermanent: true, cause: 'number_not_served' },
  });
  assert.equal((await gateway.send({ to: '110', text, reference: 'ntf_6b' })).ok, false);
});

test('failed, lost on the way and late are states of their own', async () => {
  await turn({ failNext: 1 });
  await gateway.send({ to: '+8613800000007', text, reference: 'ntf_7' });
  await turn({ dropNext: 1 });
  await gateway.send({ to: '+8613800000007', text, reference: 'ntf_8' });
  await turn({ deliveryDelayMillis: 60_000 });
  await gateway.send({ to: '+8613800000007', text, reference: 'ntf_9' });
  const states = await Promise.all(
    ['ntf_7', 'ntf_8', 'ntf_9'].map(async (reference) => gateway.find(reference)),
  );
  assert.deepEqual(
    states.map((state) => state.ok && state.value.state),
    ['failed', 'accepted', 'accepted'],
  );
  assert.deepEqual(await inboxOf('+8613800000007'), []);
});

test('a wrong key is told, and without anything of the message', async () => {
  const sent = await createSmsGateway({ url: world.sms.url, key: 'wrong-key' }).send({
    to: '+8613800000008',
    text,
    reference: 'ntf_10',
  });
  assert.deepEqual(sent, {
    ok: false,
    error: { code: 'sms_unavailable', isPermanent: false, cause: 'key_refused' },
  });
});

test('nobody listens: nothing was sent', async () => {
  const sent = await createSmsGateway({ url: 'http://127.0.0.1:1', key: 'k' }).send({
    to: '+8613800000009',
    text,
    reference: 'ntf_11',
  });
  assert.deepEqual(sent, {
    ok: false,
    error: { code: 'sms_unavailable', isPermanent: false, cause: 'connection_refused' },
  });
});
