import type { SCREENING_SOURCES } from '#common/api/console-screening';
import type { Temporal } from '#platform/clock';

/** Lists that can be read. */
export type Source = (typeof SCREENING_SOURCES)[number];

export type ListedKind = 'person' | 'organisation' | 'other';
/** Somebody on a list, as it was published. */
export type Listed = {
  readonly ref: string;
  readonly kind: ListedKind;
  readonly program: string;
  /** The first is the one that the list leads with. */
  readonly names: readonly string[];
  /** ISO 8601, as far as they are known: 1964, 1964-03, 1964-03-05. */
  readonly births: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  readonly remarks: string;
};
/** What a reader finds, in the order of the files: OFAC’s names and addresses come after all entries. */
export type Item =
  | { readonly is: 'entry'; readonly entry: Listed }
  | { readonly is: 'name'; readonly ref: string; readonly name: string }
  | { readonly is: 'country'; readonly ref: string; readonly country: string };

const REFUSALS = [
  'file_missing',
  'too_large',
  'too_long',
  'too_many',
  'not_csv',
  'wrong_columns',
  'not_utf8',
  'not_xml',
  'has_dtd',
  'not_this_list',
  'no_name',
  'twice',
  'unknown_entry',
  'empty',
  'shrunk',
  'changed_while_read',
] as const;
export type ListRefusal = (typeof REFUSALS)[number];

/** Carries a refusal out of the transaction in which a list is read: it is taken whole, or nothing of it. */
export class ListRefused extends Error {
  readonly reason: ListRefusal;
  readonly file: string | null;
  readonly line: number | null;
  constructor(
    reason: ListRefusal,
    { file = null, line = null }: { file?: string | null; line?: number | null } = {},
  ) {
    super(`${reason} in ${file ?? 'the folder'}${line === null ? '' : `, line ${line}`}`);
    this.reason = reason;
    this.file = file;
    this.line = line;
  }
}

/** A version of a list that was taken or refused. */
export type ListVersion = {
  readonly id: string;
  readonly source: Source;
  readonly hash: Uint8Array;
  readonly files: readonly string[];
  readonly state: 'current' | 'superseded' | 'refused';
  readonly entries: number;
  readonly names: number;
  readonly refusedReason: ListRefusal | null;
  readonly refusedFile: string | null;
  readonly refusedLine: number | null;
  readonly loadedAt: Temporal.Instant;
  readonly loadedBy: string;
};

/** Letters of one value. The longest remark that OFAC allows is 1,000. */
export const VALUE_MAX = 20_000;
/** Entries of one list; the longest of today has a tenth of it. */
export const ENTRIES_MAX = 200_000;
export const FILE_BYTES_MAX = 300_000_000;
