// The rows of a part, read once in their order: that each follows from the one before it, and where they leave each account.
import { breakOf, MOVES, REFUSED, touchesOf } from '../sealing/follows.ts';
import { sha256Of, transferIn, type TransferRow } from '../sealing/leaf.ts';
import { keptOf, postedAtOf, refOf } from './row-text.ts';

/** Where an account stands after a row of its: gross sums in minor units, the time in microseconds since 2000. */
export type Standing = {
  readonly account: bigint;
  readonly version: bigint;
  readonly lastSeq: bigint;
  readonly lastAt: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPosted: bigint;
  readonly debitsPending: bigint;
  readonly creditsPending: bigint;
};

const HOLD = 1;
const REVERSAL = 5;

/** What a part did to an account, and what its first row there says of what was before. */
type Course = {
  readonly before: { readonly version: bigint; readonly seq: bigint; readonly after: bigint };
  last: { seq: bigint; version: bigint; after: bigint; account: bigint; prev: bigint };
  at: bigint;
  debitsPosted: bigint;
  creditsPosted: bigint;
  debitsPending: bigint;
  creditsPending: bigint;
};

export type Folded = {
  readonly rows: bigint;
  readonly refused: bigint;
  readonly rowsHash: Buffer;
  readonly idsHash: Buffer;
};

export class Fold {
  private readonly courses = new Map<bigint, Course>();
  /** Holds that may still be resolved in this part, those of earlier parts too: what each reserved. */
  private readonly held: Map<bigint, bigint>;
  private rows = 0n;
  private refused = 0n;
  private lastSeq = -1n;
  private rowsHash: Buffer = Buffer.alloc(0);
  private idsHash: Buffer = Buffer.alloc(0);

  constructor(earlierHolds: ReadonlyMap<bigint, bigint>) {
    this.held = new Map(earlierHolds);
  }

  /** Takes the next row; answers what is wrong with it, or null. */
  add(bytes: Buffer): string | null {
    const row = transferIn(bytes);
    if (row.seq <= this.lastSeq) return `row ${row.seq} comes after row ${this.lastSeq}`;
    this.lastSeq = row.seq;
    this.rows += 1n;
    this.rowsHash = sha256Of(this.rowsHash, bytes);
    this.idsHash = sha256Of(this.idsHash, keptOf(bytes));
    if (row.kind >= REFUSED) {
      this.refused += 1n;
      return null;
    }
    const released = this.released(row, refOf(bytes));
    if (released === null) return `row ${row.seq} resolves a hold that is not there`;
    return this.touch(row, { at: postedAtOf(bytes), pending: row.kind === HOLD ? row.amount : -released });
  }

  private released(row: TransferRow, ref: bigint): bigint | null {
    if (row.kind === HOLD) this.held.set(row.seq, row.amount);
    if (row.kind <= HOLD || row.kind === REVERSAL) return 0n;
    const amount = this.held.get(ref) ?? null;
    this.held.delete(ref);
    return amount;
  }

  private touch(row: TransferRow, { at, pending }: { at: bigint; pending: bigint }): string | null {
    const posted = MOVES.has(row.kind) ? row.amount : 0n;
    for (const [side, { touch, by }] of touchesOf(row).entries()) {
      const known = this.courses.get(touch.account);
      const wrong = known ? breakOf(touch, by, known.last) : null;
      if (wrong !== null) return `row ${row.seq} on account ${touch.account}: ${wrong}`;
      const before = { version: touch.version - 1n, seq: touch.prev, after: touch.after - by };
      const course: Course = known ?? { before, last: touch, at, debitsPosted: 0n, creditsPosted: 0n, debitsPending: 0n, creditsPending: 0n }; // prettier-ignore
      course.last = touch;
      course.at = at;
      if (side === 0) {
        course.debitsPosted += posted;
        course.debitsPending += pending;
      } else {
        course.creditsPosted += posted;
        course.creditsPending += pending;
      }
      this.courses.set(touch.account, course);
    }
    return null;
  }

  result(): Folded {
    const { rows, refused, rowsHash, idsHash } = this;
    return { rows, refused, rowsHash, idsHash };
  }

  /** The accounts that were touched, in the order in which they are carried over. */
  accounts(): bigint[] {
    return [...this.courses.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  /** Where the part leaves an account that stood as `carried` before it (undefined: it had no row yet); a sentence if it did not. */
  standing(account: bigint, carried: Standing | undefined): Standing | string {
    const course = this.courses.get(account);
    if (!course) return `account ${account} is not touched`;
    const { before, last, at } = course;
    const net = (carried?.creditsPosted ?? 0n) - (carried?.debitsPosted ?? 0n);
    if (
      before.version !== (carried?.version ?? 0n) ||
      before.seq !== (carried?.lastSeq ?? 0n) ||
      before.after !== net
    )
      return `account ${account} begins at version ${before.version + 1n} with ${before.after}, but was left at version ${carried?.version ?? 0n} with ${net}`;
    return {
      account,
      version: last.version,
      lastSeq: last.seq,
      lastAt: at,
      debitsPosted: (carried?.debitsPosted ?? 0n) + course.debitsPosted,
      creditsPosted: (carried?.creditsPosted ?? 0n) + course.creditsPosted,
      debitsPending: (carried?.debitsPending ?? 0n) + course.debitsPending,
      creditsPending: (carried?.creditsPending ?? 0n) + course.creditsPending,
    };
  }
}

/** A standing as `ledger.archived_hashes` puts it together. */
export function bytesOf(standing: Standing): Buffer {
  const { account, version, lastSeq, lastAt, debitsPosted, creditsPosted, debitsPending, creditsPending } = standing; // prettier-ignore
  const bytes = Buffer.alloc(64);
  const numbers = [account, version, lastSeq, lastAt, debitsPosted, creditsPosted, debitsPending, creditsPending]; // prettier-ignore
  for (const [index, number] of numbers.entries()) bytes.writeBigInt64BE(number, index * 8);
  return bytes;
}
