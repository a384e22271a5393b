// The product itself, `scripts/start.ts`, as a child process on a folder of its own: for what must be seen from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster } from '#platform/postmaster';
import { SETTINGS } from '#platform/settings';
import { freePort } from '../../scripts/ports.ts';

export type Product = {
  readonly url: string;
  /** Folder with everything that it keeps. */
  readonly data: string;
  readonly pid: number;
  /** Milliseconds from the spawn to the first 200 of `/health/ready`. */
  readonly readyAfterMs: number;
  /** What it has written to stdout and stderr, if that was asked for. */
  readonly said: () => string;
  /** Ends it in order and answers its exit code; the folder stays. */
  stop(): Promise<number | null>;
};

type Options = {
  /** An existing folder, or a new one under the temporary folder. */
  data?: string;
  env?: Record<string, string>;
  /** Options for Node, e.g. a profiler's. */
  node?: readonly string[];
  /** Whether to keep what it writes; without it the log goes nowhere, as a busy server's should. */
  listen?: boolean;
  /** The certificate by which it speaks https; without one it speaks http. */
  ca?: string;
};

const ROOT = join(import.meta.dirname, '../..');
/** Milliseconds the product may take until it serves: a fresh folder, on a busy machine. */
const START_PATIENCE_MS = 60_000;
/** Milliseconds it may take to end before it is killed. */
const STOP_PATIENCE_MS = 30_000;
/** Milliseconds between two looks whether it is ready. */
const LOOK_MS = 5;

const running = new Map<ChildProcess, string>();

/** A folder that PostgreSQL's own user may pass too, when everything else runs as root. */
export function dataFolder(): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'okpay-product-'));
  fs.chmodSync(folder, 0o755);
  return folder;
}

export async function startProduct({
  data = dataFolder(),
  env = {},
  node = [],
  listen = false,
  ca,
}: Options = {}): Promise<Product> {
  const port = await freePort();
  const url = `${ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const began = performance.now();
  const output = listen ? 'pipe' : 'ignore';
  const child = spawn(process.execPath, [...node, 'scripts/start.ts'], {
    cwd: ROOT,
    // A process group of its own: Ctrl-C reaches whoever started it, who ends it in order.
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...withoutSettings(), PORT: String(port), OKPAY_DATA: data, ...env },
  });
  running.set(child, data);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await ready(
    child,
    () => isReady(url, ca),
    () => said,
  );
  const readyAfterMs = performance.now() - began;
  return { url, data, pid: child.pid ?? 0, readyAfterMs, said: () => said, stop: () => end(child) };
}

/** A developer's own settings must not reach it: it would work on their database. */
function withoutSettings(): NodeJS.ProcessEnv {
  const settings = new Set<string>(Object.values(SETTINGS).map(({ env }) => env));
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !settings.has(name) && name !== 'NODE_TEST_CONTEXT'),
  );
}

async function isReady(url: string, ca: string | undefined): Promise<boolean> {
  if (ca === undefined) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }
  return new Promise((known) => {
    https
      .get(`${url}/health/ready`, { ca, agent: false }, (answer) => {
        answer.resume();
        known(answer.statusCode === 200);
      })
      .on('error', () => known(false));
  });
}

async function ready(child: ChildProcess, isUp: () => Promise<boolean>, said: () => string): Promise<void> {
  const until = performance.now() + START_PATIENCE_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    if (await isUp()) return;
    await sleep(LOOK_MS);
  }
  await end(child);
  throw new Error(`the product did not start:\n${said().slice(-8_000)}`);
}

async function end(child: ChildProcess): Promise<number | null> {
  const data = running.get(child) ?? '';
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(patience);
  }
  running.delete(child);
  // A killed product leaves its PostgreSQL to the next start, which will not come.
  const left = findPostmaster(join(data, 'postgres'));
  if (left) process.kill(left.pid, 'SIGQUIT');
  return child.exitCode;
}

/** Ends every product that this process has started. */
export const stopProducts = async (): Promise<void> => {
  await Promise.all([...running.keys()].map(end));
};
