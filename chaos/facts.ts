// What is known of a run when it is judged.
import type { Operation } from './journal.ts';

/** One transfer as the database has it. */
export type Row = {
  seq: number;
  id: string;
  kind: number;
  debit: number;
  credit: number;
  amount: number;
  debitAfter: number;
  creditAfter: number;
  debitVersion: number;
  creditVersion: number;
};
/** An operation of the product with the transfers that it caused, in their order. */
export type Caused = {
  rows: Row[];
  /** Balance after the last movement on the wallet of the customer who asked. */
  ownerAfter: number | null;
};

export type Facts = {
  operations: ReadonlyMap<string, Operation>;
  rows: readonly Row[];
  /** By operation, for what went by HTTP. */
  caused: ReadonlyMap<string, Caused>;
  /** Accounts of the ledger clients: nothing may move on them that their journals do not know. */
  own: ReadonlySet<number>;
};

/** Kinds of transfers that move the posted balance: single, capture, reversal. */
export const MOVES = new Set([0, 2, 5]);
