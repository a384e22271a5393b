import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { FIRST_STATE, TRANSITIONS } from './case.ts';
import * as cases from './index.ts';
import {
  answer,
  ask,
  clock,
  code,
  current,
  db,
  eventsOf,
  kinds,
  note,
  open,
  opened,
  seen,
  shen,
  take,
  toOpen,
  zhou,
} from './testing/desk.ts';

test('the database and the program agree on every legal move', async () => {
  const { rows } = await sql<{
    move: string;
  }>`select from_state || ' ' || event || ' ' || to_state as move from cases.transition`.execute(db.read);
  const inCode = Object.entries(TRANSITIONS).flatMap(([from, moves]) =>
    Object.entries(moves).map(([event, to]) => `${from} ${event} ${to}`),
  );
  assert.deepEqual(
    rows.map(({ move }) => move).toSorted(),
    [...inCode, `start open ${FIRST_STATE}`].toSorted(),
  );
});

test('the database refuses a move the table does not list, and a change of what was said', async () => {
  const { id } = await opened();
  await assert.rejects(
    sql`update cases."case" set state = 'closed', next_actor = 'nobody', waiting_since = null, due_at = null, closed_at = opened_at, resolved_at = opened_at where id = ${id}`.execute(
      db.read,
    ),
    /cannot go from awaiting_agent to closed/,
  );
  await assert.rejects(
    sql`update cases.message set body = 'x' where case_id = ${id}`.execute(db.read),
    /permission denied/,
  );
  await assert.rejects(
    sql`delete from cases.message where case_id = ${id}`.execute(db.read),
    /permission denied/,
  );
  await assert.rejects(
    sql`update cases.evidence set entry = '{}' where case_id = ${id}`.execute(db.read),
    /permission denied/,
  );
});

describe('a case is opened', () => {
  test('with what was explained, then the words of the customer, and a promise of 24 hours', async () => {
    const { id } = await opened();
    assert.deepEqual(await kinds(id, 'everyone'), ['explained', 'text', 'opened']);
    const it = await current(id);
    assert.deepEqual(
      [it.state, it.nextActor, it.dueAt?.toString()],
      ['awaiting_agent', 'okpay', clock.now().add({ hours: 24 }).toString()],
    );
    assert.deepEqual([it.lastSeq, it.readByCustomerSeq], [3, 3]);
    assert.deepEqual((await eventsOf(id)).map(({ type }) => type).toSorted(), [
      'case.message_posted',
      'case.opened',
    ]);
  });
  test('once, however often it is asked for', async () => {
    const wanted = toOpen(newId('cus'));
    const first = await open(wanted);
    assert.deepEqual(await open(wanted), first);
    assert.equal((await seen(wanted.id, 'staff')).length, 3);
  });
  test('not under the id of somebody else', async () => {
    const wanted = toOpen(newId('cus'));
    await open(wanted);
    assert.equal(code(await open({ ...wanted, customer: newId('cus') })), 'idempotency_key_reused');
  });
  test('not without words', async () =>
    assert.equal(code(await open(toOpen(newId('cus'), { text: ' ' }))), 'message_empty'));
});

