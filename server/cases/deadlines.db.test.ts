import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import {
  answer,
  ask,
  clock,
  code,
  current,
  db,
  eventsOf,
  kinds,
  live,
  note,
  opened,
  resolve,
  shen,
  take,
  zhou,
} from './testing/desk.ts';

describe('by the clock', () => {
  test('a missed promise is escalated once, staff see it, and a colleague may step in', async () => {
    const { id } = await opened();
    await take(id, zhou);
    clock.advance({ hours: 23, minutes: 59 });
    await live();
    assert.equal((await current(id)).escalatedAt, null);
    clock.advance({ minutes: 2 });
    await live();
    clock.advance({ hours: 30 });
    await live();
    assert.ok((await current(id)).escalatedAt);
    assert.deepEqual(
      (await kinds(id)).filter((kind) => kind === 'escalated'),
      ['escalated'],
    );
    assert.equal((await kinds(id, 'everyone')).includes('escalated'), false);
    assert.equal((await eventsOf(id)).filter(({ type }) => type === 'case.escalated').length, 1);
    assert.ok((await take(id, shen)).ok);
    assert.equal(code(await take(id, zhou)), 'case_changed_meanwhile', 'one colleague, not all at once');
    await answer(id, shen);
    assert.equal((await current(id)).escalatedAt, null, 'the promise that was missed is over');
  });
  test('an answered case without a word resolves, then closes; a word in time opens it again, a late one is told how', async () => {
    const it = await opened();
    await answer(it.id, zhou);
    clock.advance({ days: 7, minutes: 1 });
    await live();
    assert.equal((await current(it.id)).state, 'resolved');
    clock.advance({ days: 6 });
    assert.ok((await ask(it, '还没好')).ok);
    assert.equal((await current(it.id)).state, 'awaiting_agent');
    assert.ok((await kinds(it.id)).includes('reopened'));
    const id = newId('msg');
    assert.ok((await resolve(it.id, zhou, id)).ok);
    assert.ok((await resolve(it.id, zhou, id)).ok, 'the same resolution again');
    assert.equal(code(await resolve(it.id, shen)), 'case_changed_meanwhile');
    clock.advance({ days: 7, minutes: 1 });
    assert.equal(code(await ask(it, '太晚')), 'case_closed', 'also while the timer is late');
    await live();
    assert.equal((await current(it.id)).state, 'closed');
    assert.equal(code(await ask(it, '太晚')), 'case_closed');
    assert.equal(code(await answer(it.id, zhou)), 'case_closed');
    assert.equal(code(await note(it.id, zhou)), 'case_closed');
    assert.equal(code(await take(it.id, zhou)), 'case_closed');
    assert.equal(code(await resolve(it.id, zhou)), 'case_closed');
    const { rows } = await sql`select key from platform.timer where key = ${`case:${it.id}`}`.execute(
      db.read,
    );
    assert.equal(rows.length, 0, 'nothing is left to wait for');
  });
});
