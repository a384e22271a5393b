import { ApiProblem, type Call } from '#common/api/client';
import { api } from '#common/api/index';
import type { TransferId } from '#common/id';
import { money, toWire, type Money } from '#common/money';
import { REASON_CODES, REASONS, REMEDY_SCREENS, type ReasonCode, type RemedyKind } from '#common/reasons';
import { answerChallenge } from '#test/simulators';
import { operatorRemedies } from './support/operator-remedies.ts';
import { proofRemedies } from './support/proof-remedies.ts';
import { expect, test } from './support/story.ts';
import {
  BASE,
  fund,
  join,
  mailToken,
  newId,
  received,
  smsCode,
  someone,
  registration,
  visitor,
  type Person,
} from './support/world.ts';
import { collected } from './support/collector.ts';
import { appCode, withAuthenticator } from './support/second-factor.ts';

/** Promise 1: no refusal without a way on. Each kind of remedy is pressed once, on a real refusal, and the state changes or a case opens. */
const cny = (minor: bigint): Money => money(minor, 'CNY');

async function refusedWith(code: ReasonCode, work: Promise<unknown>): Promise<ApiProblem> {
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof ApiProblem)) throw new Error(`expected ${code}, but it was not refused`);
  expect(problem.code).toBe(code);
  return problem;
}

async function someoneJoined(name = '何雨'): Promise<{ person: Person; call: Call }> {
  const person = someone(name, 'zh-CN');
  return { person, call: await join(person) };
}
async function signedIn(person: Person): Promise<Call> {
  const { call } = visitor();
  await call(api.signIn, { body: { login: person.email, password: person.password } });
  return call;
}
async function advance(seconds: number): Promise<void> {
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: seconds } });
}
const payee = async (call: Call, to: Person) =>
  (await call(api.findPayee, { body: { query: `@${to.handle}` } })).reference;
const prove = (
  call: Call,
  reference: Awaited<ReturnType<typeof payee>>,
  amount: Money,
  paymentPassword: string,
) =>
  call(api.createStepUp, {
    body: { action: 'transfer', ...toWire(amount), payee: reference, paymentPassword },
  });
async function send(call: Call, from: Person, to: Person, amount: Money, id = newId('tr')) {
  const reference = await payee(call, to);
  const proof = await prove(call, reference, amount, from.paymentPassword);
  return call(api.createTransfer, {
    idempotencyKey: id,
    body: { id, payee: reference, amount: toWire(amount), stepUpId: proof.id },
  });
}
const textOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '');
const available = async (call: Call): Promise<string> =>
  (await call(api.accounts)).items[0]?.available.amount ?? '';