test('400 messages of four writers, some posted twice: each once, in order, without a gap, the same for every reader', async () => {
  const it = await opened();
  const writers = [0, 1, 2, 3].map(async (writer) => {
    for (let turn = 0; turn < 100; turn++) {
      const id = newId('msg');
      const post = () =>
        writer < 2
          ? ask(it, `${writer}.${turn}`, id)
          : answer(it.id, writer === 2 ? zhou : shen, `${writer}.${turn}`, id);
      const results = turn % 5 === 0 ? await Promise.all([post(), post()]) : [await post()];
      for (const result of results) assert.ok(result.ok);
      assert.equal(new Set(results.map((result) => (result.ok ? result.value.seq : 0))).size, 1);
    }
  });
  // A reader that asks again and again from where it stands, while they write.
  const read: number[] = [];
  const reader = (async () => {
    for (;;) {
      const more = await seen(it.id, 'everyone', read.at(-1) ?? 0);
      read.push(...more.flatMap(({ publicSeq }) => publicSeq ?? []));
      if (more.length === 0 && read.length >= 404) return;
    }
  })();
  await Promise.all([...writers, reader]);
  const all = await cases.wholeConversation(db.read, it.id, 'staff');
  assert.equal(all.filter(({ kind, seq }) => kind === 'text' && seq > 2).length, 400);
  assert.deepEqual(
    all.map(({ seq }) => seq),
    Array.from({ length: all.length }, (_, at) => at + 1),
  );
  assert.deepEqual(
    read,
    all.map(({ seq }) => seq),
  );
  for (const writer of [0, 1, 2, 3]) {
    const own = all.flatMap(({ text }) => (text.startsWith(`${writer}.`) ? [Number(text.slice(2))] : []));
    assert.deepEqual(
      own,
      Array.from({ length: 100 }, (_, turn) => turn),
      `writer ${writer} in the order of writing`,
    );
  }
  const { lastSeq } = await current(it.id);
  assert.equal(lastSeq, all.length);
});

describe('a message', () => {
  test('that is posted again is the same message; with another text it is refused', async () => {
    const it = await opened();
    const id = newId('msg');
    const first = await ask(it, '一', id);
    assert.deepEqual(await ask(it, ' 一 ', id), first);
    assert.equal(code(await ask(it, '二', id)), 'message_id_reused');
    assert.equal(code(await answer(it.id, zhou, '一', id)), 'message_id_reused');
  });
  test('under the id of a message in another case is refused and tells nothing', async () => {
    const [one, other] = [await opened(), await opened()];
    const id = newId('msg');
    await ask(one, '秘密', id);
    assert.deepEqual(await ask(other, '秘密', id), { ok: false, error: { code: 'message_id_reused' } });
  });
  test('in the case of somebody else finds no case', async () => {
    const { id } = await opened();
    assert.equal(code(await ask({ id, customer: newId('cus') })), 'not_found');
    assert.equal(await cases.caseOfCustomer(db.read, newId('cus'), id), null);
  });
});

test('a note reaches staff and leaves no trace for the customer', async () => {
  const it = await opened();
  await answer(it.id, zhou);
  const before = await current(it.id);
  clock.advance({ minutes: 5 });
  const posted = await note(it.id, zhou, '疑似批量改号');
  assert.ok(posted.ok);
  assert.ok((await seen(it.id, 'staff')).some(({ text }) => text === '疑似批量改号'));
  assert.ok((await seen(it.id, 'everyone')).every(({ kind }) => kind !== 'note'));
  const after = await current(it.id);
  assert.deepEqual({ ...after, lastSeq: 0, readByStaffSeq: 0 }, { ...before, lastSeq: 0, readByStaffSeq: 0 });
  assert.equal(
    (await eventsOf(it.id)).some((event) => 'messageId' in event && event.messageId === posted.value.id),
    false,
  );
  const { rows } = await sql<{ name: string }>`
    select name from platform.outbox where kind = 'hint' and payload ->> 'id' = ${it.id} order by id desc limit 1`.execute(
    db.read,
  );
  assert.equal(rows[0]?.name, 'staff');
  // His numbers have no gap where the note stands, before and after it.
  await ask(it, '好的');
  const numbers = (await seen(it.id, 'everyone')).map(({ publicSeq }) => publicSeq);
  assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6]);
  assert.equal((await current(it.id)).lastSeq, 7);
  assert.deepEqual(
    (await seen(it.id, 'everyone', 5)).map(({ text }) => text),
    ['好的'],
  );
  // A reader cannot mark as read what is not there for him.
  await db.transaction((tx) => cases.markRead(tx, { caseId: it.id, by: 'customer', seq: 10_000 }));
  const marked = await current(it.id);
  assert.deepEqual([marked.readByCustomerSeq, marked.readByCustomerAsStaffCount], [6, 7]);
});

