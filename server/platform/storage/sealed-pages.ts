// Pictures of documents, each file by a key of its own, each page bound to its place. Whose file it is, and when it goes, knows the room
// that keeps its row.
import { type IdKind, parseId } from '#common/id';
import type { Temporal } from '#platform/clock';
import type { Keyring } from '#platform/keys';
import type { CleanPage } from '#platform/uploads/image';
import type { BlobStore } from './blob-store.ts';
import { newDataKey, openBytes, sealBytes, unwrapKey } from './envelope.ts';

export type PageStore = { readonly keys: Keyring; readonly files: BlobStore };
/** A file by its id, and the context that its key is wrapped in. */
type Named = { readonly id: string; readonly context: string };

const pageName = (id: string, page: number): string => `${id}.${page}`;

/** Writes the pages, sealed by a new key. Answers the key, wrapped, for the file's row. */
export async function storePages(
  { keys, files }: PageStore,
  { id, context }: Named,
  pages: readonly CleanPage[],
): Promise<string> {
  const { key, wrapped } = newDataKey(keys, context);
  await Promise.all(
    pages.map(({ jpeg }, index) => {
      const name = pageName(id, index + 1);
      return files.put(name, sealBytes(key, jpeg, name));
    }),
  );
  return wrapped;
}

/** A page as JPEG; null if there is no such page, or its file was taken away. */
export async function openPage(
  { keys, files }: PageStore,
  { id, context, pages, wrappedKey }: Named & { readonly pages: number; readonly wrappedKey: string },
  page: number,
): Promise<Buffer | null> {
  if (page > pages) return null;
  const name = pageName(id, page);
  const sealed = await files.get(name);
  return sealed && openBytes(unwrapKey(keys, wrappedKey, context), sealed, name);
}

export async function removePages(
  { files }: Pick<PageStore, 'files'>,
  id: string,
  pages: number,
): Promise<void> {
  for (let page = 1; page <= pages; page++) await files.remove(pageName(id, page));
}

/** When an id was made: its first ten letters hold the milliseconds (RFC 9562 §5.7). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const madeAt = (digits: string): number =>
  Array.from(digits.slice(0, 10)).reduce((millis, letter) => millis * 32 + LETTERS.indexOf(letter), 0);

/**
 * Removes pages of this kind of file without a row: a process died between writing them and committing. Only those made before `before`,
 * by the real time in which ids are made: nobody is writing them any more.
 */
export async function removeStrays(
  { files }: Pick<PageStore, 'files'>,
  {
    kind,
    before,
    known,
  }: {
    readonly kind: IdKind;
    readonly before: Temporal.Instant;
    /** Of these ids those that have a row with a key. */
    readonly known: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  },
): Promise<number> {
  const idOf = (name: string): string => name.slice(0, name.indexOf('.'));
  const names = (await files.names()).filter((name) => parseId(kind, idOf(name)) !== null);
  const kept = await known([...new Set(names.map(idOf))]);
  const strays = names.filter((name) => {
    const id = idOf(name);
    return !kept.has(id) && madeAt(id.slice(kind.length + 1)) < before.epochMilliseconds;
  });
  await Promise.all(strays.map((name) => files.remove(name)));
  return strays.length;
}
