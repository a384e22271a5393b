import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { DomainEvent } from '#common/events';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import {
  chain,
  cny,
  ledgerWorld,
  move,
  onAccount,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  outcomesOf,
  postAll,
} from '#test/ledger-world';

// What a migration of another room would register: a row of its own, and a counter with a limit.
const world = await ledgerWorld();
const { db, owner } = world;
const rail = await openRail(world);
await sql`create schema room`.execute(owner.read);
await sql`create table room.note (text text primary key, at timestamptz not null)`.execute(owner.read);
await sql`create table room.counter (name text primary key, used bigint not null check (used <= 100))`.execute(
  owner.read,
);
await sql`grant usage on schema room to okpay_app`.execute(owner.read);
await sql`grant select on room.note, room.counter to okpay_app`.execute(owner.read);
await sql`
  create function room.write_notes(p_at timestamptz, n integer, p_cells text[]) returns void language sql as
  $$ insert into room.note select u.text, p_at from unnest(p_cells) u(text) $$`.execute(owner.read);
await sql`
  create function room.check_use(p_at timestamptz, p_fields text[]) returns jsonb language sql as
  $$ select jsonb_build_object('code', 'daily_limit', 'left', 100 - c.used) from room.counter c
     where c.name = p_fields[1] and c.used + p_fields[2]::bigint > 100 $$`.execute(owner.read);
await sql`
  create function room.write_use(p_at timestamptz, n integer, p_cells text[]) returns void language sql as
  $$ insert into room.counter as c select u.counter, u.use from unnest(p_cells[1 : n], p_cells[n + 1 : 2 * n]::bigint[]) u(counter, use)
     on conflict (name) do update set used = c.used + excluded.used $$`.execute(owner.read);
await sql`insert into ledger.attachment_kind values ('room.note', null, 'room.write_notes'), ('room.use', 'room.check_use', 'room.write_use')`.execute(
  owner.read,
);

afterEach(async () => {
  assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds');
});
const note = (text: string): ledger.Attachment => ({ kind: 'room.note', fields: [text] });
const use = (counter: string, amount: number): ledger.Attachment => ({
  kind: 'room.use',
  fields: [counter, `${amount}`],
});
const outcomes = async (...commands: ledger.PostCommand[]) => outcomesOf(await postAll(world, commands));
const notes = async () =>
  (await sql<{ text: string }>`select text from room.note order by text`.execute(db.read)).rows.map(
    ({ text }) => text,
  );
const used = async (counter: string) =>
  (await sql<{ used: bigint }>`select used from room.counter where name = ${counter}`.execute(db.read))
    .rows[0]?.used;

describe('an attachment', () => {
  test('is written with its command, once, and not at all with a refused one', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(10n)), await openWallet(world)];
    const good = { ...one(move(wallet, other, cny(4n))), attachments: [note('a first'), note('a second')] };
    const refused = {
      ...chain(move(wallet, other, cny(1n)), move(wallet, other, cny(10n))),
      attachments: [note('a third')],
    };
    assert.deepEqual(await outcomes(good, refused, good), ['created', 'insufficient_funds', 'exists']);
    assert.deepEqual(await outcomes(good), ['exists']);
    assert.deepEqual(await notes(), ['a first', 'a second']);
  });

  test('that cannot be written takes its money back with it', async () => {
    const wallet = await openWallet(world);
    await outcomes({ ...one(move(rail, wallet, cny(1n))), attachments: [note('b')] });
    await assert.rejects(
      postAll(world, [{ ...one(move(rail, wallet, cny(1n))), attachments: [note('b')] }]),
      /duplicate key/,
    );
    assert.equal((await onAccount(world, wallet)).posted, 1n);
  });

  test('with a rule of its own may refuse the command; the next one sees what was written before it', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const spend = (amount: bigint, counted: number) => ({
      ...chain(move(wallet, other, cny(amount)), move(wallet, rail, cny(1n), { code: 'fee' })),
      attachments: [use('c', counted), note(`c ${counted}`)],
    });
    const over = spend(10n, 50);
    const results = await postAll(world, [spend(10n, 60), over, spend(90n, 30), spend(10n, 40)]);
    assert.deepEqual(outcomesOf(results), ['created', 'attachment_refused', 'insufficient_funds', 'created']);
    assert.deepEqual(results[1], {
      ok: false,
      error: {
        code: 'attachment_refused',
        leg: 1,
        replayed: false,
        facts: { code: 'daily_limit', left: 40 },
      },
    });
    assert.equal(await used('c'), 100n);
    assert.deepEqual(await onAccount(world, wallet), { posted: 78n, available: 78n });
    const [again] = await postAll(world, [over]);
    assert.deepEqual(again, {
      ok: false,
      error: { code: 'attachment_refused', leg: 1, replayed: true, facts: { code: 'daily_limit', left: 40 } },
    });
    assert.deepEqual(
      (await notes()).filter((text) => text.startsWith('c')),
      ['c 40', 'c 60'],
    );
  });

  test('of a kind that nobody registered is a bug', async () => {
    const wallet = await openWallet(world);
    await assert.rejects(
      outcomes({ ...one(move(rail, wallet, cny(1n))), attachments: [{ kind: 'no.body', fields: [] }] }),
      /unregistered kind/,
    );
  });

  test('can be an event, told through the outbox after the commit', async () => {
    const wallet = await openWallet(world);
    const event: DomainEvent = {
      type: 'top_up.funds_released',
      topUpId: newId('tu'),
      customerId: newId('cus'),
    };
    const poster = ledger.createLedger({ db, clock: world.clock });
    const result = await poster.post({
      ...one(move(rail, wallet, cny(1n))),
      attachments: [ledger.eventAttachment(event)],
    });
    await poster.close();
    assert.ok(result.ok);
    const { rows } = await sql<{ kind: string; name: string; key: string; payload: DomainEvent }>`
      select kind, name, key, payload from platform.outbox where payload ->> 'topUpId' = ${event.topUpId}`.execute(
      db.read,
    );
    assert.equal(rows.length, 1);
    assert.deepEqual([rows[0]?.kind, rows[0]?.name, rows[0]?.payload], ['event', event.type, event]);
    assert.match(rows[0]?.key ?? '', /^evt_/);
  });
});
