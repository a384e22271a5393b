import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MAX_AMOUNT_MINOR, money } from '#common/money';
import { withClient } from '#platform/database-roles';
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import {
  capture,
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  newOperation,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  outcomesOf,
  postAll,
  release,
  reverse,
  type World,
} from '#test/ledger-world';

// Would the tests notice? Each rule of the posting function is bent in turn, and a short history with its laws must object.
const migration = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../db/migrations', name), 'utf8');
const SOURCE = migration('0011_ledger_functions.sql') + migration('0012_ledger_post_batch.sql');
const FUNCTIONS = [...SOURCE.matchAll(/^create (function ledger\.(\w+)[\s\S]*?\$\$[\s\S]*?\$\$;?)$/gm)].map(
  ([, text = '', name = '']) => ({ name, text: `create or replace ${text}` }),
);

const MUTANTS: readonly [what: string, from: string, to: string][] = [
  [
    'one more than there is',
    `amount > room then refusal := 'insufficient_funds'; culprit := account_ids[d]`,
    `amount > room + 1 then refusal := 'insufficient_funds'; culprit := account_ids[d]`,
  ],
  [
    'the last fen is refused',
    `amount > room then refusal := 'insufficient_funds'; culprit := account_ids[d]`,
    `amount >= room then refusal := 'insufficient_funds'; culprit := account_ids[d]`,
  ],
  ['a debt is not full', `account_flags[c] & 2 <> 0`, `account_flags[c] & 32 <> 0`],
  [
    'holds are not counted',
    `room := credits_posted[d] - debits_posted[d] - debits_pending[d]`,
    `room := credits_posted[d] - debits_posted[d]`,
  ],
  ['a cap too low', `p_amount > 1000000000000000`, `p_amount >= 1000000000000000`],
  ['nothing is an amount', `p_amount <= 0`, `p_amount < 0`],
  [
    'a hold captured at its last moment',
    `p_kind = 2 and p_ref_expires <= p_at`,
    `p_kind = 2 and p_ref_expires < p_at`,
  ],
  ['a hold expired a moment late', `p_ref_expires > p_at)`, `p_ref_expires >= p_at)`],
  ['a hold that never ends, ended', `p_ref_expires is null or p_ref_expires > p_at`, `p_ref_expires > p_at`],
  ['a hold born expired', `p_expires[k] <= p_at`, `p_expires[k] < p_at`],
  ['a hold resolved twice', `when p_ref_state <> 0 then`, `when p_ref_state > 3 then`],
  [
    'more captured than held',
    `p_kind = 2 and p_wanted > p_ref_amount`,
    `p_kind = 2 and p_wanted > p_ref_amount + 1`,
  ],
  [
    'all of a hold is too much',
    `p_kind = 2 and p_wanted > p_ref_amount`,
    `p_kind = 2 and p_wanted >= p_ref_amount`,
  ],
  ['only a part is released', `else -ref_amounts[r] end`, `else -amount end`],
  [
    'a capture moves nothing',
    `when kind in (single, capture, reversal) then amount`,
    `when kind in (single, reversal) then amount`,
  ],
  ['anything is reversible', `p_ref_kind not in (0, 2)`, `p_ref_kind not in (0, 1, 2)`],
  [
    'reversed beyond the original',
    `coalesce(p_wanted, 1) > p_ref_amount - p_ref_reversed`,
    `coalesce(p_wanted, 1) > p_ref_amount`,
  ],
  [
    'all of the original is too much',
    `coalesce(p_wanted, 1) > p_ref_amount - p_ref_reversed`,
    `coalesce(p_wanted, 1) >= p_ref_amount - p_ref_reversed`,
  ],
  [
    'a reversal goes the same way',
    `d := case kind when reversal then ref_credits[r] else ref_debits[r] end`,
    `d := ref_debits[r]`,
  ],
  ['frozen in means nothing', `p_credit_flags & 8`, `p_credit_flags & 32`],
  ['frozen out means nothing', `p_debit_flags & 4`, `p_debit_flags & 32`],
  ['closed means nothing', `(p_debit_flags | p_credit_flags) & 16`, `p_debit_flags & 16`],
  [
    'a freeze stops captures',
    `if kind in (single, hold, reversal) then\n        refusal`,
    `if kind in (single, hold, capture, reversal) then\n        refusal`,
  ],
  ['currencies mix', `account_currencies[d] <> account_currencies[c] or`, ``],
  ['a foreign amount', `or p_currency[k] <> account_currencies[d]`, ``],
  ['to oneself', `if p_debit[k] = p_credit[k]`, `if p_debit[k] < 0`],
  ['half a chain is left', `else refused_leg - 1 end`, `else refused_leg - 2 end`],
  ['a chain leaves its versions', `versions[c] := versions[c] - 1;`, ``],
  [
    'a chain leaves its hold captured',
    `elsif r is not null then ref_states[r] := 0;`,
    `elsif r < 0 then ref_states[r] := 0;`,
  ],
  [
    'a chain leaves its reversal counted',
    `ref_reversed[r] := ref_reversed[r] - amounts[k]`,
    `ref_reversed[r] := ref_reversed[r]`,
  ],
  ['a hold that was never placed', `ref_kinds[own_ref_at[k]] := null`, `ref_kinds[own_ref_at[k]] := 1`],
  [
    'any payload is the same',
    `clash or known_fingerprint[known] is distinct from p_fingerprint[command]`,
    `clash`,
  ],
  ['refusals are forgotten', `recorded[k] := refusal <> all (unrecorded)`, `recorded[k] := false`],
  [
    'a bad amount uses up its id',
    `array['amount_not_positive', 'amount_too_large',`,
    `array['amount_too_large',`,
  ],
  ['one call forgets its own answers', `known_at[first_use[k]] := k;`, ``],
  ['one id for two legs', `if is_twin[k] then`, `if false then`],
  [
    'a failed id is only reused',
    `failed_before is not null then 'id_already_failed'`,
    `failed_before is not null then 'id_reused'`,
  ],
  ['nobody is locked', `order by account_id for update) b`, `order by account_id) b`],
];

