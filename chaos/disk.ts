// A small disk for the database, so that it can be full. Only root can mount one; elsewhere that fault is left out, and the run says so.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';

export type Disk = {
  /** Takes all the room that is left. */
  fill(): void;
  free(): void;
  /** Puts what lies on it beside it, for who wants to look at it after the run. */
  copy(to: string): void;
  unmount(): void;
};

/** Room for the data of a long run; memory is taken only for what is written. */
const SIZE = '3g';
const BALLAST_PIECE = Buffer.alloc(1 << 20);

/** Mounts a memory disk at the folder, or answers null where that is not allowed. */
export function mountDisk(folder: string): Disk | null {
  if (process.getuid?.() !== 0) return null;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder]);
  if (mounted.status !== 0) return null;
  const ballast = join(folder, 'ballast');
  return {
    fill() {
      const file = fs.openSync(ballast, 'w');
      try {
        for (let size = BALLAST_PIECE.length; size >= 1; size = size > 4096 ? size >> 4 : 0) {
          while (wrote(file, BALLAST_PIECE.subarray(0, size)));
        }
      } finally {
        fs.closeSync(file);
      }
    },
    free: () => fs.rmSync(ballast, { force: true }),
    copy: (to) => void spawnSync('cp', ['-a', folder, to]),
    unmount: () => void spawnSync('umount', [folder]),
  };
}

function wrote(file: number, piece: Buffer): boolean {
  try {
    return fs.writeSync(file, piece) > 0;
  } catch {
    return false; // Full.
  }
}
