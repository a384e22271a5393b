// A judge that sees nothing would let everything pass: each kind of violation is planted in a small true run, and must be found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgePayouts, readBankBook } from './bank-book.ts';
import { readBook } from './book.ts';
import type { Facts, Row } from './facts.ts';
import { type Asked, type Line, type Operation, type SentLeg, take, type ToldLeg } from './journal.ts';
import { judge } from './laws.ts';

const RAIL = 1;
const ANNA = 2;
const MING = 3;

/** Three movements, one after the other: 100 to Anna, 30 from her to Ming, and 10 back. */
const MOVES: readonly [debit: number, credit: number, amount: number][] = [
  [RAIL, ANNA, 100],
  [ANNA, MING, 30],
  [MING, ANNA, 10],
];

/** A true run. Every question takes from 10 to 15 of its hundred microseconds. */
function trueRun(): { lines: Line[]; rows: Row[] } {
  const balances = new Map<number, { after: number; version: number }>();
  const touch = (account: number, change: number) => {
    const { after, version } = balances.get(account) ?? { after: 0, version: 0 };
    const next = { after: after + change, version: version + 1 };
    balances.set(account, next);
    return next;
  };
  const rows = MOVES.map(([debit, credit, amount], index): Row => {
    const [from, to] = [touch(debit, -amount), touch(credit, amount)];
    const sides = {
      debitAfter: from.after,
      debitVersion: from.version,
      creditAfter: to.after,
      creditVersion: to.version,
    };
    return { seq: index + 1, id: `leg-${index}`, kind: 0, debit, credit, amount, ...sides };
  });
  const lines = rows.flatMap((row, index): Line[] => [
    { k: 'sent', at: index * 100 + 10, op: `op-${index}`, asked: { road: 'ledger', legs: [legOf(row)] } },
    { k: 'told', at: index * 100 + 15, op: `op-${index}`, answer: { how: 'created', legs: [toldOf(row)] } },
  ]);
  return { lines, rows };
}

const legOf = ({ id, debit, credit, amount }: Row): SentLeg => ({
  kind: 'single',
  id,
  debit,
  credit,
  amount,
});
const toldOf = ({ seq: _seq, kind: _kind, ...leg }: Row): ToldLeg => leg;

function findings(lines: readonly Line[], rows: readonly Row[], more: Partial<Facts> = {}) {
  const operations = new Map<string, Operation>();
  for (const line of lines) take(operations, line);
  const found = judge({ operations, rows, caused: new Map(), own: new Set([RAIL, ANNA, MING]), ...more });
  return Object.entries(found).flatMap(([kind, list]) => list.map((what) => `${kind}: ${what}`));
}

/** The run with something changed in it must be found out, as this kind and in these words. */
function noticed(change: (run: { lines: Line[]; rows: Row[] }) => void, expected: RegExp): void {
  const run = structuredClone(trueRun());
  change(run);
  const found = findings(run.lines, run.rows);
  assert.ok(
    found.some((one) => expected.test(one)),
    `${expected} is not among: ${found.join('; ') || 'nothing'}`,
  );
}

const refusal = (op: string, at: number, toldAt: number, available: number): Line[] => [
  {
    k: 'sent',
    at,
    op,
    asked: { road: 'ledger', legs: [{ kind: 'single', id: op, debit: ANNA, credit: MING, amount: 999 }] },
  },
  {
    k: 'told',
    at: toldAt,
    op,
    answer: { how: 'refused', code: 'insufficient_funds', account: ANNA, available },
  },
];
const at = <T>(list: readonly T[], index: number): T => list[index] ?? assert.fail('the run has it');

test('a true run has no findings', () => {
  const { lines, rows } = trueRun();
  assert.deepEqual(findings(lines, rows), []);
  assert.deepEqual(
    findings([...lines, ...refusal('no', 120, 130, 70)], rows),
    [],
    'and a true refusal in it',
  );
});

test('a movement that was told and is not there is lost', () => {
  noticed(({ rows }) => rows.pop(), /^lost: op-2 was told as created, 0 of 1/);
});

