import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { BankTopUpId, CustomerId } from '#common/id';
import { balancesOf, openAccount, setFlags } from '#ledger';
import { ok } from '#common/result';
import { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { caller } from '#test/http';
import { camt054 } from '../../../simulators/bank/reports.ts';
import { replayReport } from '../bank-report/collect-reports.ts';
import { addBankAccount, EUR_DETAILS, until } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-02T09:00:00+01:00')));
await bank.follow();

const desk = () => caller(world.url, world.sessions.staff({ role: 'finance' }).cookie);
const [lin, fang] = [desk(), desk()];
const PAYER = { name: 'Anna Smith', account: EUR_DETAILS.accountNumber };
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const referenceOf = async (person: WalletPerson): Promise<string> => {
  const { items } = await person.call(api.bankTransfers, { body: {} });
  return items.find(({ currency }) => currency === 'EUR')?.reference ?? '';
};
/** Money that comes without a right reference; as it stands at the desk. */
async function unmatched(more: { text?: string; name?: string; account?: string; minor?: bigint } = {}) {
  const known = new Set((await lin(api.suspense)).items.map(({ id }) => id));
  await bank.transfer({ currency: 'EUR', minor: 5_000n, text: 'for my wallet', ...PAYER, ...more });
  await bank.hear();
  const item = (await lin(api.suspense)).items.find(({ id }) => !known.has(id));
  assert.ok(item);
  return item;
}
const itemOf = async (id: BankTopUpId) => (await lin(api.suspense)).items.find((each) => each.id === id);
const propose = (id: BankTopUpId, customer: CustomerId | null, by = lin) =>
  by(api.proposeBankMoney, {
    params: { id },
    body: {
      parameters: customer === null ? { do: 'send_back' } : { do: 'assign', customer },
      note: 'the name and the amount fit',
    },
  });
const decide = (
  id: Awaited<ReturnType<typeof propose>>['proposalId'],
  by = fang,
  decision: 'approve' | 'reject' | 'withdraw' = 'approve',
) => by(api.decideBankMoney, { params: { id }, body: { decision } });
async function booksAgree(): Promise<void> {
  const own = (await balancesOf(db.read, 'rail:bank')).find(
    ({ kind, currency }) => kind === 'rail_settlement' && currency === 'EUR',
  );
  assert.equal((own?.posted.minor ?? 0n).toString(), (await bank.books()).balances['EUR']);
  assert.deepEqual(await world.violations(), []);
}

describe('money without an owner', () => {
  test('stands at the desk with what the bank tells, its payer’s account masked', async () => {
    const item = await unmatched();
    assert.deepEqual(
      [
        item.why,
        item.amount.amount,
        item.payerName,
        item.payerAccount,
        item.texts,
        item.canGoBack,
        item.customer,
      ],
      ['no_reference', '5000', 'Anna Smith', 'DE •••• 3000', ['for my wallet'], true, null],
    );
    const { totals } = await lin(api.suspense);
    assert.ok(totals.some(({ currency, count }) => currency === 'EUR' && count > 0));
    assert.ok(!JSON.stringify(await lin(api.suspense)).includes(EUR_DETAILS.accountNumber));
  });

  test('is suggested to whom it may belong: a reference that is nearly theirs, an account of theirs', async () => {
    const anna = await world.person('Anna Smith');
    const own = await referenceOf(anna);
    await addBankAccount(world, anna, EUR_DETAILS);
    const near = own.slice(0, -1) + String((Number(own.at(-1)) + 1) % 10);
    const item = await unmatched({ text: near, name: 'SMITH, ANNA' });
    const [first] = item.suggestions;
    assert.deepEqual(
      [first?.customer.id, first?.because, first?.nameMatch],
      [anna.id, 'near_reference', 'match'],
    );
    const other = await unmatched({ name: 'Anna Smith' });
    assert.ok(
      other.suggestions.some((each) => each.customer.id === anna.id && each.because === 'own_account'),
    );
    const stranger = await unmatched({ name: 'Somebody Else' });
    assert.ok(
      !stranger.suggestions.some((each) => each.because === 'own_account'),
      'many accounts end alike',
    );
    const looks = await sql<{ n: bigint }>`
      select count(*) as n from risk.staff_look where customer_id = ${anna.id} and desk = 'suspense'`.execute(
      db.read,
    );
    assert.ok((looks.rows[0]?.n ?? 0n) > 0n, 'who looked is on record');
  });

  test('is looked up by reference or account name, and its payer’s name is compared', async () => {
    const anna = await world.person('Anna Smith');
    const item = await unmatched({ name: 'Anna Smith' });
    for (const query of [await referenceOf(anna), `@${anna.handle}`]) {
      const found = await lin(api.lookUpOwner, { params: { id: item.id }, body: { query } });
      assert.deepEqual([found.customer.id, found.nameMatch], [anna.id, 'match']);
    }
    assert.equal(
      await refused(lin(api.lookUpOwner, { params: { id: item.id }, body: { query: '@nobody_here' } })),
      'not_found',
    );
  });
});

describe('assigning it', () => {
  test('takes two people, credits exactly what was proposed, once, and its owner hears of it', async () => {
    const [anna, ben] = [await world.person('Anna Smith'), await world.person('Ben')];
    const item = await unmatched();
    const { proposalId } = await propose(item.id, anna.id);
    assert.equal((await itemOf(item.id))?.proposal?.customer?.id, anna.id);
    assert.equal(await refused(propose(item.id, ben.id, fang)), 'proposal_open');
    assert.equal(await refused(decide(proposalId, lin)), 'proposal_own');
    const answers = await Promise.all(Array.from({ length: 5 }, () => refused(decide(proposalId))));
    assert.deepEqual(answers.toSorted(), ['accepted', ...Array.from({ length: 4 }, () => 'proposal_closed')]);
    assert.deepEqual([await world.available(anna, 'EUR'), await world.available(ben, 'EUR')], [5_000n, 0n]);
    const entry = await anna.call(api.entry, { params: { id: item.id } });
    assert.deepEqual(
      [entry.state, entry.movements.map(({ from, to }) => [from, to])],
      [
        'settled',
        [
          ['bank', 'bank'],
          ['bank', 'your_balance'],
        ],
      ],
    );
    assert.equal(await itemOf(item.id), undefined);
    assert.equal(await refused(propose(item.id, anna.id)), 'suspense_changed');
    await booksAgree();
  });

  test('goes to nobody but whom it was told to, and to no closed wallet; what cannot be done is not approved', async () => {
    const [anna, ben] = [await world.person('Anna Smith'), await world.person('Ben')];
    const { items } = await anna.call(api.bankTransfers, { body: {} });
    const item = await unmatched({ text: items.find(({ currency }) => currency === 'CNY')?.reference ?? '' });
    assert.deepEqual([item.why, item.customer?.id], ['currency_differs', anna.id]);
    assert.equal(await refused(propose(item.id, ben.id)), 'suspense_owner_known');
    const { proposalId } = await propose(item.id, anna.id);
    await db.transaction(async (tx) => {
      const account = await openAccount(tx, clock, { kind: 'wallet', owner: anna.id, currency: 'EUR' });
      await setFlags(tx, clock, { account, set: ['closed'], reason: 'a test closes it', actor: 'rule:test' });
    });
    assert.equal(await refused(decide(proposalId)), 'suspense_owner_closed');
    assert.equal((await itemOf(item.id))?.proposal?.id, proposalId, 'the proposal still waits');
    assert.equal(await refused(decide(proposalId, lin, 'withdraw')), 'accepted');
    assert.equal(await refused(propose(item.id, anna.id)), 'suspense_owner_closed');
    assert.equal(await refused(propose(item.id, null)), 'accepted', 'it can go back');
  });

  test('of what is above a limit is for two people to decide, and counts', async () => {
    const anna = await world.person('Anna Smith');
    const item = await unmatched({ text: await referenceOf(anna), minor: 900_000_00n });
    assert.equal(item.why, 'over_limit');
    await decide((await propose(item.id, anna.id)).proposalId);
    assert.equal(await world.available(anna, 'EUR'), 900_000_00n);
    const entry = await anna.call(api.entry, { params: { id: item.id } });
    assert.deepEqual(
      entry.timeline.map(({ kind, actor }) => [kind, actor]),
      [
        ['bank_top_up_assigned', 'staff'],
        ['bank_top_up_put_aside', 'okpay'],
      ],
    );
  });
});

describe('sending it back', () => {
  test('takes two people, goes to its payer by a file, and leaves suspense when the bank has booked it', async () => {
    const item = await unmatched();
    const { proposalId } = await propose(item.id, null);
    await decide(proposalId);
    await world.drain();
    assert.equal((await itemOf(item.id))?.state, 'sending_back');
    assert.equal(await refused(propose(item.id, null)), 'suspense_changed');
    await bank.live({ hours: 1 });
    assert.equal(await itemOf(item.id), undefined);
    const { files } = await lin(api.bankRail);
    assert.deepEqual(
      [files[0]?.kind, files[0]?.state, files[0]?.amount.amount],
      ['return', 'booked', '5000'],
    );
    await booksAgree();
  });

  test('is not proposed where nobody knows the account', async () => {
    const item = await unmatched({ account: '' });
    assert.deepEqual([item.canGoBack, item.goesBackAt], [false, null]);
    assert.equal(await refused(propose(item.id, null)), 'suspense_payer_unknown');
  });

  test('whose answer was lost is asked for before it is sent again, and goes once', async () => {
    const item = await unmatched();
    await bank.turn({ upload: 'drop_answer' });
    await decide((await propose(item.id, null)).proposalId);
    await world.drain();
    await bank.turn({ upload: 'taken' });
    await bank.live({ hours: 2 });
    await bank.live({ hours: 1 });
    assert.equal(await itemOf(item.id), undefined);
    await booksAgree();
  });
});

describe('the bank at the desk', () => {
  test('shows its files, and one that was refused with reason and line; replayed, a taken one changes nothing', async () => {
    await bank.say('<Document><a>');
    await bank.hear();
    const { reports, isStale, lastReportAt } = await lin(api.bankRail);
    const [first] = reports;
    assert.deepEqual([first?.outcome, first?.fault, isStale], ['refused', 'not_xml in line 1', false]);
    assert.ok(lastReportAt && first);
    const replay = (number: string) => lin(api.replayReport, { params: { number }, body: {} });
    assert.deepEqual(await replay(first.number), { outcome: 'refused', fault: 'not_xml in line 1' });
    const taken = reports.find(({ outcome }) => outcome === 'taken');
    assert.ok(taken);
    const before = (await lin(api.suspense)).items.length;
    assert.deepEqual(await replay(taken.number), { outcome: 'unchanged', fault: null });
    assert.equal((await lin(api.suspense)).items.length, before);
    assert.equal(await refused(replay('999999')), 'not_found');
    await booksAgree();
  });

  test('that has mended a refused file has it taken when it is read anew, once', async () => {
    const anna = await world.person();
    const from = {
      name: 'Anna',
      account: '',
      bank: null,
      text: await referenceOf(anna),
      isStructured: true,
      sent: null,
    };
    const booking = {
      reference: 'MENDED',
      endToEndId: 'NOTPROVIDED',
      direction: 'CRDT' as const,
      minor: '3300',
      currency: 'EUR',
      day: '2026-12-02',
      returnCode: null,
      from,
    };
    const good = camt054({ id: 'R9', at: '2026-12-02T13:00:00Z' }, 'DE89370400440532013000', [booking]);
    await bank.say(good.slice(0, -30));
    await bank.hear();
    const [first] = (await lin(api.bankRail)).reports;
    assert.ok(first?.outcome === 'refused' && world.deps.bank);
    async function* mended(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(good);
    }
    const deps = { ...world.deps, bank: { ...world.deps.bank, report: async () => ok(mended()) } };
    const number = BigInt(first.number);
    assert.deepEqual(await replayReport(deps, number), { outcome: 'taken', fault: null });
    assert.deepEqual(await replayReport(deps, number), { outcome: 'unchanged', fault: null });
    assert.equal((await replayReport(world.deps, number))?.outcome, 'different');
    assert.equal(await world.available(anna, 'EUR'), 3_300n);
    await assert.rejects(
      sql`update wallet.bank_report set digest = ${Buffer.alloc(32)} where number = ${number}`.execute(
        db.read,
      ),
      /it stays what it is/,
    );
  });

  test('that says nothing for four days is stale', async () => {
    clock.advance({ hours: 97 });
    assert.equal((await lin(api.bankRail)).isStale, true);
  });

  test('is not shown to other staff, nor to customers', async () => {
    for (const role of ['agent', 'supervisor', 'risk', 'operator'] as const)
      assert.equal(
        await refused(caller(world.url, world.sessions.staff({ role }).cookie)(api.suspense)),
        'forbidden',
      );
    assert.equal(await refused((await world.person()).call(api.suspense)), 'unauthenticated');
  });
});
