// The chain of blocks from outside: nothing that the database says of itself is believed, only what the signatures say.
import { isSignedBy, type PublishedKey } from '#common/signature';
import { Temporal } from '#platform/clock';
import type { Db, Tx } from '#platform/db';
import { type ArchiveFault, ArchiveReader, keptFaults } from '../archive/read-archive.ts';
import { archivedBelow, keepParts, listArchived } from '../archive/store.ts';
import { type Anchor, anchorFault } from './anchor.ts';
import {
  type Block,
  BLOCK_LEAVES_MAX,
  BLOCK_PURPOSE,
  hashOf,
  NO_BLOCK_BEFORE,
  SEALED_TYPES,
} from './block.ts';
import { idIn, type Leaf, leavesIn, type LeafType, rowsIn, transferIn } from './leaf.ts';
import { markOf, readList } from './leaf-list.ts';
import { rootOf } from './merkle.ts';
import * as store from './store.ts';

const FOLLOWS = 'S1 each block follows from the one before';
const SIGNED = 'S2 each block is signed by a key that is ours';
const UNCHANGED = 'S3 what was sealed is what stands there';
const REACHES = 'S4 the chain reaches what was anchored';
const ARCHIVED = 'S5 what was archived is what was signed';

export type SealViolation = {
  readonly law: typeof FOLLOWS | typeof SIGNED | typeof UNCHANGED | typeof REACHES | typeof ARCHIVED;
  readonly subject: string;
  readonly found: string;
};
export const SEAL_LAW_COUNT = 5;

export type ChainReport = {
  readonly violations: readonly SealViolation[];
  readonly blocks: number;
  /** Transfers that no block has sealed yet; a few of the last second, in a ledger that is running. */
  readonly unsealed: number;
  /** Parts of the journal that are archived, and how many of their rows were read and compared: none without their folder. */
  readonly archived: { readonly parts: number; readonly rowsRead: bigint };
};

/** Blocks looked at in one go; each brings its list of leaves, about 25 kB when full. */
const BLOCKS_AT_ONCE = 50;
/** Rows of a block beyond those that it sealed, before we stop naming them one by one. */
const MORE_ROWS = BLOCK_LEAVES_MAX;

/**
 * Makes every hash again and compares: names each row that was changed, removed or inserted after it was sealed, each block that
 * was touched, and, with an anchor that was kept elsewhere, what was cut off at the end. Reads one snapshot.
 */
export async function verifySeals(db: Db, { keys, anchor = null, archive }: Asked): Promise<ChainReport> {
  return db.transaction((tx) => walk(tx, { keys, anchor, archive }), { isolation: 'repeatable read' });
}

type Asked = {
  keys: readonly PublishedKey[];
  anchor?: Anchor | null;
  /** The folder of archived parts; without it their rows are not read. */
  archive?: string | undefined;
};

