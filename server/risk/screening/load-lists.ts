import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import type { StaffId } from '#common/id';
import type { Tx } from '#platform/db';
import type { ScreeningDeps } from './deps.ts';
import * as store from './list-store.ts';
import { ENTRIES_MAX, FILE_BYTES_MAX, type Item, type Listed, ListRefused, type Source } from './listed.ts';
import { readOfac } from './read-ofac.ts';
import { readUn } from './read-un.ts';

/** Rows written in one statement. */
const BATCH = 500;
type Read = (
  onChunk: (chunk: Buffer) => void,
) => AsyncGenerator<Item & { at: { file: string; line: number } }>;
/** A list that lies in the folder. */
type Lying = { readonly source: Source; readonly files: readonly string[]; readonly read: Read };

export type Loader = StaffId | 'rule:schedule';
export type Loaded = { readonly source: Source; readonly outcome: 'taken' | 'unchanged' | 'refused' };

/** Takes every list of the folder that has changed, each whole or not at all. What was refused stays refused until its files change. */
export async function loadLists(deps: ScreeningDeps, by: Loader): Promise<Loaded[]> {
  if (deps.lists === null) return [];
  const loaded: Loaded[] = [];
  for (const lying of listsIn(deps.lists))
    loaded.push({ source: lying.source, outcome: await loadOne(deps, lying, by) });
  return loaded;
}

function listsIn(folder: string): Lying[] {
  const names = fs.readdirSync(folder).toSorted();
  const named = (name: RegExp): string | undefined => names.find((each) => name.test(each));
  const [sdn, alt, add] = [named(/^sdn\.csv$/i), named(/^alt\.csv$/i), named(/^add\.csv$/i)];
  const un = named(/^consolidated.*\.xml$/i);
  const found: Lying[] = [];
  if (sdn !== undefined || alt !== undefined || add !== undefined) {
    const files = {
      sdn: join(folder, sdn ?? 'SDN.CSV'),
      alt: join(folder, alt ?? 'ALT.CSV'),
      add: join(folder, add ?? 'ADD.CSV'),
    };
    found.push({
      source: 'ofac_sdn',
      files: Object.values(files),
      read: (onChunk) => readOfac(files, onChunk),
    });
  }
  if (un !== undefined) {
    const file = join(folder, un);
    found.push({ source: 'un_consolidated', files: [file], read: (onChunk) => readUn(file, onChunk) });
  }
  return found;
}

async function loadOne(
  { db, clock, log }: ScreeningDeps,
  lying: Lying,
  by: Loader,
): Promise<Loaded['outcome']> {
  const version = {
    source: lying.source,
    files: lying.files.map((file) => basename(file)),
    at: clock.now(),
    by,
  };
  let hash: Uint8Array = new Uint8Array(32);
  try {
    hash = await hashOf(lying.files);
    return await db.transaction(async (tx) => {
      await store.lockLists(tx);
      const last = await store.lastVersionOf(tx, lying.source);
      // A refusal is looked at again when somebody asks; the clock does not repeat it every hour.
      const isSettled = last?.state !== 'refused' || by === 'rule:schedule';
      if (last && isSettled && Buffer.compare(last.hash, hash) === 0) return 'unchanged';
      await take(tx, lying, { ...version, hash });
      return 'taken';
    });
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    const { reason, line } = error;
    const file = error.file === null ? null : basename(error.file);
    log.warn(
      { source: lying.source, reason, file, line },
      'a sanctions list was refused; the version before stays in force',
    );
    await db.transaction(async (tx) => {
      await store.lockLists(tx);
      const last = await store.lastVersionOf(tx, lying.source);
      const isRepeated =
        last?.state === 'refused' && last.refusedReason === reason && Buffer.compare(last.hash, hash) === 0;
      if (!isRepeated) await store.insertRefused(tx, { ...version, hash }, { reason, file, line });
    });
    return 'refused';
  }
}

/** SHA-256 over the files, one after the other. */
async function hashOf(files: readonly string[]): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for (const file of files) {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) throw new ListRefused('file_missing', { file });
    if (stat.size > FILE_BYTES_MAX) throw new ListRefused('too_large', { file });
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest();
}

async function take(tx: Tx, { source, read }: Lying, version: store.NewVersion): Promise<void> {
  const before = (await store.currentLists(tx)).find((each) => each.source === source);
  const list = await store.beginVersion(tx, version);
  const hash = createHash('sha256');
  await writeItems(
    tx,
    list,
    read((chunk) => hash.update(chunk)),
  );
  // Somebody copied a newer file over it in between: what was read is no version at all.
  if (Buffer.compare(hash.digest(), version.hash) !== 0) throw new ListRefused('changed_while_read');
  const { entries } = await store.saveCounts(tx, list);
  if (entries === 0) throw new ListRefused('empty');
  // A download that broke off would set half of the listed free; a person may say that it is right.
  if (before && entries * 2 < before.entries && version.by === 'rule:schedule')
    throw new ListRefused('shrunk');
}

async function writeItems(tx: Tx, list: string, items: ReturnType<Read>): Promise<void> {
  const seen = new Set<string>();
  let entries: Listed[] = [];
  let [names, countries]: [[string, string][], [string, string][]] = [[], []];
  const write = async (): Promise<void> => {
    if (entries.length > 0) await store.insertEntries(tx, list, entries);
    if (names.length + countries.length > 0) await store.addToEntries(tx, list, { names, countries });
    [entries, names, countries] = [[], [], []];
  };
  for await (const item of items) {
    if (item.is === 'entry') {
      if (seen.has(item.entry.ref)) throw new ListRefused('twice', item.at);
      if (seen.size >= ENTRIES_MAX) throw new ListRefused('too_many', item.at);
      seen.add(item.entry.ref);
      entries.push(item.entry);
    } else {
      if (!seen.has(item.ref)) throw new ListRefused('unknown_entry', item.at);
      if (item.is === 'name') names.push([item.ref, item.name]);
      else countries.push([item.ref, item.country]);
    }
    if (entries.length + names.length + countries.length >= BATCH) await write();
  }
  await write();
}
