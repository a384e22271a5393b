import fs from 'node:fs';
import { join } from 'node:path';
import { type Clock, Temporal } from '#platform/clock';
import type { Db } from '#platform/db';
import { copyOut } from '#platform/backup/copy-streams';
import { withClient } from '#platform/database-roles';
import { OperatorError } from '#platform/operator-error';
import type { SigningKeys } from '#platform/signing-keys';
import { PART_BITS } from '../parts/store.ts';
import { blockWithTransfer } from '../sealing/store.ts';
import { carriedHashOf } from './carry-over.ts';
import { Fold, type Folded } from './fold.ts';
import { digestOf, signedManifest } from './manifest.ts';
import { putInPlace, readRows, writeRows } from './part-file.ts';
import * as store from './store.ts';

type Deps = {
  /** As the owner of the tables: the running application cannot move a part out. */
  readonly owner: Db;
  readonly ownerUrl: string;
  readonly clock: Clock;
  readonly signingKeys: Pick<SigningKeys, 'sign' | 'current'>;
};
type Order = {
  readonly folder: string;
  /** Parts that were closed less than so many days ago stay. */
  readonly keepDays: number;
  /** Half seconds to wait for a moment in which nobody reads the journal. */
  readonly tries?: number;
  /** Hears how far it is. */
  readonly tell?: (step: Step) => void;
};
export type Step = {
  readonly part: number;
  readonly done: 'rows_written' | 'rows_read_back' | 'file_in_place' | 'archived';
};

/** Why the oldest part stays where it is. */
export type Stays =
  | { readonly why: 'none_closed' }
  | { readonly why: 'too_young'; readonly part: number; readonly until: Temporal.Instant }
  | { readonly why: 'not_sealed'; readonly part: number }
  | { readonly why: 'open_hold'; readonly part: number; readonly hold: string }
  | { readonly why: 'newest_row'; readonly part: number };

/** Ten minutes: a `verify` that reads the whole journal may be under way. */
const TRIES = 1_200;

/** Moves every part out that may go, the oldest first; answers how many went, and why the next one stays. */
export async function archiveParts(deps: Deps, order: Order): Promise<{ archived: number[]; stays: Stays }> {
  const archived: number[] = [];
  for (;;) {
    const part = await store.oldestPart(deps.owner.read);
    const stays = reasonToStay(part, { now: deps.clock.now(), keepDays: order.keepDays });
    if (stays || !part) return { archived, stays: stays ?? { why: 'none_closed' } };
    await archiveOne(deps, order, part);
    archived.push(part.number);
  }
}

function reasonToStay(
  part: store.OldestPart | null,
  { now, keepDays }: { now: Temporal.Instant; keepDays: number },
): Stays | null {
  if (!part?.closed_at) return { why: 'none_closed' };
  const until = part.closed_at.add({ hours: keepDays * 24 });
  if (Temporal.Instant.compare(until, now) >= 0) return { why: 'too_young', part: part.number, until };
  if (part.open_hold !== null) return { why: 'open_hold', part: part.number, hold: part.open_hold };
  if (part.has_newest_row) return { why: 'newest_row', part: part.number };
  if ((part.newest_seq ?? 0n) > part.sealed_to) return { why: 'not_sealed', part: part.number };
  return null;
}

/** The file first, read back from the disk; then, in one transaction, the part is let go. Cut off before that, nothing has happened. */
async function archiveOne(
  deps: Deps,
  { folder, keepDays, tries = TRIES, tell }: Order,
  part: store.OldestPart,
): Promise<void> {
  // prettier-ignore
  const { owner, ownerUrl, clock, signingKeys } = deps;
  const { number } = part;
  const { unfinished, ...file } = await written(ownerUrl, folder, number);
  try {
    tell?.({ part: number, done: 'rows_written' });
    const fold = await readBack(owner, { folder, number, file: { ...file, path: unfinished } });
    const { rows, refused, rowsHash, idsHash } = fold.result();
    const carried = await carriedHashOf(owner.read, number, fold);
    if ('fault' in carried) throw new OperatorError(`part ${number} does not go on from the one before: ${carried.fault}`); // prettier-ignore
    tell?.({ part: number, done: 'rows_read_back' });
    const now = clock.now().round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
    const previous = (await store.listArchived(owner.read)).at(-1);
    const manifest = signedManifest(
      {
        part: number,
        file,
        ...inText({ rows, refused, rowsHash, idsHash }),
        accounts: carried.accounts.toString(),
        carriedHash: carried.hash.toString('hex'),
        block: await lastBlockOf(owner, part),
        previous: previous ? digestOf(previous.manifest) : '',
        archivedAt: now.toString(),
      },
      signingKeys,
    );
    putInPlace(folder, { number, unfinished, text: manifest });
    tell?.({ part: number, done: 'file_in_place' });
    const closedBefore = now.subtract({ hours: keepDays * 24 });
    await store.archivePart(owner.read, { number, at: now, closedBefore, rows, rowsHash, idsHash, carriedHash: carried.hash, manifest, tries }); // prettier-ignore
    tell?.({ part: number, done: 'archived' });
  } finally {
    fs.rmSync(join(folder, unfinished), { force: true });
  }
}

const inText = ({ rows, refused, rowsHash, idsHash }: Folded) => ({
  rows: rows.toString(),
  refused: refused.toString(),
  rowsHash: rowsHash.toString('hex'),
  idsHash: idsHash.toString('hex'),
});

/** A copy has a connection of its own: the pool's give up a statement whose answer they do not see. */
const written = (ownerUrl: string, folder: string, number: number): ReturnType<typeof writeRows> =>
  withClient(ownerUrl, (client) => writeRows(folder, number, copyOut(client, store.copyOfPart(number))));

/** What was written is read from the disk again; from here on only that counts. */
async function readBack(
  owner: Db,
  { folder, number, file }: { folder: string; number: number; file: Parameters<typeof readRows>[1] },
): Promise<Fold> {
  const first = BigInt(number) << PART_BITS;
  const last = first + (1n << PART_BITS) - 1n;
  const fold = new Fold(await store.earlierHolds(owner.read, { first, last }));
  for await (const row of readRows(folder, file)) {
    const fault = fold.add(row);
    if (fault !== null)
      throw new OperatorError(`part ${number} breaks the ledger's laws, and stays: ${fault}`);
  }
  return fold;
}

async function lastBlockOf(
  owner: Db,
  { newest_seq: newest }: store.OldestPart,
): Promise<{ number: string; hash: string } | null> {
  const block = newest === null ? null : await blockWithTransfer(owner.read, newest);
  return block && { number: block.number.toString(), hash: block.hash.toString('hex') };
}
