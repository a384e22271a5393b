import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAPABILITIES } from './capability.ts';
import { ACCOUNT_STATUSES, blockedBy, MATRIX, OPERATIONS, RESTRICTION_KINDS, statusUnder } from './matrix.ts';

// Written out once more, so that a cell is changed by somebody who means it.
const EXPECTED = `
              sign_in  read  support  change_security  receive  top_up  transfer  withdraw
active        +        +     +        +                +        +       +         +
locked        -        +     +        +                +        +       +         +
self_frozen   +        +     +        +                +        -       -         -
limited       +        +     +        +                ?        ?       ?         ?
frozen        +        +     +        +                -        -       -         -
legal_hold    +        +     +        +                +        -       -         -
closing       +        +     +        +                -        -       -         +
closed        -        +     +        -                -        -       -         -`;
const [head = '', ...lines] = EXPECTED.trim().split('\n');
const columns = head.trim().split(/\s+/);
const SIGNS = { '+': 'allowed', '-': 'blocked', '?': 'chosen' } as const;

for (const line of lines) {
  const [status = '', ...signs] = line.trim().split(/\s+/);
  for (const [place, operation] of columns.entries())
    test(`an account that is ${status}: ${operation} is ${SIGNS[signs[place] as '+']}`, () => {
      const row: Record<string, string> = MATRIX[status as keyof typeof MATRIX];
      assert.equal(row[operation], SIGNS[signs[place] as '+']);
    });
}

test('the table above has every status and every operation', () => {
  assert.deepEqual(columns.toSorted(), [...OPERATIONS].toSorted());
  assert.deepEqual(
    lines.map((line) => line.trim().split(/\s+/)[0]).toSorted(),
    [...ACCOUNT_STATUSES].toSorted(),
  );
});

test('asking for help is open in every status, and so is reading what one has', () => {
  for (const status of ACCOUNT_STATUSES)
    assert.deepEqual([MATRIX[status].support, MATRIX[status].read], ['allowed', 'allowed']);
});

test('a limitation blocks what it names; of the others nobody chooses', () => {
  assert.deepEqual(blockedBy('limited', ['withdraw']), ['withdraw']);
  assert.deepEqual(blockedBy('limited', []), []);
  assert.deepEqual(blockedBy('self_frozen', ['receive']), ['top_up', 'transfer', 'withdraw']);
  assert.deepEqual(blockedBy('frozen', []), [...CAPABILITIES]);
});

test('the strongest restriction gives the account its status', () => {
  assert.equal(statusUnder([], { isLocked: false }), 'active');
  assert.equal(statusUnder([], { isLocked: true }), 'locked');
  assert.equal(statusUnder(['limited', 'self_frozen'], { isLocked: true }), 'self_frozen');
  assert.equal(statusUnder([...RESTRICTION_KINDS].toReversed(), { isLocked: false }), 'closed');
});
