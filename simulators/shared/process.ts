import { join } from 'node:path';

/** Settings of a simulator come from the environment alone; it has no configuration file and asks nobody. */
export type Settings = { host: string; port: number; dataDir: string };

export function readSettings(): Settings {
  return {
    host: process.env['HOST'] ?? '127.0.0.1',
    port: readPort('PORT'),
    dataDir: requireSetting('DATA_DIR'),
  };
}

/** A port from the environment; 0 lets the system choose a free one. */
export function readPort(name: string): number {
  const text = process.env[name] ?? '0';
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) fail(`${name} must be a port number`);
  return port;
}

export function requireSetting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') return fail(`${name} is not set`);
  return value;
}

export const bookPath = (dataDir: string): string => join(dataDir, 'book.jsonl');

/** IPv6 addresses stand in brackets in a URL. */
export const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** The one line that a parent reads: where to find this process. */
export function announceReady(ports: { port: number; httpPort?: number }): void {
  process.stdout.write(`${JSON.stringify({ ready: true, ...ports })}\n`);
}

/** Ends with SIGTERM, and with the parent: a closed stdin means that nobody is left to stop us. */
export function stopWithParent(close: () => Promise<void>): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // A caller that never hangs up must not keep the process alive.
    setTimeout(() => process.exit(0), 1_000).unref();
    void close().finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  // Ctrl+C reaches the whole group at once; the parent still needs us while it finishes what it accepted.
  process.on('SIGINT', () => process.stdin.isTTY && stop());
  process.stdin.on('end', stop).on('close', stop).on('error', stop);
  process.stdin.resume();
}
