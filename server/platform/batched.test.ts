import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batched } from './batched.ts';

/** A question that is answered when the test says so. */
function held() {
  const asked: { keys: readonly number[]; answer: () => void; fail: (why: Error) => void }[] = [];
  const ask = (keys: readonly number[]) =>
    new Promise<readonly number[]>((answer, fail) =>
      asked.push({ keys, answer: () => answer(keys.map((key) => key * 10)), fail }),
    );
  return { asked, ask };
}
const turn = () => new Promise((done) => setImmediate(done));

test('who asks in the same turn shares a question, and each gets the own answer', async () => {
  const { asked, ask } = held();
  const one = batched(ask);
  const answers = Promise.all([one(1), one(2), one(3)]);
  await turn();
  assert.deepEqual(
    asked.map(({ keys }) => keys),
    [[1, 2, 3]],
  );
  asked[0]?.answer();
  assert.deepEqual(await answers, [10, 20, 30]);
});

test('who asks while questions are being answered is in the next one', async () => {
  const { asked, ask } = held();
  const one = batched(ask, { inFlight: 1, most: 2 });
  const first = one(1);
  await turn();
  const later = Promise.all([one(2), one(3), one(4)]);
  await turn();
  assert.equal(asked.length, 1, 'one question at a time');
  asked[0]?.answer();
  assert.equal(await first, 10);
  asked[1]?.answer();
  await turn();
  asked[2]?.answer();
  assert.deepEqual(await later, [20, 30, 40]);
  assert.deepEqual(
    asked.map(({ keys }) => keys),
    [[1], [2, 3], [4]],
    'at most two askers in one question',
  );
});

test('a question that fails fails for those in it, and the next one is asked', async () => {
  const { asked, ask } = held();
  const one = batched(ask, { inFlight: 1 });
  const failing = Promise.allSettled([one(1), one(2)]);
  await turn();
  const next = one(3);
  await turn();
  asked[0]?.fail(new Error('away'));
  assert.deepEqual(
    (await failing).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await turn();
  asked[1]?.answer();
  assert.equal(await next, 30);
});

test('an answer that leaves somebody out is a bug and fails for all', async () => {
  const one = batched(async () => [1]);
  const answers = await Promise.allSettled([one(1), one(2)]);
  assert.ok(answers.every(({ status }) => status === 'rejected'));
});
