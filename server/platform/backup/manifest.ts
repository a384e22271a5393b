// What a backup says about itself. It is written last: a folder without it is no backup.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import { partSchema } from './parts.ts';

const FILE = 'manifest.json';

/** A table's rows, as one part; the columns say in which order. */
const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  part: z.string(),
});
export type TableCopy = z.output<typeof tableSchema>;
const sequenceSchema = z.object({ schema: z.string(), name: z.string(), value: z.string().regex(/^-?\d+$/) });
export type SequenceCopy = z.output<typeof sequenceSchema>;

const databaseSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('physical'),
    /** Of PostgreSQL; the files open with this major version only. */
    version: z.number().int(),
    systemIdentifier: z.string(),
    /** First WAL file that is needed to bring the files to one moment. */
    firstWalFile: z.string(),
    /** Below the archive's folder: where the WAL of this server goes; null when it is not archived. */
    archive: z.string().nullable(),
    part: z.string(),
    filesPart: z.string(),
  }),
  z.object({
    kind: z.literal('logical'),
    version: z.number().int(),
    tables: z.array(tableSchema),
    sequences: z.array(sequenceSchema),
  }),
]);

const manifestSchema = z.object({
  format: z.literal(1),
  product: z.string(),
  mode: z.enum(['sandbox', 'live']),
  takenAt: z.iso.datetime(),
  /** Names and checksums of the migrations that the database had seen. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  database: databaseSchema,
  /** Files beside the database, relative to the data folder: keys, documents, a sandbox's books. */
  files: z.array(z.object({ path: z.string(), mode: z.number().int(), part: z.string() })),
  /** Salt of the passphrase that the parts are sealed with; null when they lie open. */
  sealedWithSalt: z.string().nullable(),
  /** What the books held, for whoever compares: at the moment of the copy, or at least this much. */
  facts: z.record(z.string(), z.string()),
  parts: z.array(partSchema),
});
export type Manifest = z.output<typeof manifestSchema>;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Two lines: the manifest, and its own SHA-256. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const text = JSON.stringify(manifestSchema.parse(manifest));
  const file = fs.openSync(join(folder, FILE), 'wx', 0o600);
  try {
    fs.writeSync(file, `${text}\n${digestOf(text)}\n`);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

export function readManifest(folder: string): Manifest {
  const file = join(folder, FILE);
  if (!fs.existsSync(file)) throw new OperatorError(`${folder} is no backup: it has no ${FILE}`);
  const [text = '', digest] = fs.readFileSync(file, 'utf8').split('\n');
  if (digestOf(text) !== digest) throw new OperatorError(`${file} was changed: its SHA-256 is another one`);
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new OperatorError(
      `${file} is of a format that this version does not know: use the version that made it`,
    );
  return parsed.data;
}