/** Says what differs from the rules, or null. What throws differs too. */
async function objection(world: World): Promise<string | null> {
  try {
    await history(world);
    const violations = await ledger.verify(world.db);
    return violations.length > 0 ? JSON.stringify(violations[0]) : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function history(world: World): Promise<void> {
  const { db, clock } = world;
  const expect = async (outcomes: string, ...commands: ledger.PostCommand[]) =>
    assert.equal(outcomesOf(await postAll(world, commands)).join(' '), outcomes);
  const flag = (change: Omit<ledger.FlagChange, 'reason' | 'actor'>) =>
    db.transaction((tx) => ledger.setFlags(tx, clock, { ...change, reason: 'mutant', actor: 'test' }));
  const rail = await openRail(world);
  const [wallet, other, dollars] = [
    await openFilledWallet(world, cny(100n)),
    await openWallet(world),
    await openWallet(world, 'USD'),
  ];
  const debt = await db.transaction((tx) =>
    ledger.openAccount(tx, clock, { kind: 'customer_debt', owner: newId('cus'), currency: 'CNY' }),
  );

  await expect(
    'amount_not_positive same_account currency_mismatch currency_mismatch',
    one(move(rail, other, cny(0n))),
    one(move(rail, rail, cny(1n))),
    one(move(rail, dollars, cny(1n))),
    one(move(rail, wallet, money(1n, 'USD'))),
  );
  const cap = move(rail, other, cny(MAX_AMOUNT_MINOR + 1n));
  await expect(
    'amount_too_large created created',
    one(cap),
    one({ ...cap, amount: cny(MAX_AMOUNT_MINOR) }),
    one(move(other, rail, cny(MAX_AMOUNT_MINOR))),
  );
  const late = { ...move(rail, other, cny(0n)) };
  await expect(
    'amount_not_positive created created',
    one(late),
    one({ ...late, amount: cny(1n) }),
    one(move(other, rail, cny(1n))),
  );

  await expect(
    'insufficient_funds created insufficient_funds',
    one(move(wallet, other, cny(101n))),
    one(hold(wallet, other, cny(100n))),
    one(move(wallet, rail, cny(1n))),
  );
  await expect('created', one(move(rail, wallet, cny(100n))));
  const [first, second, third, endless] = [
    hold(wallet, other, cny(10n), { expiresAt: clock.now().add({ seconds: 1 }) }),
    hold(wallet, other, cny(10n), { expiresAt: clock.now().add({ seconds: 1 }) }),
    hold(wallet, other, cny(10n)),
    hold(wallet, other, cny(10n)),
  ];
  await expect(
    'created created created created hold_expired',
    one(first),
    one(second),
    one(third),
    one(endless),
    one(hold(wallet, other, cny(1n), { expiresAt: clock.now() })),
  );
  await expect(
    'exceeds_hold created hold_already_resolved',
    one(capture(third.id, cny(11n))),
    one(capture(third.id, cny(10n))),
    one(release('void', third.id)),
  );
  clock.advance({ seconds: 1 });
  await expect(
    'hold_expired created hold_not_expired',
    one(capture(first.id)),
    one(release('expire', first.id)),
    one(release('expire', endless.id)),
  );
  await flag({ account: wallet, set: ['frozenOut'] });
  const part = capture(endless.id, cny(4n));
  await expect('account_frozen_out created', one(move(wallet, other, cny(1n))), one(part));
  await flag({ account: wallet, clear: ['frozenOut'], set: ['frozenIn'] });
  await expect('account_frozen_in', one(move(other, wallet, cny(1n))));
  await flag({ account: wallet, clear: ['frozenIn'] });

  const moved = move(wallet, other, cny(20n));
  await expect('created original_not_reversible', one(moved), one(reverse(second.id)));
  await expect(
    'insufficient_funds created exceeds_original created exceeds_original',
    chain(reverse(moved.id, cny(20n)), move(wallet, other, cny(9_999n))),
    one(reverse(moved.id, cny(5n))),
    one(reverse(moved.id, cny(16n))),
    one(reverse(moved.id, cny(15n))),
    one(reverse(moved.id)),
  );

  const [open, placed] = [hold(wallet, other, cny(5n)), hold(wallet, other, cny(5n))];
  await expect(
    'created insufficient_funds created',
    one(open),
    chain(capture(open.id), move(other, wallet, cny(1n)), move(wallet, rail, cny(9_999n))),
    one(capture(open.id)),
  );
  await expect(
    'insufficient_funds hold_not_found',
    chain(placed, move(wallet, rail, cny(9_999n))),
    one(capture(placed.id)),
  );
  const broken = chain(
    move(wallet, other, cny(1n)),
    move(other, wallet, cny(1n)),
    move(wallet, rail, cny(9_999n)),
  );
  await expect(
    'insufficient_funds insufficient_funds id_already_failed',
    broken,
    broken,
    one(broken.legs[0]),
  );
  await expect('insufficient_funds', broken);
  const again = one(move(wallet, other, cny(1n)));
  await expect(
    'created exists id_reused id_reused',
    again,
    again,
    { ...again, operationId: newOperation() },
    { ...again, legs: [{ ...move(wallet, other, cny(2n)), id: again.legs[0].id }] },
  );
  await expect('exists id_reused', again, chain(...twins(move(wallet, other, cny(1n)))));

  await expect(
    'created insufficient_funds created',
    one(move(debt, rail, cny(3n))),
    one(move(wallet, debt, cny(4n))),
    one(move(wallet, debt, cny(3n))),
  );
  await flag({ account: debt, set: ['closed'] });
  await expect(
    'account_closed account_closed',
    one(move(debt, rail, cny(1n))),
    one(move(rail, debt, cny(1n))),
  );
  const racing = await openFilledWallet(world, cny(100n));
  await Promise.all(Array.from({ length: 16 }, () => postAll(world, [one(move(racing, rail, cny(10n)))])));
  assert.equal((await ledger.balanceOf(db.read, racing)).posted.minor, 0n);
}
const twins = (leg: ledger.Leg): [ledger.Leg, ledger.Leg] => [leg, { ...leg }];

test('the function as it is has no objection against it', async () => {
  assert.equal(await objection(await ledgerWorld()), null);
});

for (const [what, from, to] of MUTANTS) {
  test(`noticed: ${what}`, async (t) => {
    const victims = FUNCTIONS.filter(({ text }) => text.includes(from));
    assert.equal(victims.length, 1, 'the mutation hits one function');
    const [victim] = victims;
    assert.equal(victim?.text.split(from).length, 2, 'and one place in it');
    const world = await ledgerWorld();
    await withClient(world.urls.ownerUrl, (owner) => owner.query(victim?.text.replace(from, to) ?? ''));
    const said = await objection(world);
    assert.ok(said, 'nothing objected');
    t.diagnostic(said.split('\n', 1)[0] ?? '');
  });
}
