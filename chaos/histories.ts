// The order of things: every account's history beside the times at which clients asked and were answered.
import { type Facts, MOVES, type Row } from './facts.ts';
import type { Operation } from './journal.ts';

/** A transfer seen from one of its accounts, with the time in which it must have happened; unlimited where nobody was told. */
type Touch = Interval & { version: number; after: number; change: number; kind: number };
type Interval = { sentAt: number; toldAt: number };
const ANY_TIME: Interval = { sentAt: -Infinity, toldAt: Infinity };

/** Every account's history: versions 1, 2, 3 …, each balance from the one before, in an order that real time does not contradict. */
export function judgeHistories(facts: Facts): string[] {
  const intervals = intervalsOf(facts);
  const refusals = refusalsOf(facts.operations);
  return [...touchesOf(facts.rows, intervals)].flatMap(([account, touches]) => [
    ...judgeVersions(account, touches),
    ...judgeRefusals(account, touches, refusals.get(account) ?? []),
  ]);
}

function judgeVersions(account: number, touches: readonly Touch[]): string[] {
  const found: string[] = [];
  let [version, balance, latestStart] = [0, 0, -Infinity];
  for (const touch of touches) {
    version += 1;
    balance += touch.change;
    const which = `account ${account}, version ${touch.version}`;
    if (touch.version !== version) found.push(`${which}: stands in place ${version}`);
    if (touch.after !== balance) found.push(`${which}: a balance of ${touch.after} instead of ${balance}`);
    if (touch.toldAt < latestStart)
      found.push(`${which}: was answered before an earlier version was asked for`);
    [version, balance] = [touch.version, touch.after]; // One mistake is told once.
    latestStart = Math.max(latestStart, touch.sentAt);
  }
  return found;
}

function touchesOf(rows: readonly Row[], intervals: ReadonlyMap<string, Interval>): Map<number, Touch[]> {
  const touches = new Map<number, Touch[]>();
  const add = (account: number, touch: Touch): void => {
    const list = touches.get(account);
    if (list) list.push(touch);
    else touches.set(account, [touch]);
  };
  for (const row of rows) {
    const change = MOVES.has(row.kind) ? row.amount : 0;
    const seen = { ...(intervals.get(row.id) ?? ANY_TIME), kind: row.kind };
    add(row.debit, { ...seen, version: row.debitVersion, after: row.debitAfter, change: -change });
    add(row.credit, { ...seen, version: row.creditVersion, after: row.creditAfter, change });
  }
  for (const list of touches.values()) list.sort((a, b) => a.version - b.version);
  return touches;
}

/** From the first question to the first answer, for each transfer that was told as done. */
function intervalsOf({ operations, caused }: Facts): Map<string, Interval> {
  const intervals = new Map<string, Interval>();
  for (const operation of operations.values()) {
    const { op, asked, sentAt, toldAt = Infinity } = operation;
    const answer = operation.answers[0];
    const ids =
      asked.road === 'ledger'
        ? asked.legs.map(({ id }) => id)
        : asked.road === 'payment' && answer?.how === 'entry'
          ? (caused.get(op)?.rows ?? []).map(({ id }) => id)
          : []; // A top-up is settled when the acquirer tells, not when the customer is answered.
    for (const id of ids) intervals.set(id, { sentAt, toldAt });
  }
  return intervals;
}

type Refusal = Interval & { op: string; available: number };

function refusalsOf(operations: ReadonlyMap<string, Operation>): Map<number, Refusal[]> {
  const refusals = new Map<number, Refusal[]>();
  for (const operation of operations.values()) {
    const answer = operation.answers[0];
    const { op, asked, sentAt, toldAt } = operation;
    // In a chain the account stands as the legs before have left it for a moment, which no version shows.
    const isAlone = asked.road === 'ledger' && asked.legs.length === 1;
    if (!isAlone || answer?.how !== 'refused' || answer.account === undefined || toldAt === undefined)
      continue;
    const list = refusals.get(answer.account) ?? [];
    list.push({ op, sentAt, toldAt, available: answer.available ?? 0 });
    refusals.set(answer.account, list);
  }
  return refusals;
}

/**
 * Whether the account stood at what the refusal told, at some moment between question and answer. Accounts with holds are left
 * out: a hold changes what is available and not the balance.
 */
function judgeRefusals(account: number, touches: readonly Touch[], refusals: readonly Refusal[]): string[] {
  if (refusals.length === 0 || touches.some(({ kind }) => kind !== SINGLE)) return [];
  const earliest = earliestAnswers(touches);
  return refusals
    .filter(({ sentAt, toldAt, available }) => {
      // From the last version that was surely there before the question to the last that can have been there before the answer.
      for (let at = lastBelow(earliest, sentAt); at < touches.length; at += 1) {
        const isSure = at < 0 || (touches[at]?.toldAt ?? Infinity) < sentAt;
        if (!isSure && (touches[at]?.sentAt ?? Infinity) > toldAt) return true;
        if ((touches[at]?.after ?? 0) === available) return false;
      }
      return true;
    })
    .map(
      ({ op, available }) =>
        `account ${account}: ${op} heard of ${available} available, which there never was in that time`,
    );
}

const SINGLE = 0;

/** For each place, the earliest answer of it and all that follow. */
function earliestAnswers(touches: readonly Touch[]): number[] {
  const earliest = Array<number>(touches.length);
  let sofar = Infinity;
  for (let at = touches.length - 1; at >= 0; at -= 1) {
    sofar = Math.min(sofar, touches[at]?.toldAt ?? Infinity);
    earliest[at] = sofar;
  }
  return earliest;
}

/** The last place of a rising list with less than the limit; -1 if there is none. */
function lastBelow(rising: readonly number[], limit: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
