import { idFromUuid, uuidFromId } from '#common/id';
import { sha256 } from '#platform/crypto';
import type { TransferUuid } from './transfer.ts';

/** Kinds of business operation by the prefix of their ids; the number is what a row stores. The same rows stand in `ledger.operation_kind`; a test holds the two equal. */
export const OPERATION_KINDS = { tu: 1, tr: 2, cb: 3, rc: 4, fx: 5, wd: 6, bt: 7, xb: 9, bk: 12 } as const;
type Prefix = keyof typeof OPERATION_KINDS;
const PREFIX_OF = new Map<number, Prefix>(
  Object.entries(OPERATION_KINDS).map(([prefix, number]) => [number, prefix as Prefix]),
);

/** Letters of the part of a UUID that a transfer shares with its operation: twelve bytes in hex with their dashes. */
const SHARED_LETTERS = 28;

/** How the ledger writes an operation: the first twelve bytes stand in the transfer's own id. */
export type OperationRef = { readonly kind: number; readonly shared: string; readonly tail: number };

/** Asked for lately: who makes the ids of a command's legs, who looks at it and who writes it down all ask. When full, the older half goes. */
const LATELY_MAX = 10_000;
let lately = new Map<string, OperationRef>();
let before = new Map<string, OperationRef>();

/** Throws on an id of no known kind: only a bug can hand one in. */
export function operationRef(operationId: string): OperationRef {
  const known = lately.get(operationId) ?? before.get(operationId);
  if (known) return known;
  const kind = OPERATION_KINDS[operationId.slice(0, operationId.indexOf('_')) as Prefix];
  if (kind === undefined) throw new Error(`${operationId} is no operation that the ledger knows`);
  const uuid = uuidFromId(operationId);
  const ref = {
    kind,
    shared: uuid.slice(0, SHARED_LETTERS),
    tail: Number.parseInt(uuid.slice(SHARED_LETTERS), 16) | 0,
  };
  if (lately.size === LATELY_MAX) [before, lately] = [lately, new Map()];
  lately.set(operationId, ref);
  return ref;
}

/** The operation of a row, as people read it. */
export function operationIdOf(row: {
  id: TransferUuid;
  operation_kind: number;
  operation_tail: number;
}): string {
  const prefix = PREFIX_OF.get(row.operation_kind);
  if (prefix === undefined) throw new Error(`operation kind ${row.operation_kind} is not known`);
  const tail = (row.operation_tail >>> 0).toString(16).padStart(8, '0');
  return idFromUuid(prefix, row.id.slice(0, SHARED_LETTERS) + tail);
}

/** Smallest and largest id that a transfer of this operation can have. */
export const idRangeOf = ({ shared }: OperationRef): { first: TransferUuid; last: TransferUuid } => ({
  first: `${shared}00000000`,
  last: `${shared}ffffffff`,
});

/** Names of legs come from code and repeat; those that do not, such as numbers of instalments, are few. */
const SUFFIXES_MAX = 10_000;
const suffixes = new Map<string, string>();
function suffixOf(names: string): string {
  const known = suffixes.get(names);
  if (known !== undefined) return known;
  const suffix = sha256(names).toString('hex', 0, 4);
  if (suffixes.size < SUFFIXES_MAX) suffixes.set(names, suffix);
  return suffix;
}

/**
 * The id of one leg of an operation, the same for ever: what is sent twice moves once. It begins as the operation's own UUID does,
 * so legs of one operation stand side by side in the index, and new ones at its end. The names tell the legs apart.
 */
export function legId(operationId: string, ...names: readonly string[]): TransferUuid {
  const { shared } = operationRef(operationId);
  return shared + suffixOf(names.map((name) => `${Buffer.byteLength(name)}:${name}`).join(''));
}