async function walk(tx: Tx, { keys, anchor = null, archive }: Asked): Promise<ChainReport> {
  await keepParts(tx);
  const violations: SealViolation[] = await outOfRange(tx);
  const hear = (fault: ArchiveFault): void => void violations.push({ law: ARCHIVED, ...fault });
  const parts = await listArchived(tx);
  for (const fault of await keptFaults(tx, parts, { keys, rowsAreRead: archive !== undefined })) hear(fault);
  const below = await archivedBelow(tx);
  const reader = archive === undefined ? null : new ArchiveReader(tx, { folder: archive, parts, hear });
  let before: Block | null = null;
  let anchored: Block | null = null;
  let blocks = 0;
  // Blocks whose key was reported stolen: a later one with a good signature covers them by its hash.
  let uncovered: Block[] = [];
  for (;;) {
    const next = await store.listBlocks(tx, { after: before?.number ?? 0n, limit: BLOCKS_AT_ONCE });
    for (const block of next) {
      violations.push(...linkFaults(block, before));
      // Rows of two parts never share a block, so either all of its rows are here or none.
      const isArchived = block.ranges.transfer.last < below;
      violations.push(
        ...(isArchived ? await archivedRowFaults(tx, block, reader) : await rowFaults(tx, block)),
      );
      const signature = await signatureFault(block, keys);
      if (signature === null) uncovered = [];
      else if (signature === 'revoked') uncovered.push(block);
      else violations.push({ law: SIGNED, subject: named(block), found: signature });
      if (block.number === anchor?.number) anchored = block;
      before = block;
      blocks += 1;
    }
    if (next.length < BLOCKS_AT_ONCE) break;
  }
  for (const block of uncovered)
    violations.push({
      law: SIGNED,
      subject: named(block),
      found: `its key ${block.keyId} was reported stolen, and no block after it has a good signature`,
    });
  if (anchor) violations.push(...(await anchorFaults(anchor, { anchored, newest: before, keys })));
  for (const row of (await reader?.upTo(below)) ?? [])
    hear({ subject: nameOf('transfer', row.readBigInt64BE(0)), found: 'stands in the archive, and no block has sealed it' }); // prettier-ignore
  return {
    violations,
    blocks,
    unsealed: await store.countUnsealed(tx, before?.ranges.transfer.last ?? 0n),
    archived: { parts: parts.length, rowsRead: reader?.rows ?? 0n },
  };
}

const named = ({ number }: Block): string => `block ${number}`;

function linkFaults(block: Block, before: Block | null): SealViolation[] {
  const found: string[] = [];
  const expected = (before?.number ?? 0n) + 1n;
  if (block.number !== expected)
    found.push(`blocks ${expected} to ${block.number - 1n} before it are gone, with the proof of their rows`);
  if (!block.previousHash.equals(before?.hash ?? NO_BLOCK_BEFORE))
    found.push('it names another block before it than the one that is there');
  for (const type of SEALED_TYPES)
    if (block.ranges[type].first !== (before?.ranges[type].last ?? 0n) + 1n)
      found.push(`its ${WORDS[type]}s do not begin where those of the block before ended`);
  if (!hashOf(block).equals(block.hash)) found.push('its own fields were changed: they do not make its hash');
  return found.map((what) => ({ law: FOLLOWS, subject: named(block), found: what }));
}

async function signatureFault(
  { hash, keyId, signature, sealedAt }: Block,
  keys: readonly PublishedKey[],
): Promise<string | null> {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return `its key ${keyId} is not among the keys`;
  if (!(await isSignedBy(key, { purpose: BLOCK_PURPOSE, text: hash.toString('hex'), signature })))
    return `key ${keyId} did not sign this hash`;
  if (Temporal.Instant.compare(sealedAt, Temporal.Instant.from(key.validFrom)) < 0)
    return `sealed ${sealedAt.toString()}, before its key ${keyId} was there`;
  return key.revokedAt === null ? null : 'revoked';
}

const WORDS: Record<LeafType, string> = {
  transfer: 'transfer',
  account: 'account',
  flag_change: 'flag change',
};
const nameOf = (type: LeafType, number: bigint): string => `${WORDS[type]} ${number}`;

/** Of a block whose transfers are archived: with their rows as of any other; without them what else it sealed, by its list. */
async function archivedRowFaults(
  tx: Tx,
  block: Block,
  reader: ArchiveReader | null,
): Promise<SealViolation[]> {
  const rows = (await reader?.upTo(block.ranges.transfer.last)) ?? [];
  return rowFaults(tx, block, reader && !reader.isBroken ? rows : 'not_read');
}

