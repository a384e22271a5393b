// The outside world of a sandbox: card acquirer, mail and text messages, each a process of its own with its own books. The server gets
// their addresses as ordinary settings and knows nothing else about them.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, isFree } from './ports.ts';

export type Simulators = {
  /** Settings for the server. */
  settings: Record<string, string>;
  stop(): Promise<void>;
};

const NAMES = ['acquirer', 'mail', 'sms'] as const;
type Name = (typeof NAMES)[number];
type Ports = Record<Name | 'inbox', number>;
type Secrets = { acquirerKey: string; callbackSecret: string; smsKey: string; mailPassword: string };

const ROOT = join(import.meta.dirname, '..');
/** Milliseconds before a simulator that ended by itself is started again. */
const RESTART_MS = 500;
/** Milliseconds a simulator may take to end before it is killed. */
const STOP_PATIENCE_MS = 3_000;

/** Placeholders with which settings can be checked before any simulator runs. */
export const SIMULATED: Record<string, string> = settingsFor(
  { acquirer: 1, mail: 1, sms: 1, inbox: 1 },
  {
    acquirerKey: '0'.repeat(48),
    callbackSecret: '0'.repeat(48),
    smsKey: '0'.repeat(48),
    mailPassword: '0'.repeat(48),
  },
);

/** Starts all three and waits until they answer. `callbackUrl` is where the acquirer brings its news. */
export async function startSimulators({
  dataFolder,
  callbackUrl,
}: {
  dataFolder: string;
  callbackUrl: string;
}): Promise<Simulators> {
  const folder = join(dataFolder, 'simulators');
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const secrets = kept(join(folder, 'secrets.json'), freshSecrets);
  const ports = await portsIn(join(folder, 'ports.json'));
  const environments: Record<Name, Record<string, string>> = {
    acquirer: {
      PORT: String(ports.acquirer),
      API_KEY: secrets.acquirerKey,
      CALLBACK_SECRET: secrets.callbackSecret,
      CALLBACK_URL: callbackUrl,
    },
    mail: {
      PORT: String(ports.mail),
      HTTP_PORT: String(ports.inbox),
      SMTP_USER: 'okpay',
      SMTP_PASSWORD: secrets.mailPassword,
    },
    sms: { PORT: String(ports.sms), API_KEY: secrets.smsKey },
  };
  const running = NAMES.map((name) =>
    keepRunning(name, { ...environments[name], DATA_DIR: join(folder, name) }),
  );
  const stop = async () => {
    await Promise.all(running.map((simulator) => simulator.stop()));
  };
  try {
    await Promise.all(running.map((simulator) => simulator.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { settings: settingsFor(ports, secrets), stop };
}

function settingsFor(ports: Ports, secrets: Secrets): Record<string, string> {
  const http = (port: number) => `http://127.0.0.1:${port}`;
  return {
    CARD_ACQUIRER_URL: http(ports.acquirer),
    CARD_ACQUIRER_PUBLIC_URL: http(ports.acquirer),
    CARD_ACQUIRER_KEY: secrets.acquirerKey,
    CARD_ACQUIRER_CALLBACK_SECRET: secrets.callbackSecret,
    SMTP_URL: `smtp://okpay:${secrets.mailPassword}@127.0.0.1:${ports.mail}`,
    SMS_GATEWAY_URL: http(ports.sms),
    SMS_GATEWAY_KEY: secrets.smsKey,
    OKPAY_SANDBOX_MAIL_INBOX_URL: http(ports.inbox),
    OKPAY_SANDBOX_SMS_INBOX_URL: http(ports.sms),
  };
}

function freshSecrets(): Secrets {
  const fresh = () => randomBytes(24).toString('hex');
  return { acquirerKey: fresh(), callbackSecret: fresh(), smsKey: fresh(), mailPassword: fresh() };
}

/** The same ports as last time, so that a card page that is open in a browser outlives a restart; others where one is taken. */
async function portsIn(file: string): Promise<Ports> {
  const ports = kept<Ports>(file, () => ({ acquirer: 0, mail: 0, sms: 0, inbox: 0 }));
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    if (ports[name] === 0 || !(await isFree(ports[name]))) ports[name] = await freePort();
  }
  fs.writeFileSync(file, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}

function kept<T>(file: string, make: () => T): T {
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
  const made = make();
  fs.writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** Starts a simulator, and again whenever it ends by itself. */
function keepRunning(
  name: Name,
  env: Record<string, string>,
): { ready: Promise<void>; stop: () => Promise<void> } {
  let child = spawnSimulator(name, env);
  let stopping = false;
  const watch = () => {
    child.once('exit', () => {
      if (stopping) return;
      console.error(`the ${name} simulator ended; it is started again`);
      setTimeout(() => {
        if (stopping) return;
        child = spawnSimulator(name, env);
        watch();
      }, RESTART_MS);
    });
  };
  const ready = saysReady(child, name).then(watch);
  const stop = async () => {
    stopping = true;
    await ended(child);
  };
  return { ready, stop };
}

function spawnSimulator(name: Name, env: Record<string, string>): ChildProcess {
  // A process group of its own: Ctrl-C reaches us first, and we stop it after the server. Its closed stdin tells it that we are gone.
  return spawn(process.execPath, [join(ROOT, 'simulators', name, 'main.ts')], {
    cwd: ROOT,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', ...env },
  });
}

async function saysReady(child: ChildProcess, name: Name): Promise<void> {
  if (!child.stdout) throw new Error(`the ${name} simulator has no output`);
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('"ready":true')) return;
  throw new Error(`the ${name} simulator did not start`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await exit;
  clearTimeout(patience);
}
