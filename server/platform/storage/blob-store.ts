import fs from 'node:fs/promises';
import { join } from 'node:path';

/** Where sealed bytes lie that are too large for rows. Another place (S3) is another one of these; callers know nothing else. */
export type BlobStore = {
  /** On the disk when it resolves. A name is written once. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is nothing of this name. */
  get(name: string): Promise<Buffer | null>;
  /** What is not there is no error: a deletion may run twice. */
  remove(name: string): Promise<void>;
  names(): Promise<string[]>;
};

const NAME = /^[\w-]{8,60}(\.\d{1,2})?$/;

/** A folder of files that only the owner can read. Several servers need the same one: a shared disk. */
export function folderStore(folder: string): BlobStore {
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new Error('not a name of a stored file');
    return join(folder, name);
  };
  return {
    async put(name, bytes) {
      await fs.mkdir(folder, { recursive: true, mode: 0o700 });
      await fs.writeFile(pathOf(name), bytes, { flag: 'wx', mode: 0o600, flush: true });
    },
    get: (name) => fs.readFile(pathOf(name)).catch(onlyMissing(null)),
    remove: (name) => fs.rm(pathOf(name), { force: true }),
    names: async () => (await fs.readdir(folder).catch(onlyMissing([]))).filter((name) => NAME.test(name)),
  };
}

const onlyMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  };
