// The file of a part: its rows as text, one a line under a heading, compressed. Written beside its place and renamed when it is on the disk.
import fs from 'node:fs';
import { join } from 'node:path';
import { damageOf, type Part, readPart, syncFolder, writePart } from '#platform/backup/parts';
import { OperatorError } from '#platform/operator-error';
import { digestOf, type Manifest, readManifest } from './manifest.ts';
import { HEADING, rowOf } from './row-text.ts';

export const fileOf = (number: number): string => `journal-${number}.tsv.zst`;
const manifestFileOf = (number: number): string => `journal-${number}.json`;

/** Writes the rows of a part beside their place; answers the file under the name that it will have. */
export async function writeRows(
  folder: string,
  number: number,
  rows: AsyncIterable<Buffer>,
): Promise<Part & { readonly unfinished: string }> {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${fileOf(number)}.unfinished-${process.pid}`;
  fs.rmSync(join(folder, unfinished), { force: true });
  const part = await writePart(folder, unfinished, withHeading(rows), { key: undefined });
  return { ...part, path: fileOf(number), unfinished };
}

async function* withHeading(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${HEADING}\n`);
  yield* rows;
}

/** Gives a file and its manifest their names. What an earlier attempt left there is replaced if it holds the same rows, and only then. */
export function putInPlace(
  folder: string,
  { number, unfinished, text }: { number: number; unfinished: string; text: string },
): void {
  // prettier-ignore
  const place = join(folder, manifestFileOf(number));
  const there = fs.existsSync(place) ? readManifest(fs.readFileSync(place, 'utf8')) : null;
  if (there && there.rowsHash !== readManifest(text)?.rowsHash)
    throw new OperatorError(
      `${place} is there already and tells of other rows: archive into a folder of this database's own`,
    );
  fs.renameSync(join(folder, unfinished), join(folder, fileOf(number)));
  const beside = `${place}.unfinished-${process.pid}`;
  const file = fs.openSync(beside, 'w', 0o600);
  try {
    fs.writeSync(file, text);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(beside, place);
  syncFolder(folder);
}

/** What is wrong with the files of a part, beside what the database says of it; null when they are those that were signed. */
export async function filesFault(folder: string, manifest: Manifest, text: string): Promise<string | null> {
  const place = join(folder, manifestFileOf(manifest.part));
  if (!fs.existsSync(place)) return `${manifestFileOf(manifest.part)} is missing`;
  if (digestOf(fs.readFileSync(place, 'utf8')) !== digestOf(text))
    return `${manifestFileOf(manifest.part)} is another one than the database keeps`;
  return damageOf(folder, manifest.file);
}

/** The rows of a file, as the bytes that a block seals. Its hash was looked at before. */
export async function* readRows(folder: string, file: Part): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const line of linesOf(readPart(folder, file, { key: undefined }))) {
    if (!isFirst) yield rowOf(line);
    else if (line !== HEADING)
      throw new OperatorError(`${file.path} has other columns than this version knows`);
    isFirst = false;
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new OperatorError('a file of the archive ends within a line');
}