test('an id with two effects, and an effect that nobody asked for, are doubled', () => {
  noticed(
    ({ rows }) => rows.push({ ...at(rows, 2), seq: 9 }),
    /^doubled: transfer leg-2 stands in the database twice/,
  );
  noticed(
    ({ rows }) => rows.push({ ...at(rows, 2), seq: 9, id: 'other' }),
    /^doubled: transfer other .* no client asked/,
  );
  noticed(({ lines }) => lines.push({ ...at(lines, 5) }), /^doubled: op-2 was created twice/);
});

test('another sum or another account than was asked for is doubled', () => {
  noticed(({ rows }) => (at(rows, 1).amount = 31), /^doubled: op-1: asked to move 30/);
  noticed(
    ({ rows }) => Object.assign(at(rows, 1), { debit: MING, credit: ANNA }),
    /^doubled: op-1: asked to move 30 from 2/,
  );
});

test('a refusal with an effect is doubled', () => {
  noticed(({ lines }) => {
    Object.assign(at(lines, 3), { answer: { how: 'refused', code: 'insufficient_funds' } });
  }, /^doubled: op-1 was refused \(insufficient_funds\) and has an effect/);
});

test('two answers to one question are doubled', () => {
  noticed(({ lines }) => {
    lines.push({ k: 'told', at: 400, op: 'op-2', answer: { how: 'refused', code: 'insufficient_funds' } });
  }, /^doubled: op-2 was answered in two ways/);
});

test('a witness that is not what stands in the database is found', () => {
  for (const name of ['debitAfter', 'creditAfter', 'debitVersion', 'creditVersion'] as const)
    noticed(({ lines }) => {
      const told = structuredClone(at(lines, 5));
      if (told.k === 'told' && told.answer.how === 'created') at(told.answer.legs, 0)[name] += 1;
      lines[5] = told;
    }, /^notLinearizable: op-2: told/);
});

test('a gap between versions, a version twice and a balance that does not follow are found', () => {
  noticed(
    ({ rows }) => (at(rows, 2).creditVersion = 4),
    /^notLinearizable: account 2, version 4: stands in place 3/,
  );
  noticed(
    ({ rows }) => (at(rows, 2).creditVersion = 2),
    /^notLinearizable: account 2, version 2: stands in place 3/,
  );
  noticed(
    ({ rows }) => (at(rows, 2).creditAfter = 81),
    /^notLinearizable: account 2, version 3: a balance of 81 instead of 80/,
  );
});

test('an order that real time contradicts is found', () => {
  noticed(({ lines }) => {
    // The second was asked for only after the third had been answered, yet stands before it.
    lines[2] = { ...at(lines, 2), at: 300 };
    lines[3] = { ...at(lines, 3), at: 310 };
  }, /^notLinearizable: account 2, version 3: was answered before an earlier version was asked for/);
});

test('a refusal for a balance that there never was in its time is found', () => {
  noticed(
    ({ lines }) => lines.push(...refusal('no', 120, 130, 100)),
    /^notLinearizable: account 2: no heard of 100 available/,
  );
  noticed(
    ({ lines }) => lines.push(...refusal('no', 220, 230, 70)),
    /^notLinearizable: account 2: no heard of 70 available/,
  );
  noticed(
    ({ lines }) => lines.push(...refusal('no', 20, 30, 80)),
    /^notLinearizable: account 2: no heard of 80 available/,
  );
});

test('payments by HTTP are held against what they moved', () => {
  const payment = (state: string, after: number | null): Line[] => [
    { k: 'sent', at: 110, op: 'tr_1', asked: { road: 'payment', from: 'anna', to: 'ming', amount: 30 } },
    { k: 'told', at: 115, op: 'tr_1', answer: { how: 'entry', state, after } },
  ];
  const { lines, rows } = trueRun();
  const others = lines.filter(({ op }) => op !== 'op-1');
  const judged = (told: Line[], moved: Row[], ownerAfter = 70) =>
    findings([...others, ...told], rows, {
      own: new Set(),
      caused: new Map([['tr_1', { rows: moved, ownerAfter }]]),
    });
  const moved = [at(rows, 1)];
  assert.deepEqual(judged(payment('completed', 70), moved), []);
  assert.match(
    String(judged(payment('completed', 70), [])),
    /^lost: tr_1 was told as completed and moved nothing/,
  );
  assert.match(
    String(judged(payment('completed', 70), [...moved, ...moved])),
    /^doubled: tr_1 moved 2 times/,
  );
  assert.match(String(judged(payment('failed', null), moved)), /^doubled: tr_1 was told as failed/);
  assert.match(
    String(judged(payment('completed', 71), moved)),
    /^notLinearizable: tr_1: told a balance of 71/,
  );
  assert.match(
    String(judged(payment('completed', 70), [{ ...at(rows, 1), amount: 29 }])),
    /^doubled: tr_1: asked to move 30, moved 29/,
  );
});

