import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { CustomerId } from '#common/id';
import { type Currency, money } from '#common/money';
import type { LedgerAccount, Movement } from '#ledger';
import { Temporal } from '#platform/clock';
import { newId } from '#platform/ids';
import { changesOf, whereIs } from './where-is.ts';

const [me, other] = [newId('cus'), newId('cus')];
const accounts = new Map<string, LedgerAccount>();
function account(kind: LedgerAccount['kind'], owner: string, currency: Currency = 'EUR'): LedgerAccount {
  const key = `${kind} ${owner} ${currency}`;
  const known = accounts.get(key) ?? {
    id: BigInt(accounts.size + 1) as LedgerAccount['id'],
    kind,
    owner,
    currency,
  };
  accounts.set(key, known);
  return known;
}
const wallet = (owner: CustomerId, currency?: Currency): LedgerAccount => account('wallet', owner, currency);
const bank = account('rail_settlement', 'rail:bank');
const card = account('rail_settlement', 'rail:card');
const reserve = account('funding_reserve', 'rail:card');
const fees = account('revenue_fee', 'fee:withdrawal');
const suspense = account('rail_suspense', 'rail:bank');

type Step = readonly [
  name: string,
  kind: Movement['kind'],
  debit: LedgerAccount,
  credit: LedgerAccount,
  minor: bigint,
  of?: string,
];
const story = (...steps: readonly Step[]): Movement[] =>
  steps.map(([transfer, kind, debit, credit, minor, refersTo = null], index) => ({
    seq: BigInt(index),
    transfer,
    kind,
    code: 'adjustment',
    debit,
    credit,
    amount: money(minor, debit.currency),
    postedAt: Temporal.Instant.fromEpochMilliseconds(index),
    debitAfter: money(0n, debit.currency),
    creditAfter: money(0n, debit.currency),
    refersTo,
  }));
const seen = (movements: readonly Movement[], viewer: CustomerId = me) =>
  whereIs(movements, { viewer, nothing: 'your_balance' });

const payout: readonly Step[] = [
  ['hold', 'hold', wallet(me), bank, 40_00n],
  ['fee hold', 'hold', wallet(me), fees, 1_00n],
];
const paidOut: readonly Step[] = [
  ...payout,
  ['pay', 'capture', wallet(me), bank, 40_00n, 'hold'],
  ['fee', 'capture', wallet(me), fees, 1_00n, 'fee hold'],
];

describe('where money is, by the ledger alone', () => {
  for (const [what, steps, place, minor] of [
    ['nothing was moved: it is where it was', [], 'your_balance', null],
    ['a payout waits', payout, 'your_balance_held', 40_00n],
    ['a payout was booked', paidOut, 'bank_account', 40_00n],
    [
      'a payout was taken back',
      [
        ...payout,
        ['free', 'void', wallet(me), bank, 40_00n, 'hold'],
        ['fee free', 'void', wallet(me), fees, 1_00n, 'fee hold'],
      ],
      'your_balance',
      null,
    ],
    [
      'a payout came back',
      [
        ...paidOut,
        ['back', 'reversal', bank, wallet(me), 40_00n, 'pay'],
        ['fee back', 'reversal', fees, wallet(me), 1_00n, 'fee'],
      ],
      'your_balance',
      null,
    ],
    [
      'what came back to a closed account is set aside',
      [...paidOut, ['aside', 'single', bank, suspense, 40_00n]],
      'set_aside',
      40_00n,
    ],
    [
      'a top-up arrived, a part of it later',
      [
        ['in', 'single', card, wallet(me), 50_00n],
        ['fee', 'single', wallet(me), fees, 50n],
        ['wait', 'hold', wallet(me), reserve, 30_00n],
      ],
      'your_balance_held',
      50_00n,
    ],
    [
      'an exchange ends in the other currency, whatever it cost',
      [
        ['give', 'single', wallet(me), account('fx_position', 'system'), 10_00n],
        ['get', 'single', account('fx_position', 'system', 'JPY'), wallet(me, 'JPY'), 1_600n],
        ['fee', 'single', account('fx_position', 'system'), fees, 10n],
        ['rest', 'single', account('fx_position', 'system', 'JPY'), account('rounding', 'system', 'JPY'), 1n],
      ],
      'your_balance',
      1_600n,
    ],
    [
      'a contested payment is held with its payee',
      [
        ['paid', 'single', wallet(me), wallet(other), 26_00n],
        ['recall', 'hold', wallet(other), wallet(me), 26_00n],
      ],
      'other_balance_held',
      26_00n,
    ],
  ] as const satisfies readonly (readonly [string, readonly Step[], string, bigint | null])[])
    test(what, () => {
      const at = seen(story(...steps));
      assert.deepEqual([at.place, at.amount?.minor ?? null], [place, minor]);
    });

  test('payer and payee are told the same place, each in the own words', () => {
    const paid = story(['paid', 'single', wallet(me), wallet(other), 26_00n]);
    assert.equal(seen(paid).place, 'other_balance');
    assert.equal(seen(paid, other).place, 'your_balance');
  });
});

/** Payments, payouts and recalls as they come, each step only where the one before allows it. */
const histories = fc
  .record({
    minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    fee: fc.bigInt({ min: 0n, max: 10n ** 6n }),
    share: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom('payment', 'payout', 'top_up'),
    steps: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ minor, fee, share, kind, steps }): readonly Step[] => {
    const part = minor / BigInt(share) || 1n;
    const priced: readonly Step[] = fee > 0n ? [['fee', 'single', wallet(me), fees, fee]] : [];
    const all: Record<typeof kind, readonly Step[]> = {
      payment: [
        ['paid', 'single', wallet(me), wallet(other), minor],
        ['recall', 'hold', wallet(other), wallet(me), part],
        ['back', 'capture', wallet(other), wallet(me), part, 'recall'],
      ],
      payout: [
        ['hold', 'hold', wallet(me), bank, minor],
        ['pay', 'capture', wallet(me), bank, minor, 'hold'],
        ['back', 'reversal', bank, wallet(me), minor, 'pay'],
      ],
      top_up: [
        ['in', 'single', card, wallet(me), minor],
        ['wait', 'hold', wallet(me), reserve, part],
        ['free', 'void', wallet(me), reserve, part, 'wait'],
      ],
    };
    return [...all[kind].slice(0, steps), ...priced];
  });

test('after any history the money is in exactly one place, all sides agree, and what was given is what was got', () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const movements = story(...steps);
      const [mine, theirs] = [seen(movements), seen(movements, other)];
      assert.notEqual(mine.place, 'unsure');
      assert.deepEqual([mine.amount, mine.since], [theirs.amount, theirs.since]);
      for (const viewer of [me, other]) {
        const sum = changesOf(movements, viewer).reduce((total, { change }) => total + change.minor, 0n);
        assert.equal(sum, 0n);
      }
    }),
  );
});
