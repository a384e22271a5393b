import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '#platform/ids';
import * as cases from './index.ts';
import { agent, clock, db, open, opened, take, toOpen } from './testing/desk.ts';

describe('lists', () => {
  test("a customer's cases, newest first, page by page, none twice", async () => {
    const customer = newId('cus');
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.unshift((await opened(customer)).id);
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await cases.listCases(db.read, customer, { cursor, limit: 3 });
      assert.ok(page);
      read.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    assert.deepEqual(read, ids);
    assert.equal(await cases.listCases(db.read, customer, { cursor: 'bm9uc2Vuc2U', limit: 3 }), null);
  });
  test('the queue stands in the order of what is due, with the last words and true counts', async () => {
    const lin = agent('林');
    const one = await opened();
    clock.advance({ minutes: 1 });
    const two = await opened();
    await take(one.id, lin);
    const mine = await cases.listQueue(
      db.read,
      { view: 'mine', staff: lin.id },
      { cursor: undefined, limit: 10 },
    );
    assert.deepEqual(
      mine?.items.map(({ case: it, last }) => [it.id, last.text, last.author]),
      [[one.id, '卡里明明有钱', 'customer']],
    );
    const unclaimed = await cases.listQueue(db.read, { view: 'open' }, { cursor: undefined, limit: 100 });
    const dues = unclaimed?.items.map(({ case: it }) => it.dueAt?.epochMilliseconds ?? 0) ?? [];
    assert.deepEqual(
      dues,
      dues.toSorted((a, b) => a - b),
    );
    const ids = unclaimed?.items.map(({ case: it }) => it.id) ?? [];
    assert.ok(ids.includes(two.id) && !ids.includes(one.id));
    const counts = await cases.countQueues(db.read, lin.id);
    assert.deepEqual([counts.mine, counts.open], [1, ids.length]);
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await cases.listQueue(db.read, { view: 'all' }, { cursor, limit: 4 });
      assert.ok(page);
      all.push(...page.items.map(({ case: it }) => it.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    assert.equal(all.length, counts.all);
    assert.equal(new Set(all).size, all.length);
  });
  test('cases about one thing', async () => {
    const wanted = toOpen(newId('cus'));
    await open(wanted);
    assert.deepEqual(
      (await cases.casesAbout(db.read, wanted.customer, wanted.subject?.id ?? '')).map(({ id }) => id),
      [wanted.id],
    );
    assert.deepEqual(await cases.casesAbout(db.read, newId('cus'), wanted.subject?.id ?? ''), []);
  });
});
