// The fence against going back in time: remembers in the data folder how far the ledger was confirmed, and lets no connection pass to a
// database that knows less. Rule: judge.ts. Reason and limits: docs/decisions/0012-backup.md.
import fs from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#platform/clock';
import { type Db, DatabaseUnavailable } from '#platform/db';
import { newUuid } from '#platform/ids';
import type { Logger } from '#platform/log';
import { type Loop, startLoop } from '#platform/loop';
import { OperatorError } from '#platform/operator-error';
import { explain, type Found, isRefusal, judge, type Place, type Remembered } from './judge.ts';
import { type Asked, lookAt, recordAcceptance } from './store.ts';
import { hearConfirmed } from './told.ts';

/** The database is not the one that was written to, or lacks what was confirmed. To whoever asked it is simply not available. */
export class DatabaseRefused extends DatabaseUnavailable {
  readonly explanation: string;
  constructor(explanation: string) {
    super(new Error(explanation), { outcomeUnknown: false });
    this.name = 'DatabaseRefused';
    this.explanation = explanation;
  }
}

export type Fence = {
  /** For `openDb`: throws `DatabaseRefused` for a connection that must not be used. */
  guard(client: Asked): Promise<void>;
  /** Asks once, at the start: what is wrong is the operator's. */
  refuseBehind(db: Db): Promise<void>;
  /** Writes down from now on how far it went. Other processes' transfers are looked up, one's own are told. */
  watch(db: Db): void;
  stop(): Promise<void>;
};

const FILE = 'ledger.fence.json';
/** Milliseconds between two looks, and so the most that a crash of this machine can make the file forget. */
const LOOK_MS = 1_000;
/** Milliseconds within which the same refusal is not logged again: every request would say it. */
const SAY_AGAIN_MS = 30_000;

const kept = z.object({
  system: z.string(),
  database: z.string(),
  timeline: z.number().int(),
  newest: z.object({ seq: z.string().transform(BigInt), id: z.string() }).nullable(),
  acceptance: z.string().nullable(),
});

export function readFence(folder: string): Remembered | null {
  const file = join(folder, FILE);
  if (!fs.existsSync(file)) return null;
  const parsed = kept.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
  if (!parsed.success) throw new OperatorError(`${file} is damaged: put it back, or run accept-database`);
  return parsed.data;
}

/** On the disk when this returns: a power cut must not make it forget, or leave half of it. */
function writeFence(folder: string, remembered: Remembered): void {
  fs.mkdirSync(folder, { recursive: true });
  const next = join(folder, `${FILE}.${process.pid}`);
  const open = fs.openSync(next, 'w', 0o600);
  try {
    const text = JSON.stringify(remembered, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)); // prettier-ignore
    fs.writeSync(open, `${text}\n`);
    fs.fsyncSync(open);
  } finally {
    fs.closeSync(open);
  }
  fs.renameSync(next, join(folder, FILE));
}

/** Opens the fence of a data folder. Several processes may share one: the file holds what any of them knew last. */
export function openFence({ folder, log }: { folder: string; log: Logger }): Fence {
  let remembered = readFence(folder);
  let saidAt = -Infinity;
  let loop: Loop | undefined;

  function learn(place: Place | null): void {
    if (remembered && place && (!remembered.newest || place.seq > remembered.newest.seq))
      remembered = { ...remembered, newest: place };
  }

  /** What another process of this folder knows is taken in first, so that the file never goes back. */
  function save(): void {
    const written = readFence(folder);
    if (!remembered || (written && (written.acceptance ?? '') > (remembered.acceptance ?? ''))) return;
    if (written?.acceptance === remembered.acceptance) learn(written.newest);
    if (!written || !isSame(written, remembered)) writeFence(folder, remembered);
  }

  /** `known` is what was remembered when the connection was asked: what was confirmed since then cannot be in its answer. */
  function pass(found: Found, known: Remembered | null): void {
    const verdict = judge(known, found);
    if (!isRefusal(verdict)) {
      const { system, database, timeline, acceptance } = found;
      const before = verdict.code === 'accepted' ? null : remembered;
      remembered = { system, database, timeline, acceptance, newest: before?.newest ?? found.newest };
      return;
    }
    const explanation = explain(verdict, known, found);
    if (performance.now() - saidAt > SAY_AGAIN_MS) {
      saidAt = performance.now();
      log.error({ code: verdict.code }, explanation);
    }
    throw new DatabaseRefused(explanation);
  }

  const guard = async (client: Asked): Promise<void> => {
    const known = remembered;
    pass(await lookAt(client, known), known);
  };
  let deafen = (): void => {};
  return {
    guard,
    async refuseBehind(db) {
      const client = await db.pool.connect().catch((error: unknown) => {
        throw error instanceof DatabaseRefused ? new OperatorError(error.explanation) : error;
      });
      client.release();
      save();
    },
    watch(db) {
      deafen = hearConfirmed(learn);
      const work = async (): Promise<void> => {
        learn((await lookAt(db.pool, null)).newest);
        save();
      };
      loop = startLoop({ name: 'fence', log, everyMs: LOOK_MS, work });
    },
    async stop() {
      await loop?.stop();
      deafen();
      save();
    },
  };
}

const isSame = (one: Remembered, other: Remembered): boolean =>
  one.system === other.system &&
  one.database === other.database &&
  one.timeline === other.timeline &&
  one.acceptance === other.acceptance &&
  one.newest?.seq === other.newest?.seq;

export type Accepted = { readonly remembered: bigint | null; readonly found: bigint | null };

/** The operator goes on with this database, whatever it lacks. On record in it, so that every other process takes it too. */
export async function acceptDatabase(
  db: Db,
  { folder, clock, reason }: { folder: string; clock: Clock; reason: string },
): Promise<Accepted> {
  const remembered = readFence(folder);
  const { isStandby, hasRemembered: _, ...found } = await lookAt(db.pool, remembered);
  if (isStandby) throw new OperatorError('this is a standby: promote it first');
  const id = newUuid();
  const seqs = { remembered: remembered?.newest?.seq ?? null, found: found.newest?.seq ?? null };
  await recordAcceptance(db, { id, at: clock.now(), reason, ...seqs });
  writeFence(folder, { ...found, acceptance: id });
  return seqs;
}
