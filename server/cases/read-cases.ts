import type { CaseId, CustomerId, StaffId } from '#common/id';
import { Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import type { Case } from './case.ts';
import type { Message } from './message.ts';
import { hintAt } from './news.ts';
import * as store from './store.ts';
import type { LastWords, Position, QueueView } from './store.ts';

/** Messages given at once; a reader asks again from the last one until it has reached the end. */
export const MESSAGES_PER_READ = 200;
/** Cases about one thing that are shown with it. */
const CASES_PER_SUBJECT = 20;

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** A customer's own case; somebody else's is not there. */
export async function caseOfCustomer(read: Reader, customer: CustomerId, id: CaseId): Promise<Case | null> {
  const found = await store.findCase(read, id);
  return found?.customer === customer ? found : null;
}

/** A case as staff may see it: any. Who looks is written down by the desk. */
export const caseForStaff = (read: Reader, id: CaseId): Promise<Case | null> => store.findCase(read, id);

/** What was said after a number, for a reader of this audience, in order and without a gap in what he may see. */
export const messagesSince = (
  read: Reader,
  { caseId, since, audience }: { caseId: CaseId; since: number; audience: Message['audience'] },
): Promise<Message[]> =>
  store.messagesAfter(read, { caseId, seq: since, audience, limit: MESSAGES_PER_READ });

/** The number of a message in the count of this audience. */
export const numberFor = (
  { seq, publicSeq }: Pick<Message, 'seq' | 'publicSeq'>,
  audience: Message['audience'],
): number => (audience === 'staff' ? seq : (publicSeq ?? 0));

/** All that was said, for a record. */
export async function wholeConversation(
  read: Reader,
  caseId: CaseId,
  audience: Message['audience'],
): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const last = all.at(-1);
    const more = await messagesSince(read, { caseId, since: last ? numberFor(last, audience) : 0, audience });
    all.push(...more);
    if (more.length < MESSAGES_PER_READ) return all;
  }
}

/** Somebody has read this far. Who wrote it is told, so that "delivered" becomes "read"; that staff have read a note is nobody's news. */
export async function markRead(
  tx: Tx,
  { caseId, by, seq }: { caseId: CaseId; by: 'customer' | 'staff'; seq: number },
): Promise<void> {
  const before = await store.findCase(tx, caseId);
  await store.saveRead(tx, caseId, by, seq);
  const after = await store.findCase(tx, caseId);
  if (!before || !after) return;
  const isNews =
    after.readByCustomerSeq > before.readByCustomerSeq ||
    after.readByStaffAsEveryoneCounts > before.readByStaffAsEveryoneCounts;
  if (isNews) await hintAt(tx, after, 'everyone');
}

/** Null when the cursor is none of ours. */
export async function listCases(
  read: Reader,
  customer: CustomerId,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Case> | null> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  if (cursor !== undefined && after === null) return null;
  const rows = await store.casesOfCustomer(read, customer, { after, limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ at: row.openedAt, id: row.id }));
}

export const casesAbout = (read: Reader, customer: CustomerId, subjectId: string): Promise<Case[]> =>
  store.casesAbout(read, customer, subjectId, CASES_PER_SUBJECT);

/** Null when the cursor is none of ours. */
export async function listQueue(
  read: Reader,
  view: QueueView,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<{ case: Case; last: LastWords }> | null> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  if (cursor !== undefined && after === null) return null;
  const rows = await store.queue(read, view, { after, limit: limit + 1 });
  return pageOf(rows, limit, ({ case: it }) => ({ at: it.dueAt ?? it.updatedAt, id: it.id }));
}

export const countQueues = (read: Reader, staff: StaffId): ReturnType<typeof store.countQueues> =>
  store.countQueues(read, staff);

/** The last row shown; the next page starts behind it, whatever has come in meanwhile. One row more than shown tells whether there is one. */
function pageOf<T>(rows: readonly T[], limit: number, positionOf: (row: T) => Position): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown,
    next: rows.length > limit && last !== undefined ? cursorOf(positionOf(last)) : null,
  };
}

const cursorOf = ({ at, id }: Position): string =>
  Buffer.from(`${at.toString()} ${id}`).toString('base64url');

const CURSOR = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z) (case_[0-7][0-9A-HJKMNP-TV-Z]{25})$/;
function parseCursor(text: string): Position | null {
  const [, at, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (at === undefined || id === undefined) return null;
  try {
    return { at: Temporal.Instant.from(at), id };
  } catch {
    return null; // 31 February has the form of a date.
  }
}