/** Compares a block with the rows that stand here, or with transfers that were read elsewhere. */
async function rowFaults(
  tx: Tx,
  block: Block,
  transfers?: readonly Buffer[] | 'not_read',
): Promise<SealViolation[]> {
  // prettier-ignore
  const fault = (subject: string, found: string): SealViolation => ({ law: UNCHANGED, subject, found });
  const sealed = readList(block.leaves, block.ranges);
  if (!sealed) return [fault(named(block), 'the list of what it sealed cannot be read')];
  const isWhole = transfers !== 'not_read';
  const list = isWhole ? sealed : sealed.filter(({ type }) => type !== 'transfer');
  const rows = await rowsOf(tx, block, transfers);
  const hashes = [...rows.values()].map(({ leaf }) => leaf.hash);
  if (isWhole && hashes.length > 0 && rootOf(hashes).equals(block.merkleRoot)) return [];

  const violations: SealViolation[] = [];
  for (const { type, number, mark } of list) {
    const name = nameOf(type, number);
    const there = rows.get(name);
    rows.delete(name);
    if (!there) violations.push(fault(name, `was removed after block ${block.number} sealed it`));
    else if (!markOf(there.leaf).equals(mark))
      violations.push(fault(name, `was changed after block ${block.number} sealed it${nowReads(there)}`));
  }
  for (const [name, there] of rows)
    violations.push(
      fault(name, `was inserted after block ${block.number} had sealed its range${nowReads(there)}`),
    );
  const { first, last } = block.ranges.transfer;
  return violations.length > 0 || !isWhole
    ? violations
    : [
        fault(
          named(block),
          `transfers ${first} to ${last}: rows and list were changed together, or its root was`,
        ),
      ];
}

/** What a block should have sealed, by name. */
async function rowsOf(
  tx: Tx,
  { ranges, salt }: Block,
  transfers: readonly Buffer[] | 'not_read' | undefined,
): Promise<Map<string, { leaf: Leaf; row: Buffer }>> {
  const rows = new Map<string, { leaf: Leaf; row: Buffer }>();
  for (const type of SEALED_TYPES) {
    if (type === 'transfer' && transfers === 'not_read') continue;
    const { first, last, count } = ranges[type];
    const found =
      type === 'transfer' && transfers !== undefined && transfers !== 'not_read'
        ? transfers
        : rowsIn(type, await store.rowBytes(tx, type, { first, last, limit: count + MORE_ROWS }));
    for (const [at, leaf] of (await leavesIn(type, found, salt)).entries())
      rows.set(nameOf(type, leaf.number), { leaf, row: found[at] ?? Buffer.alloc(0) });
  }
  return rows;
}

const nowReads = ({ leaf, row }: { leaf: Leaf; row: Buffer }): string => {
  if (leaf.type !== 'transfer') return '';
  const { amount, currency, debit, credit } = transferIn(row);
  return `; now it reads ${idIn(row)}: ${amount} ${currency} from account ${debit.account} to ${credit.account}`;
};

/** Numbers begin at 1: below that no block looks. */
async function outOfRange(tx: Tx): Promise<SealViolation[]> {
  const violations: SealViolation[] = [];
  for (const type of SEALED_TYPES) {
    const bytes = await store.rowBytes(tx, type, { first: -(2n ** 63n), last: 0n, limit: MORE_ROWS });
    for (const row of rowsIn(type, bytes))
      violations.push({
        law: UNCHANGED,
        subject: nameOf(type, row.readBigInt64BE(0)),
        found: 'was inserted below the first number that is ever given out',
      });
  }
  return violations;
}

async function anchorFaults(
  anchor: Anchor,
  { anchored, newest, keys }: { anchored: Block | null; newest: Block | null; keys: readonly PublishedKey[] },
): Promise<SealViolation[]> {
  const fault = (subject: string, found: string): SealViolation[] => [{ law: REACHES, subject, found }];
  const wrong = await anchorFault(anchor, keys);
  if (wrong) return fault('the anchor', wrong);
  if (anchored)
    return anchored.hash.toString('hex') === anchor.hash
      ? []
      : fault(named(anchored), 'is another one than was anchored: it, or what came before, was written anew');
  const cut = SEALED_TYPES.flatMap((type) => {
    const [from, to] = [(newest?.ranges[type].last ?? 0n) + 1n, anchor.last[type]];
    return from <= to ? [`${WORDS[type]}s ${from} to ${to}`] : [];
  });
  return fault(
    `blocks ${(newest?.number ?? 0n) + 1n} to ${anchor.number}`,
    `were cut off, with ${cut.join(', ')} as they were sealed`,
  );
}
