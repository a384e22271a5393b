import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hostInUrl } from './shared/process.ts';

/** How long a simulator may take to say where it listens; a busy machine needs more than the usual 0.3 s. */
const READY_TIMEOUT_MILLIS = 20_000;
/** How long it may take to end by itself. */
const STOP_TIMEOUT_MILLIS = 3_000;

export type SimulatorName = 'mail' | 'sms' | 'acquirer' | 'rates' | 'bank' | 'correspondent' | 'ewallet';
export type SimulatorPorts = { port: number; httpPort?: number };
export type Simulator = SimulatorPorts & {
  process: ChildProcess;
  stop: () => Promise<void>;
  /** Ends it without a chance to tidy up, as a power cut would. */
  kill: () => Promise<void>;
};

/** Starts one simulator as a process of its own that ends with this one. `onOutput` hears all that it writes. */
export async function launchSimulator(
  name: SimulatorName,
  env: Record<string, string>,
  onOutput?: (text: string) => void,
): Promise<Simulator> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, name, 'main.ts')],
    {
      // A process group of its own: Ctrl-C in the terminal reaches the one who started it, who stops it when its own work is done.
      detached: true,
      stdio: ['pipe', 'pipe', onOutput === undefined ? 'inherit' : 'pipe'],
      // Nothing of our own environment: a simulator must not know the wallet's settings.
      env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...compiled(), ...env },
    },
  );
  child.stderr?.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ports = await readReadyLine(name, child, onOutput);
  return {
    ...ports,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MILLIS);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Where Node keeps what it made of our sources: a simulator that finds it there starts in half the time. */
const compiled = (): Record<string, string> => {
  const folder = process.env['NODE_COMPILE_CACHE'];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
};

function readReadyLine(
  name: SimulatorName,
  child: ChildProcess,
  onOutput?: (text: string) => void,
): Promise<SimulatorPorts> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the ${name} simulator did not become ready`));
    }, READY_TIMEOUT_MILLIS);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the ${name} simulator ended with ${code ?? 'a signal'} before it was ready`));
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      onOutput?.(text);
      seen += text;
      const line = /^\{"ready":true,.*\}$/m.exec(seen);
      if (line === null) return;
      clearTimeout(timer);
      resolve(JSON.parse(line[0]) as SimulatorPorts);
    });
  });
}

export type SimulatorSettings = {
  /** Each simulator keeps its book in a folder of its own below it. */
  dataDir: string;
  host?: string;
  /** Fixed ports, so that addresses stay the same over a restart; free ones without. */
  ports?: { smtp?: number; mail?: number; sms?: number; acquirer?: number };
  secrets?: { smsKey: string; acquirerKey: string; callbackSecret: string };
  /** Where the acquirer sends its callbacks when a charge names no address of its own. */
  callbackUrl?: string;
  /** Where browsers find the acquirer, if not at its own address. */
  acquirerPublicUrl?: string;
  onOutput?: (text: string) => void;
};

export type Simulators = {
  mail: { smtpUrl: string; httpUrl: string };
  sms: { url: string; key: string };
  acquirer: { url: string; publicUrl: string; key: string; callbackSecret: string };
  processes: Record<Exclude<SimulatorName, 'rates' | 'bank' | 'correspondent' | 'ewallet'>, Simulator>;
  stop: () => Promise<void>;
};

export type Acquirer = Simulators['acquirer'] & { readonly process: Simulator };
type AcquirerSettings = Omit<SimulatorSettings, 'ports' | 'secrets'> & {
  port?: number | undefined;
  secrets?: { acquirerKey: string; callbackSecret: string };
};

/** Starts the acquirer alone, for who needs nothing but cards. */
export async function startAcquirer(settings: AcquirerSettings): Promise<Acquirer> {
  const secrets = settings.secrets ?? { acquirerKey: newSecret(), callbackSecret: newSecret() };
  const process = await launchIn(settings, 'acquirer', settings.port, {
    API_KEY: secrets.acquirerKey,
    CALLBACK_SECRET: secrets.callbackSecret,
    ...(settings.callbackUrl !== undefined && { CALLBACK_URL: settings.callbackUrl }),
    ...(settings.acquirerPublicUrl !== undefined && { PUBLIC_URL: settings.acquirerPublicUrl }),
  });
  const url = `http://${hostInUrl(hostOf(settings))}:${process.port}`;
  return {
    url,
    publicUrl: settings.acquirerPublicUrl ?? url,
    key: secrets.acquirerKey,
    callbackSecret: secrets.callbackSecret,
    process,
  };
}

/** Starts mail, SMS and cards, and answers with their addresses. */
export async function startSimulators(settings: SimulatorSettings): Promise<Simulators> {
  const { secrets, ports = {} } = settings;
  const smsKey = secrets?.smsKey ?? newSecret();
  const acquirer = startAcquirer({ ...settings, port: ports.acquirer });
  const started = await Promise.allSettled([
    launchIn(settings, 'mail', ports.smtp, { HTTP_PORT: String(ports.mail ?? 0) }),
    launchIn(settings, 'sms', ports.sms, { API_KEY: smsKey }),
    acquirer.then(({ process }) => process),
  ]);
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(running.map((one) => one.stop())));
  const [mail, sms, cards] = running;
  if (mail === undefined || sms === undefined || cards === undefined) {
    await stop();
    throw started.find((one) => one.status === 'rejected')?.reason;
  }
  const name = hostInUrl(hostOf(settings));
  const { process: _process, ...address } = await acquirer;
  return {
    mail: { smtpUrl: `smtp://${name}:${mail.port}`, httpUrl: `http://${name}:${mail.httpPort ?? 0}` },
    sms: { url: `http://${name}:${sms.port}`, key: smsKey },
    acquirer: address,
    processes: { mail, sms, acquirer: cards },
    stop,
  };
}

const hostOf = ({ host = '127.0.0.1' }: Pick<SimulatorSettings, 'host'>): string => host;

/** A simulator with its book in a folder of its own below the one that is given. */
function launchIn(
  settings: Pick<SimulatorSettings, 'dataDir' | 'host' | 'onOutput'>,
  name: SimulatorName,
  port: number | undefined,
  env: Record<string, string>,
): Promise<Simulator> {
  const dataDir = join(settings.dataDir, name);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return launchSimulator(
    name,
    { HOST: hostOf(settings), PORT: String(port ?? 0), DATA_DIR: dataDir, ...env },
    settings.onOutput,
  );
}

const newSecret = (): string => randomBytes(32).toString('base64url');