test('who wrote is told that it was read, once; that a note was read is told to nobody', async () => {
  const it = await opened();
  const hints = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from platform.outbox where kind = 'hint' and name like 'customer:%' and payload ->> 'id' = ${it.id}`.execute(
      db.read,
    );
    return rows[0]?.count ?? 0;
  };
  const read = (seq: number) =>
    db.transaction((tx) => cases.markRead(tx, { caseId: it.id, by: 'staff', seq }));
  const before = await hints();
  const { lastSeq } = await current(it.id);
  await read(lastSeq);
  assert.equal(await hints(), before + 1);
  await read(lastSeq);
  assert.equal(await hints(), before + 1);
  await note(it.id, shen);
  await read((await current(it.id)).lastSeq);
  assert.equal(await hints(), before + 1);
});

describe('a case is taken', () => {
  test('by one of two agents who press at once; the other is told', async () => {
    const { id } = await opened();
    const results = await Promise.all([take(id, zhou), take(id, shen)]);
    assert.deepEqual(results.map(code).toSorted(), ['case_changed_meanwhile', 'ok']);
    assert.deepEqual(
      (await kinds(id)).filter((kind) => kind === 'agent_joined'),
      ['agent_joined'],
    );
  });
  test('by one of two supervisors who press at once, too', async () => {
    const { id } = await opened();
    const results = await Promise.all([take(id, zhou, true), take(id, shen, true)]);
    assert.deepEqual(results.map(code).toSorted(), ['case_changed_meanwhile', 'ok']);
    clock.advance({ minutes: 2 });
    const loser = results[0].ok ? shen : zhou;
    assert.ok((await take(id, loser, true)).ok, 'a supervisor may step in afterwards');
  });
  test('again by whoever has it: nothing changes', async () => {
    const { id } = await opened();
    const first = await take(id, zhou);
    assert.deepEqual(await take(id, zhou), first);
  });
  test('and the promise is not put off by it', async () => {
    const { id } = await opened();
    const { dueAt } = await current(id);
    clock.advance({ hours: 3 });
    await take(id, zhou);
    assert.equal((await current(id)).dueAt?.toString(), dueAt?.toString());
  });
});

test('an answer puts the question to the customer, and what he writes back begins a new promise', async () => {
  const it = await opened();
  clock.advance({ hours: 1 });
  await answer(it.id, zhou);
  const answered = await current(it.id);
  assert.deepEqual(
    [answered.state, answered.assignee?.name, answered.waitingSince],
    ['awaiting_customer', '周青', null],
  );
  assert.deepEqual(await kinds(it.id), ['explained', 'text', 'opened', 'agent_joined', 'text']);
  clock.advance({ hours: 1 });
  await ask(it);
  const asked = await current(it.id);
  assert.deepEqual(
    [asked.state, asked.dueAt?.toString()],
    ['awaiting_agent', clock.now().add({ hours: 24 }).toString()],
  );
  clock.advance({ hours: 1 });
  await ask(it, '还有一点');
  assert.equal(
    (await current(it.id)).dueAt?.toString(),
    asked.dueAt?.toString(),
    'a second message does not put the answer off',
  );
});

test('evidence stays as it was, byte for byte', async () => {
  const evidence = { state: 'checking', amount: { amount: '5', currency: 'JPY' }, list: [1, 'two', null] };
  const wanted = toOpen(newId('cus'), { evidence });
  await open(wanted);
  const kept = await cases.findEvidence(db.read, wanted.id);
  evidence.state = 'settled';
  const later = await cases.findEvidence(db.read, wanted.id);
  assert.equal(
    later?.entry,
    '{"amount":{"amount":"5","currency":"JPY"},"list":[1,"two",null],"state":"checking"}',
  );
  assert.deepEqual(later, kept);
});
