import assert from 'node:assert/strict';
import type { DomainEvent } from '#common/events';
import type { CaseId, CustomerId, MessageId, StaffId } from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { runDueJobs } from '#platform/jobs';
import { createLog } from '#platform/log';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { fireDue } from '#platform/timers';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import * as cases from '../index.ts';

/** What the tests of this room share: a database, a clock that stands still, and the people at both sides of a case. */
export const clock = testClock();
export const keys = signingKeysOf([newSigningKey('test', clock.now())]);
const log = createLog({ level: 'silent' });
export const { db, urls } = await freshDb();
cases.defineDeadlines({ db, clock });

export type Agent = { kind: 'staff'; id: StaffId; name: string };
export const agent = (name: string): Agent => ({ kind: 'staff', id: newId('stf'), name });
export const zhou = agent('周青');
export const shen = agent('沈朗');

export const toOpen = (customer: CustomerId, change: Partial<cases.CaseToOpen> = {}): cases.CaseToOpen => ({
  id: newId('case'),
  kind: 'question',
  topic: 'top_up',
  customer,
  subject: { kind: 'operation', id: newId('tu') },
  evidence: { state: 'failed', amount: { amount: '20000', currency: 'CNY' } },
  explained: { text: '发卡行拒绝', facts: { code: 'card_declined' } },
  text: '卡里明明有钱',
  ...change,
});
export const open = (wanted: cases.CaseToOpen) =>
  db.transaction((tx) => cases.openCase(tx, clock, keys, wanted));
export async function opened(customer = newId('cus')): Promise<{ id: CaseId; customer: CustomerId }> {
  const result = await open(toOpen(customer));
  assert.ok(result.ok);
  return { id: result.value.id, customer };
}
export const ask = (
  it: { id: CaseId; customer: CustomerId },
  text = '有进展吗',
  messageId: MessageId = newId('msg'),
) =>
  db.transaction((tx) =>
    cases.postAsCustomer(tx, clock, {
      caseId: it.id,
      messageId,
      text,
      author: { kind: 'customer', id: it.customer },
    }),
  );
export const answer = (id: CaseId, author: Agent, text = '我来看', messageId: MessageId = newId('msg')) =>
  db.transaction((tx) => cases.postAsStaff(tx, clock, { caseId: id, messageId, text, author }));
export const note = (id: CaseId, author: Agent, text = '第二次了') =>
  db.transaction((tx) => cases.postNote(tx, clock, { caseId: id, messageId: newId('msg'), text, author }));
export const take = (id: CaseId, by: Agent, maySupersede = false) =>
  db.transaction((tx) => cases.takeCase(tx, clock, { caseId: id, by, maySupersede }));
export const resolve = (id: CaseId, by: Agent, messageId: MessageId = newId('msg')) =>
  db.transaction((tx) => cases.resolveCase(tx, clock, { caseId: id, messageId, text: '已处理', by }));
export const seen = (id: CaseId, audience: 'everyone' | 'staff', since = 0) =>
  cases.messagesSince(db.read, { caseId: id, since, audience });
export const kinds = async (id: CaseId, audience: 'everyone' | 'staff' = 'staff'): Promise<string[]> =>
  (await seen(id, audience)).map(({ kind }) => kind);
export async function current(id: CaseId): Promise<cases.Case> {
  const found = await cases.caseForStaff(db.read, id);
  assert.ok(found);
  return found;
}
export const eventsOf = async (id: CaseId): Promise<DomainEvent[]> => {
  const { rows } = await sql<{ payload: DomainEvent }>`
    select payload from platform.outbox where kind = 'event' and payload ->> 'caseId' = ${id} order by id`.execute(
    db.read,
  );
  return rows.map(({ payload }) => payload);
};
export const code = (result: { ok: boolean; error?: { code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '');
export async function live(): Promise<void> {
  await fireDue({ db, clock });
  await runDueJobs({ jobsUrl: urls.jobsUrl, db, clock, log });
}
