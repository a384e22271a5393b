// A row of the journal as a line of text, and back into the bytes that a block seals: docs/decisions/0015-journal-archive.md.
import { Temporal } from '#platform/clock';
import { microsOf } from '../sealing/block.ts';
import { rowLength } from '../sealing/leaf.ts';

/** The columns of a line, in the order of the sealed bytes. */
export const COLUMNS = [
  'seq',
  'id',
  'operation_kind',
  'operation_tail',
  'leg',
  'leg_count',
  'kind',
  'code',
  'currency',
  'debit_account',
  'credit_account',
  'amount_minor',
  'ref_seq',
  'posted_at',
  'debit_after_minor',
  'debit_version',
  'debit_prev',
  'credit_after_minor',
  'credit_version',
  'credit_prev',
  'fingerprint',
] as const;
type Column = (typeof COLUMNS)[number];
/** The first line of a file. */
export const HEADING = COLUMNS.join('\t');
/** How the text says that a column holds nothing. */
const NOTHING = '\\N';

const BYTES: Partial<Record<Column, 2 | 4>> = {
  operation_kind: 2,
  operation_tail: 4,
  leg: 2,
  leg_count: 2,
  kind: 2,
  code: 2,
};

/** Rows of one call share their time: it is read once. */
let lately = { text: '', micros: 0n };
function microsAt(text: string): bigint {
  if (text !== lately.text) lately = { text, micros: microsOf(Temporal.Instant.from(text)) };
  return lately.micros;
}

/** The bytes of a line. Throws on a line that is none. */
export function rowOf(line: string): Buffer {
  const fields = line.split('\t');
  if (fields.length !== COLUMNS.length) throw new Error(`not a row of the journal: ${line.slice(0, 80)}`);
  const row = Buffer.alloc(rowLength('transfer'));
  let at = 0;
  for (const [index, column] of COLUMNS.entries()) {
    const text = fields[index] ?? NOTHING;
    if (column === 'id') at += row.write(text.replaceAll('-', ''), at, 'hex');
    else if (column === 'currency') at += row.write(text === NOTHING ? '---' : text, at, 'latin1');
    else if (column === 'posted_at') at = row.writeBigInt64BE(microsAt(text), at);
    else at = writeNumber(row, { column, text: text === NOTHING ? '0' : text, at });
  }
  if (at !== row.length) throw new Error(`not a row of the journal: ${line.slice(0, 80)}`);
  return row;
}

function writeNumber(
  row: Buffer,
  { column, text, at }: { column: Column; text: string; at: number },
): number {
  switch (BYTES[column]) {
    case 2:
      return row.writeInt16BE(Number(text), at);
    case 4:
      return row.writeInt32BE(Number(text), at);
    default:
      return row.writeBigInt64BE(BigInt(text), at);
  }
}

/** What stays of a row when its part is archived, as `ledger.archived_hashes` puts it together. */
export const keptOf = (row: Buffer): Buffer =>
  Buffer.concat([
    row.subarray(0, 24), // seq, id
    row.subarray(129, 137), // fingerprint
    row.subarray(34, 36), // kind
    row.subarray(41, 65), // both accounts, amount
    row.subarray(38, 41), // currency
  ]);

export const postedAtOf = (row: Buffer): bigint => row.readBigInt64BE(73);
export const refOf = (row: Buffer): bigint => row.readBigInt64BE(65);
