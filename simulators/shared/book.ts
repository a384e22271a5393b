import { mkdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Append-only record of one simulated company: one JSON object per line. What was answered for is on the disk. */
export type Book<Entry> = {
  /** Resolves when the entry and all before it are on the disk. Entries written meanwhile share one fsync. */
  append: (entry: Entry) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Opens the book and plays every entry back in order. A last line without its newline is the mark of a crash during a write that
 * nobody was promised; it is cut off. A broken line elsewhere is damage and throws.
 */
export async function openBook<Entry>(path: string, replay: (entry: Entry) => void): Promise<Book<Entry>> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a+', 0o600);
  const kept = readFileSync(path, 'utf8');
  const whole = kept.slice(0, kept.lastIndexOf('\n') + 1);
  if (whole.length < kept.length) await file.truncate(Buffer.byteLength(whole));
  for (const line of whole.split('\n')) if (line !== '') replay(JSON.parse(line) as Entry);

  let length = Buffer.byteLength(whole);
  let lines: string[] = [];
  let last: Promise<void> = Promise.resolve();
  async function flush(): Promise<void> {
    if (lines.length === 0) return;
    const batch = Buffer.from(lines.join(''));
    lines = [];
    try {
      await file.appendFile(batch);
      await file.datasync();
      length += batch.length;
    } catch (error) {
      // Half a line in the middle would be damage for ever; a full disk must not leave one.
      await file.truncate(length);
      throw error;
    }
  }
  return {
    append(entry) {
      lines.push(`${JSON.stringify(entry)}\n`);
      last = last.catch(() => undefined).then(flush);
      return last;
    },
    async close() {
      await last.catch(() => undefined);
      await file.close();
    },
  };
}
