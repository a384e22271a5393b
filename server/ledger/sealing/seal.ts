import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import type { Logger } from '#platform/log';
import { type Loop, startLoop } from '#platform/loop';
import type { SigningKeys } from '#platform/signing-keys';
import {
  type Block,
  BLOCK_LEAVES_MAX,
  BLOCK_PURPOSE,
  type Head,
  hashOf,
  NO_BLOCK_BEFORE,
  type Range,
  type Ranges,
  SEALED_TYPES,
} from './block.ts';
import { carriedOf } from '../archive/store.ts';
import { PART_BITS } from '../parts/store.ts';
import { firstBreak, rowsBefore, type Touch, touchesOf } from './follows.ts';
import { type Leaf, leavesIn, type LeafType, rowsIn, transferIn, type TransferRow } from './leaf.ts';
import { listOf } from './leaf-list.ts';
import { rootOf } from './merkle.ts';
import * as store from './store.ts';

export type SealingDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly signingKeys: Pick<SigningKeys, 'sign'>;
};

/** Milliseconds between two rounds: how long a receipt lets people wait. */
export const SEAL_EVERY_MS = 1_000;
/** Milliseconds between two looks whether whoever writes has ended. */
const LOOK_MS = 20;
/** Milliseconds after which a round leaves it to the next one; a transaction that stands longer is ended by the server. */
const PATIENCE_MS = 10_000;

/** Seals, about every second, what was written. Any number of processes may run it; one of them seals at a time. */
export function startSealing({ log, ...deps }: SealingDeps & { readonly log: Logger }): Loop {
  return startLoop({
    name: 'sealing',
    log,
    everyMs: SEAL_EVERY_MS,
    work: async () => void (await sealWhatIsWritten(deps)),
  });
}

/** Seals everything up to the numbers that are given out now, and tells how many blocks that made. */
export async function sealWhatIsWritten(deps: SealingDeps): Promise<number> {
  const mark = await settledMark(deps.db);
  if (!mark) return 0;
  let sealed = 0;
  while (await deps.db.transaction((tx) => sealNext(tx, deps, mark))) sealed += 1;
  return sealed;
}

/**
 * A mark below which every number is decided: whoever had taken one has ended. Null when somebody takes longer than we wait for.
 * Others may take higher numbers meanwhile and commit before; the mark does not move for them, so none is passed over.
 */
export async function settledMark(db: Db, { patienceMs = PATIENCE_MS } = {}): Promise<store.Mark | null> {
  const mark = await store.markNow(db.read);
  if (mark.writers.length === 0) return mark;
  for (let waited = 0; waited < patienceMs; waited += LOOK_MS) {
    if (await isDecided(db, mark)) return mark;
    await sleep(LOOK_MS);
  }
  return null;
}

/** Whether all who stood in the mark have ended. Names of transactions are not used again while the server runs. */
export async function isDecided(db: Db, mark: store.Mark): Promise<boolean> {
  const writing = await store.writersNow(db.read);
  // A writer that was prepared has another name now, and is still there.
  return !writing.some((name) => name === 'prepared' || mark.writers.includes(name));
}

/** Seals one block, if there is something for it and nobody else is at it. Throws when a row does not follow from the one before. */
async function sealNext(tx: Tx, { clock, signingKeys }: SealingDeps, mark: store.Mark): Promise<boolean> {
  if (!(await store.becomeSealer(tx))) return false;
  const newest = await store.newestBlock(tx);
  const salt = randomBytes(32);
  const { ranges, leaves } = await unsealed(tx, { newest, mark, salt });
  if (leaves.length === 0) return false;
  const head: Head = {
    number: (newest?.number ?? 0n) + 1n,
    ranges,
    previousHash: newest?.hash ?? NO_BLOCK_BEFORE,
    merkleRoot: rootOf(leaves.map(({ hash }) => hash)),
    salt,
    leaves: listOf(leaves, ranges),
    sealedAt: clock.now().round({ smallestUnit: 'microsecond', roundingMode: 'floor' }),
  };
  const hash = hashOf(head);
  await store.appendBlock(tx, { ...head, hash, ...signingKeys.sign(BLOCK_PURPOSE, hash.toString('hex')) });
  return true;
}

type Unsealed = { readonly ranges: Ranges; readonly leaves: readonly Leaf[] };

/** The next rows of each table, up to the mark or until the block is full. */
async function unsealed(
  tx: Tx,
  { newest, mark, salt }: { newest: Block | null; mark: store.Mark; salt: Buffer },
): Promise<Unsealed> {
  const leaves: Leaf[] = [];
  const ranges: Partial<Record<LeafType, Range>> = {};
  for (const type of SEALED_TYPES) {
    const first = (newest?.ranges[type].last ?? 0n) + 1n;
    const limit = BLOCK_LEAVES_MAX - leaves.length;
    const upTo = type === 'transfer' ? await endOfRows(tx, first, mark[type]) : mark[type];
    const bytes = await store.rowBytes(tx, type, { first, last: upTo, limit });
    const rows = rowsIn(type, bytes);
    if (type === 'transfer') await refuseBreaks(tx, rows);
    const found = await leavesIn(type, rows, salt);
    // A full block ends with its last row; the rest of the range is the next one's.
    const last = found.length === limit ? (found.at(-1)?.number ?? first - 1n) : upTo;
    ranges[type] = { first, last: last < first ? first - 1n : last, count: found.length };
    leaves.push(...found);
  }
  const { transfer, account, flag_change } = ranges;
  if (!transfer || !account || !flag_change) throw new Error('every kind of row has its range');
  return { ranges: { transfer, account, flag_change }, leaves };
}

/** Rows of two parts never share a block: a part is archived whole, and its blocks with it. */
async function endOfRows(tx: Tx, first: bigint, mark: bigint): Promise<bigint> {
  const endOfPart = (((first >> PART_BITS) + 1n) << PART_BITS) - 1n;
  if (mark <= endOfPart) return mark;
  const rest = await store.rowBytes(tx, 'transfer', { first, last: endOfPart, limit: 1 });
  return rest.length > 0 ? endOfPart : endOfRows(tx, endOfPart + 1n, mark);
}

/** What does not follow is not sealed: a signature under it would say that it was right. Somebody must look, and is told every round. */
async function refuseBreaks(tx: Tx, bytes: readonly Buffer[]): Promise<void> {
  const rows = bytes.map(transferIn);
  const wanted = rowsBefore(rows);
  const before = rowsIn('transfer', await store.transferBytes(tx, wanted)).map(transferIn);
  const touches = before.flatMap(touchesOf).map(({ touch }) => touch);
  if (before.length < wanted.length) touches.push(...(await carriedBefore(tx, rows, before)));
  const found = firstBreak(rows, touches);
  if (found) throw new Error(`the ledger is not sealed any further: ${found}`);
}

/** Where accounts stood whose row before these is archived. */
async function carriedBefore(
  tx: Tx,
  rows: readonly TransferRow[],
  before: readonly TransferRow[],
): Promise<Touch[]> {
  const there = new Set(before.map(({ seq }) => seq));
  const accounts = rows
    .flatMap(touchesOf)
    .flatMap(({ touch }) => (there.has(touch.prev) ? [] : [touch.account]));
  return (await carriedOf(tx, [...new Set(accounts)])).map(({ account, version, lastSeq, creditsPosted, debitsPosted }) => ({ account, seq: lastSeq, version, after: creditsPosted - debitsPosted, prev: 0n })); // prettier-ignore
}