const EXECUTED: Partial<Record<RemedyKind, () => Promise<void>>> = {
  async retry() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await fund(call, cny(10_000n));
    const id = newId('tr');
    const reference = await payee(call, to.person);
    const proof = await prove(call, reference, cny(100n), person.paymentPassword);
    const body = { id, payee: reference, amount: toWire(cny(100n)), stepUpId: proof.id };
    const first = await call(api.createTransfer, { idempotencyKey: id, body });
    expect(
      await call(api.createTransfer, { idempotencyKey: id, body }),
      'the same request gets the same answer',
    ).toEqual(first);
    expect(await available(call)).toBe('9900');
  },
  async confirm_repeat() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await fund(call, cny(10_000n));
    const first = await send(call, person, to.person, cny(100n));
    const reference = await payee(call, to.person);
    const proof = await prove(call, reference, cny(100n), person.paymentPassword);
    const id = newId('tr');
    const body = { id, payee: reference, amount: toWire(cny(100n)), stepUpId: proof.id };
    const asked = await refusedWith(
      'payment_just_made',
      call(api.createTransfer, { idempotencyKey: id, body }),
    );
    expect(asked.facts['earlier']).toBe(first.id);
    const repeats = first.id as TransferId;
    await call(api.createTransfer, { idempotencyKey: `${id}.again`, body: { ...body, repeats } });
    expect(await available(call), 'the same proof confirms it').toBe('9800');
  },
  async see_requests() {
    const { call } = await someoneJoined();
    const body = { id: newId('rq'), amount: toWire(cny(100n)), days: 1 as const };
    await call(api.createMoneyRequest, { idempotencyKey: body.id, body });
    const { items } = await call(api.moneyRequests, { query: { side: 'asked' } });
    expect(items.map(({ id }) => id)).toEqual([body.id]);
  },
  async reload() {
    expect((await fetch(`${BASE}/home`, { headers: { accept: 'text/html' } })).status).toBe(200);
  },
  async correct_input() {
    const person = someone('何雨', 'zh-CN');
    await refusedWith(
      'phone_not_usable',
      visitor().call(api.register, { body: { ...registration(person), phone: '12' } }),
    );
    await visitor().call(api.register, { body: registration(person) });
    expect((await (await signedIn(person))(api.me)).phone).toBe(person.phone);
  },
  async change_amount() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await fund(call, cny(5_000n));
    await refusedWith('insufficient_funds', send(call, person, to.person, cny(5_001n)));
    expect((await send(call, person, to.person, cny(5_000n))).state).toBe('completed');
  },
  async new_quote() {
    const { call } = await someoneJoined();
    const old = await call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(cny(5_000n)) } });
    await advance(15 * 60);
    const id = newId('tu');
    await refusedWith(
      'quote_expired',
      call(api.createTopUp, {
        idempotencyKey: id,
        body: { id, quoteId: old.id, cardToken: 'tok_of_no_matter' },
      }),
    );
    await fund(call, cny(5_000n));
    expect(await available(call)).toBe('5000');
  },
  async wait() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    const reference = await payee(call, to.person);
    for (let wrong = 0; wrong < 5; wrong++)
      await prove(call, reference, cny(1n), '274915').catch(() => undefined);
    const paused = await refusedWith(
      'payment_password_paused',
      prove(call, reference, cny(1n), person.paymentPassword),
    );
    const { now } = await visitor().call(api.sandboxClock);
    await advance(Math.ceil((Date.parse(textOf(paused.facts['until'])) - Date.parse(now)) / 1000) + 1);
    const again = await signedIn(person);
    await prove(again, await payee(again, to.person), cny(1n), person.paymentPassword);
  },
  async sign_in() {
    const { person } = await someoneJoined();
    await refusedWith('unauthenticated', visitor().call(api.accounts));
    expect((await (await signedIn(person))(api.accounts)).items.length).toBeGreaterThan(0);
  },
  async give_second_factor() {
    const { person, call } = await someoneJoined();
    const secret = await withAuthenticator(person, call);
    const { call: again } = visitor();
    const login = { login: person.email, password: person.password };
    await refusedWith('second_factor_required', again(api.signIn, { body: login }));
    const factor = { way: 'authenticator', code: await appCode(secret, 30) } as const;
    expect((await again(api.finishSignIn, { body: factor })).email).toBe(person.email);
  },
  async reset_password() {
    const { person } = await someoneJoined();
    const wrong = { login: person.email, password: 'not-the-password-1' };
    await refusedWith('sign_in_failed', visitor().call(api.signIn, { body: wrong }));
    await visitor().call(api.requestReset, { body: { login: person.email, by: 'email' } });
    const token = await received(person.email, 'mail', /reset-password#token=([\w-]{43})/);
    const password = `${person.password}-new`;
    const reset = await visitor().call(api.resetByLink, { body: { token, password } });
    expect(reset.next).toBe('sign_in');
    await signedIn({ ...person, password });
  },
  async give_strong_factor() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    const secret = await withAuthenticator(person, call);
    const reference = await payee(call, to.person);
    const large = { action: 'transfer', ...toWire(cny(500_001n)), payee: reference } as const;
    const asked = { ...large, paymentPassword: person.paymentPassword };
    await refusedWith('strong_factor_required', call(api.createStepUp, { body: asked }));
    const factor = { way: 'authenticator', code: await appCode(secret, 30) } as const;
    expect((await call(api.createStepUp, { body: { ...asked, factor } })).id).toMatch(/^su_/);
  },
  async add_second_factor() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    const reference = await payee(call, to.person);
    const large = prove(call, reference, cny(500_001n), person.paymentPassword);
    await refusedWith('strong_factor_missing', large);
    await withAuthenticator(person, call);
    expect((await call(api.secondFactors)).ways).toContain('authenticator');
  },
  async prove_access() {
    const { person, call } = await someoneJoined();
    await refusedWith('access_proof_required', call(api.offerAuthenticator, { body: {} }));
    await call(api.proveAccess, { body: { password: person.password } });
    expect((await call(api.offerAuthenticator, { body: {} })).secret.length).toBe(32);
  },
  async register() {
    expect((await (await someoneJoined()).call(api.me)).emailVerified).toBe(true);
  },
  async verify_contact() {
    const person = someone('何雨', 'zh-CN');
    await visitor().call(api.register, { body: registration(person) });
    const call = await signedIn(person);
    const quote = { body: { kind: 'card_top_up' as const, amount: toWire(cny(5_000n)) } };
    await refusedWith('verification_required', call(api.createQuote, quote));
    await call(api.verifyEmail, { body: { token: await mailToken(person.email) } });
    await call(api.verifyPhone, { body: { code: await smsCode(person.phone) } });
    expect((await call(api.createQuote, quote)).credited.amount).toBe('5000');
  },
  async resend_code() {
    const person = someone('何雨', 'zh-CN');
    await visitor().call(api.register, { body: registration(person) });
    const call = await signedIn(person);
    const first = await smsCode(person.phone);
    await refusedWith(
      'code_wrong',
      call(api.verifyPhone, { body: { code: first === '000000' ? '000001' : '000000' } }),
    );
    await advance(61);
    await call(api.resendVerification, { body: { purpose: 'phone' } });
    await expect(async () => expect(await smsCode(person.phone)).not.toBe(first)).toPass({ timeout: 15_000 });
    expect((await call(api.verifyPhone, { body: { code: await smsCode(person.phone) } })).phoneVerified).toBe(
      true,
    );
  },
  async accept_terms() {
    const person = someone('何雨', 'zh-CN');
    await refusedWith(
      'terms_outdated',
      visitor().call(api.register, { body: { ...registration(person), termsVersion: '2020-01-01' } }),
    );
    expect((await fetch(`${BASE}${REMEDY_SCREENS.accept_terms}`)).status).toBe(200);
    await visitor().call(api.register, { body: registration(person) });
  },
  async set_payment_password() {
    const [person, to] = [someone('何雨', 'zh-CN'), await someoneJoined()];
    await visitor().call(api.register, { body: registration(person) });
    const call = await signedIn(person);
    await call(api.verifyEmail, { body: { token: await mailToken(person.email) } });
    await call(api.verifyPhone, { body: { code: await smsCode(person.phone) } });
    const reference = await payee(call, to.person);
    await refusedWith('payment_password_not_set', prove(call, reference, cny(1n), person.paymentPassword));
    await call(api.setPaymentPassword, {
      body: { password: person.password, paymentPassword: person.paymentPassword },
    });
    await prove(call, reference, cny(1n), person.paymentPassword);
  },
  async reset_payment_password() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    const reference = await payee(call, to.person);
    await refusedWith('payment_password_wrong', prove(call, reference, cny(1n), '274915'));
    await call(api.setPaymentPassword, { body: { password: person.password, paymentPassword: '274915' } });
    await prove(call, reference, cny(1n), '274915');
  },
  async confirm_payment_password() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await fund(call, cny(5_000n));
    const reference = await payee(call, to.person);
    const proof = await prove(call, reference, cny(100n), person.paymentPassword);
    const pay = (minor: bigint, stepUpId: typeof proof.id) => {
      const id = newId('tr');
      return call(api.createTransfer, {
        idempotencyKey: id,
        body: { id, payee: reference, amount: toWire(cny(minor)), stepUpId },
      });
    };
    await refusedWith('step_up_not_valid', pay(101n, proof.id));
    const fresh = await prove(call, reference, cny(101n), person.paymentPassword);
    expect((await pay(101n, fresh.id)).state).toBe('completed');
  },
  async top_up() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await refusedWith('insufficient_funds', send(call, person, to.person, cny(3_000n)));
    await fund(call, cny(3_000n));
    expect((await send(call, person, to.person, cny(3_000n))).state).toBe('completed');
  },
  async use_other_card() {
    const { call } = await someoneJoined();
    const declined = await fund(call, cny(5_000n), '4000000000009995');
    expect((await call(api.entry, { params: { id: declined } })).reason?.code).toBe(
      'card_insufficient_funds',
    );
    await fund(call, cny(5_000n), '5555555555554444');
    expect(await available(call)).toBe('5000');
  },
  async finish_challenge() {
    const { call } = await someoneJoined();
    const id = await fund(call, cny(5_000n), '4000000000003220');
    const waiting = await call(api.entry, { params: { id } });
    expect(waiting.reason?.code).toBe('top_up_awaiting_challenge');
    await answerChallenge(waiting.challengeUrl ?? '', 'right_code');
    await expect(async () => expect(await available(call)).toBe('5000')).toPass({ timeout: 20_000 });
  },
  async check_again() {
    const { call } = await someoneJoined();
    const id = await fund(call, cny(5_000n), '4000000000000150');
    expect(['top_up_checking', undefined]).toContain(
      (await call(api.entry, { params: { id } })).reason?.code,
    );
    expect((await call(api.checkTopUp, { params: { id: id as never }, body: {} })).state).toBe('settled');
  },
  async cancel_payment() {
    const [{ person, call }, to] = [await collected('林知夏', 'zh-CN'), await someoneJoined()];
    const held = await send(call, person, to.person, cny(100_000n));
    expect(held.reason?.code).toBe('payment_in_review');
    expect(await available(call)).toBe('5000');
    const params = { id: held.id as TransferId };
    expect((await call(api.cancelTransfer, { params, body: {} })).state).toBe('cancelled');
    expect(await available(call)).toBe('105000');
  },
  async find_payee_again() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await fund(call, cny(5_000n));
    const old = await payee(call, to.person);
    await advance(16 * 60);
    const proof = await prove(call, old, cny(100n), person.paymentPassword);
    const id = newId('tr');
    await refusedWith(
      'payee_confirmation_expired',
      call(api.createTransfer, {
        idempotencyKey: id,
        body: { id, payee: old, amount: toWire(cny(100n)), stepUpId: proof.id },
      }),
    );
    expect((await send(call, person, to.person, cny(100n))).state).toBe('completed');
  },
  async see_history() {
    const { call } = await someoneJoined();
    const id = await fund(call, cny(5_000n));
    expect((await call(api.entries, { query: {} })).items.map((entry) => entry.id)).toContain(id);
  },
  async see_limits() {
    expect((await (await someoneJoined()).call(api.limits)).items.length).toBeGreaterThan(0);
  },
  ...proofRemedies({ someoneJoined, refusedWith }),
  ...operatorRemedies({ refusedWith }),
  async see_restriction() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    await fund(call, cny(5_000n));
    await call(api.freezeAccount, { body: {} });
    await refusedWith('frozen_by_owner', send(call, person, to.person, cny(100n)));
    const { blocked, restrictions, undo } = await call(api.accountStatus);
    expect(blocked).toContain('transfer');
    expect(restrictions.map(({ why }) => why)).toEqual(['owner_asked']);
    expect(undo?.daysMin, 'what undoing asks for').toBe(7);
  },
  async settle_debt() {
    const [{ person, call }, to] = [await someoneJoined(), await someoneJoined()];
    const id = await fund(call, cny(100_000n));
    await send(call, person, to.person, cny(100_000n));
    const charge = (await visitor().call(api.sandboxCharges)).items.find(({ reference }) => reference === id);
    await visitor().call(api.sandboxChargeback, { params: { id: charge?.id ?? '' }, body: {} });
    await expect(async () => expect((await call(api.accounts)).debts).toHaveLength(1)).toPass({
      timeout: 20_000,
    });
    await advance(3 * 86_400 + 60);
    const again = await signedIn(person);
    await fund(again, cny(110_000n));
    await expect(async () => expect((await again(api.accounts)).debts).toHaveLength(0)).toPass({
      timeout: 20_000,
    });
  },
  async open_case() {
    const { call } = await someoneJoined();
    const id = newId('case');
    await call(api.openCase, { idempotencyKey: id, body: { id, topic: 'other', text: '请帮我看看' } });
    expect((await call(api.case, { params: { id } })).state).toBe('awaiting_agent');
  },
};

for (const [kind, press] of Object.entries(EXECUTED)) {
  test(`the remedy "${kind}" leads on`, async () => {
    test.setTimeout(120_000);
    await press();
  });
}

test('every reason offers a remedy that was pressed here', () => {
  for (const code of REASON_CODES) {
    const kinds: readonly RemedyKind[] = REASONS[code].remedies;
    expect(
      kinds.some((kind) => EXECUTED[kind] !== undefined),
      code,
    ).toBe(true);
  }
  expect(Object.keys(EXECUTED).sort(), 'no kind is left out').toEqual(Object.keys(REMEDY_SCREENS).sort());
});
