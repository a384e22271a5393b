import type { Receipt, ReceiptSide } from '#common/verify-receipt';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import { listAccountsOf } from '../accounts/store.ts';
import { archivedSince } from '../archive/store.ts';
import { idRangeOf, operationRef } from '../operation-ref.ts';
import { type Block, BLOCK_PURPOSE, headBytes, SEALED_TYPES } from './block.ts';
import { type HiddenPart, type Leaf, leavesIn, rowsIn, transferIn } from './leaf.ts';
import { pathOf, rootOf } from './merkle.ts';
import * as store from './store.ts';

export type ReceiptAnswer =
  | { readonly state: 'sealed'; readonly receipt: Receipt }
  /** Some of it is not in a block yet; it will be within seconds. */
  | { readonly state: 'waiting' }
  /** No money has moved, so there is nothing to prove. */
  | { readonly state: 'nothing' }
  /** Rows of it were moved into the archive, and with them what a proof is made from. */
  | { readonly state: 'archived'; readonly since: Temporal.Instant };

/**
 * The proof of what an operation wrote into the ledger: its rows, the way from each to the root of its block, the signed heads. The
 * owner's own side is opened; of the other side there is a salted digest, so that nobody reads another's balance from a receipt.
 */
export async function receiptOf(
  read: Reader,
  { operationId, owner }: { operationId: string; owner: string },
  signingKeys: SigningKeys,
): Promise<ReceiptAnswer> {
  const ref = operationRef(operationId);
  const seqs = await store.listSeqsOf(read, { ...ref, ...idRangeOf(ref) });
  const since = await archivedSince(read, operationId);
  if (since) return { state: 'archived', since };
  if (seqs.length === 0) return { state: 'nothing' };
  const own = new Set((await listAccountsOf(read, owner)).map(({ id }) => BigInt(id)));
  const blocks = new Map<bigint, { block: Block; leaves: readonly Leaf[]; at: number }>();
  const transfers: Receipt['transfers'] = [];
  for (const seq of seqs) {
    const block = await store.blockWithTransfer(read, seq);
    if (!block) return { state: 'waiting' };
    const known = blocks.get(block.number) ?? { block, leaves: await leavesOf(read, block), at: blocks.size };
    blocks.set(block.number, known);
    transfers.push(provenTransfer(seq, known, own));
  }
  return {
    state: 'sealed',
    receipt: {
      format: 'okpay receipt v1',
      entry: operationId,
      transfers,
      blocks: [...blocks.values()].map(({ block }) => signedHead(block, signingKeys)),
    },
  };
}

/** Every leaf of a block as it stands now. A block that does not hold any more must not be sold as a proof. */
async function leavesOf(read: Reader, block: Block): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  for (const type of SEALED_TYPES) {
    const { first, last, count } = block.ranges[type];
    const bytes = await store.rowBytes(read, type, { first, last, limit: count + 1 });
    leaves.push(...(await leavesIn(type, rowsIn(type, bytes), block.salt)));
  }
  if (!rootOf(leaves.map(({ hash }) => hash)).equals(block.merkleRoot))
    throw new Error(`block ${block.number} does not hold any more: run verify`);
  return leaves;
}

function provenTransfer(
  seq: bigint,
  { leaves, at }: { leaves: readonly Leaf[]; at: number },
  own: ReadonlySet<bigint>,
): Receipt['transfers'][number] {
  const place = leaves.findIndex(({ type, number }) => type === 'transfer' && number === seq);
  const leaf = leaves[place];
  const [debit, credit, rest] = leaf?.hidden ?? [];
  if (!leaf || !debit || !credit || !rest) throw new Error(`transfer ${seq} is in its block`);
  const sides = transferIn(Buffer.concat([leaf.open, debit.content, credit.content]));
  return {
    leaf: leaf.open.toString('hex'),
    debit: sideFor(debit, own.has(sides.debit.account)),
    credit: sideFor(credit, own.has(sides.credit.account)),
    rest: rest.digest.toString('hex'),
    block: at,
    place,
    path: pathOf(
      leaves.map(({ hash }) => hash),
      place,
    ).map((hash) => hash.toString('hex')),
  };
}

const sideFor = ({ salt, content, digest }: HiddenPart, isOwn: boolean): ReceiptSide =>
  isOwn
    ? { salt: salt.toString('hex'), content: content.toString('hex') }
    : { digest: digest.toString('hex') };

/** A head whose key was reported stolen is signed anew: the paper must hold in front of others, and the chain says that the head is ours. */
function signedHead(block: Block, signingKeys: SigningKeys): Receipt['blocks'][number] {
  const { keyId, signature, hash } = block;
  const isGood = signingKeys.published.some(({ id, revokedAt }) => id === keyId && revokedAt === null);
  return {
    head: headBytes(block).toString('hex'),
    ...(isGood ? { keyId, signature } : signingKeys.sign(BLOCK_PURPOSE, hash.toString('hex'))),
  };
}
