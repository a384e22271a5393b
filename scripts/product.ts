// What `npm start` runs: in a sandbox the simulators of the outside world, then the server with their addresses as ordinary settings. In live mode
// the server alone. Everything that was started ends with it.
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, parseConfig } from '#platform/config';
import { openDatabase } from '#platform/database';
import { OperatorError } from '#platform/operator-error';
import { PUBLIC_URL_FILE } from '#platform/public-url';
import { startServer } from '../server/main.ts';
import { freePort } from './ports.ts';
import { SIMULATED, startSimulators } from './simulators.ts';

/** Where the acquirer brings its news: the path of `api.cardCallback`. */
const CALLBACK_PATH = '/api/v1/callbacks/card';
/** Milliseconds for an orderly end; then the process leaves as it is, which must be safe too. */
const STOP_PATIENCE_MS = 25_000;

async function start(): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value?.trim())); // An empty value is none.
  if (env['PORT']?.trim() === '0') env['PORT'] = String(await freePort());
  const sandbox = (env['OKPAY_MODE'] ?? 'sandbox') !== 'live';
  const early = parseConfig(sandbox ? { ...SIMULATED, ...env } : env); // What is wrong is told before anything starts.
  const [database, simulated] = await together(
    openDatabase(early).then((opened) => (stops.push(opened.stop), opened)),
    sandbox ? simulatorsFor(early) : {},
  );
  const server = await startServer(parseConfig({ ...simulated, ...env }), database);
  stops.push(server.stop);
  fs.mkdirSync(early.data, { recursive: true });
  fs.writeFileSync(join(early.data, PUBLIC_URL_FILE), early.publicUrl);
  const seconds = (performance.now() / 1000).toFixed(1); // Since the process began.
  console.log(`OKPay ${early.mode} is ready after ${seconds} s: ${early.publicUrl}`);
  const folders = new Set([resolve(early.data), database.folder ?? resolve(early.data)]);
  if (sandbox)
    console.log(
      `Mails, text messages, test cards and the clock: ${early.publicUrl}/sandbox\nCtrl-C ends it; the data stays in ${[...folders].join(' and ')}.`,
    );
}

/** Both, or the first failure, but only when neither is still half way: what succeeded must be stopped again. */
async function together<A, B>(a: Promise<A>, b: Promise<B> | B): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

async function simulatorsFor(config: Config): Promise<Record<string, string>> {
  const { settings, stop: end } = await startSimulators({
    dataFolder: config.data,
    callbackUrl: callbackUrl(config),
  });
  stops.push(end);
  return settings;
}

/** The acquirer of a sandbox runs on this machine, wherever people reach the server. */
const callbackUrl = ({ port, tlsCertFile }: Config): string =>
  `${tlsCertFile ? 'https' : 'http'}://127.0.0.1:${port}${CALLBACK_PATH}`;

const stops: (() => Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

/** In reverse order: the server finishes what it accepted, then its neighbours go. What is still starting is waited for. */
function stop(): Promise<void> {
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
    await starting.catch(() => {});
    for (const end of stops.reverse()) await end();
  })();
  return stopping;
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping && signal === 'SIGINT') process.exit(1); // A second Ctrl-C does not wait.
    void stop().finally(() => process.exit());
  });
}

const starting = start();
try {
  await starting;
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error);
  await stop();
  process.exit(1);
}
