import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { readPayCode } from '#common/pay-code';
import { toWire } from '#common/money';
import { newId } from '#platform/ids';
import { ORIGIN } from '#test/http';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false });
const HOST = new URL(ORIGIN).host;
const tokenIn = (code: string): string => {
  const read = readPayCode(code, HOST);
  assert.ok(read.ok);
  return read.value.token;
};
const open = (payer: WalletPerson, token: string) => payer.call(api.openPayCode, { body: { token } });
const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const problem = await asked.catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem);
  return problem.code;
};

test('a code stays the same, tells a masked name to whoever has it, and pays nothing by itself', async () => {
  const [owner, payer] = [await world.person('王小明'), await world.funded(cny(100_00n))];
  const codes = await Promise.all([
    owner.call(api.payCode, { body: {} }),
    owner.call(api.payCode, { body: {} }),
    owner.call(api.payCode, { body: {} }),
  ]);
  assert.equal(new Set(codes.map(({ code }) => code)).size, 1, 'asked for at once it is made once');
  const token = tokenIn(codes[0]?.code ?? '');
  const payee = await open(payer, token);
  assert.deepEqual([payee.maskedName, payee.handle, payee.firstPayment], ['王*明', null, true]);
  assert.equal(await world.available(payer), 100_00n);
  const amount = cny(5_00n);
  const stepUpId = await world.stepUp(payer, amount, payee.reference);
  const id = newId('tr');
  const body = { id, payee: payee.reference, amount: toWire(amount), stepUpId };
  await payer.call(api.createTransfer, { body, idempotencyKey: id });
  assert.equal(await world.available(owner), 5_00n);
  assert.equal(await codeOf(open(owner, token)), 'payee_is_self');
});

test('a new code makes the old one worthless, and a code that was never made is not there', async () => {
  const [owner, payer] = [await world.person(), await world.person()];
  const old = tokenIn((await owner.call(api.payCode, { body: {} })).code);
  const anew = tokenIn((await owner.call(api.renewPayCode, { body: {} })).code);
  assert.notEqual(anew, old);
  assert.equal(await codeOf(open(payer, old)), 'not_found');
  assert.equal(await codeOf(open(payer, 'x'.repeat(22))), 'not_found');
  assert.equal((await open(payer, anew)).maskedName, '林*夏');
  assert.equal(tokenIn((await owner.call(api.payCode, { body: {} })).code), anew);
});