test('a journal that answers what nobody sent is no journal', () => {
  const asked: Asked = { road: 'ledger', legs: [] };
  assert.throws(
    () => findings([{ k: 'told', at: 1, op: 'x', answer: { how: 'refused', code: 'no' } }], []),
    /nobody sent/,
  );
  assert.throws(
    () =>
      findings(
        [1, 2].map((moment) => ({ k: 'sent', at: moment, op: 'x', asked })),
        [],
      ),
    /two clients/,
  );
});

test("the acquirer's book is read from its file: what was charged, and what was given back", () => {
  const charge = { id: 'ch_1', reference: 'tu_1', currency: 'CNY', amount: '500', status: 'processing' };
  const lines: object[] = [{ kind: 'charge', charge }];
  const net = () => readBook(lines.map((line) => `${JSON.stringify(line)}\n`).join('')).map((one) => one.net);
  assert.deepEqual(net(), [0n], 'not yet charged');
  lines.push({ kind: 'settled', chargeId: 'ch_1', status: 'succeeded' });
  assert.deepEqual(net(), [500n]);
  lines.push(
    { kind: 'refund', refund: { chargeId: 'ch_1', amount: '20' } },
    { kind: 'chargeback', chargeback: { chargeId: 'ch_1', amount: '30' } },
  );
  assert.deepEqual(net(), [450n]);
});

const bankBook = (...bookings: [direction: 'DBIT' | 'CRDT', minor: string, endToEndId: string][]) =>
  readBankBook(
    bookings
      .map(([direction, minor, endToEndId]) => ({ direction, minor, endToEndId, currency: 'CNY' }))
      .map((booking) => `${JSON.stringify({ kind: 'booked', bookings: [booking] })}\n`)
      .join(''),
  );
const paidOut = { id: 'wd_1', state: 'paid', amount: 1000n, fee: 200n, atBank: 1000n, fromWallet: 1200n };
const givenBack = { ...paidOut, state: 'returned', atBank: 0n, fromWallet: 0n };
const [out, back] = [['DBIT', '1000', 'wd_1'] as const, ['CRDT', '1000', 'wd_1'] as const];

for (const [what, book, stood, expected] of [
  ['paid once', bankBook([...out]), paidOut, /^$/],
  ['sent back', bankBook([...out], [...back]), givenBack, /^$/],
  ['never reached', bankBook(), { ...givenBack, state: 'rejected' }, /^$/],
  ['looked at by people', bankBook(['DBIT', '1007', 'wd_1']), { ...givenBack, state: 'conflict' }, /^$/],
  ['paid twice by the bank', bankBook([...out], [...out]), paidOut, /paid it 2 times/],
  ['paid there, given back here', bankBook([...out]), givenBack, /paid 1000, the ledger 0/],
  ['paid here, unknown there', bankBook(), paidOut, /paid 0, the ledger 1000/],
  [
    'its fee not taken',
    bankBook([...out]),
    { ...paidOut, fromWallet: 1000n },
    /1000 left the balance instead of 1200/,
  ],
  [
    'its fee not given back',
    bankBook(),
    { ...givenBack, fromWallet: 200n },
    /200 left the balance instead of 0/,
  ],
] as const)
  test(`a payout beside the bank's book: ${what}`, () => {
    assert.match(judgePayouts(book, [stood]).join('; '), expected);
  });

test('what the bank has on our account is read from its book', () => {
  const book = bankBook([...out], ['CRDT', '300', 'NOTPROVIDED']);
  assert.deepEqual([book.balances.get('CNY'), book.payouts.size], [-700n, 1]);
});
