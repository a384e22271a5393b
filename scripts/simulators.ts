// The outside world of a sandbox: card acquirer, mail and text messages, each a process of its own with its own books. The server gets
// their addresses as ordinary settings and knows nothing else about them.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { keepFolder } from '#platform/keeper';
import { launchSimulator, type Simulator, type SimulatorName } from '../simulators/launch.ts';
import { freePort, isFree } from './ports.ts';

export type Simulators = {
  /** Settings for the server. */
  settings: Record<string, string>;
  stop(): Promise<void>;
};

const NAMES = ['acquirer', 'mail', 'sms', 'rates', 'bank', 'correspondent', 'ewallet'] as const;
type Ports = Record<SimulatorName | 'inbox', number>;
type Secrets = {
  acquirerKey: string;
  callbackSecret: string;
  smsKey: string;
  mailPassword: string;
  bankKey: string;
  correspondentKey: string;
  ewalletKey: string;
  ewalletCallbackSecret: string;
};
/** Accounts of ours at the simulated bank; their numbers are those of examples. */
const BANK_NAMES = 'EUR=Sandbox Bank; GBP=Sandbox Bank; CNY=示例银行';
const BANK_ACCOUNTS =
  'CNY=110910000000000123@308584000013,EUR=DE89370400440532013000,GBP=GB29NWBK60161331926819';

const CORRESPONDENT_ACCOUNTS =
  'CNY=110910000000000456@308584000013,EUR=DE75512108001245126199,GBP=GB94BARC10201530093459,HKD=400500600,JPY=40050060,USD=4005006001';

const EWALLET_NAME = 'Sandpay';
const EWALLET_PARTNER = 'okpay';

/** Milliseconds before a simulator that ended by itself is started again. */
const RESTART_MS = 500;

/** Placeholders with which settings can be checked before any simulator runs. */
export const SIMULATED: Record<string, string> = settingsFor(
  { acquirer: 1, mail: 1, sms: 1, inbox: 1, rates: 1, bank: 1, correspondent: 1, ewallet: 1 },
  {
    acquirerKey: '0'.repeat(48),
    callbackSecret: '0'.repeat(48),
    smsKey: '0'.repeat(48),
    mailPassword: '0'.repeat(48),
    bankKey: '0'.repeat(48),
    correspondentKey: '0'.repeat(48),
    ewalletKey: '0'.repeat(48),
    ewalletCallbackSecret: '0'.repeat(48),
  },
);

/**
 * Starts all of them and waits until they answer. `callbackUrl` is where the acquirer brings its news. What is not needed can be left
 * out: a product without a bank pays nothing out, one without an e-wallet does not offer it.
 */
export async function startSimulators({
  dataFolder,
  callbackUrl,
  without = [],
}: {
  dataFolder: string;
  callbackUrl: string;
  without?: readonly ('bank' | 'ewallet')[];
}): Promise<Simulators> {
  const names = NAMES.filter((name) => !without.some((each) => each === name));
  const folder = join(dataFolder, 'simulators');
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const leave = keepFolder(folder, 'keeper'); // Two would write into the same books.
  const secrets = {
    ...freshSecrets(),
    ...kept<Partial<Secrets>>(join(folder, 'secrets.json'), freshSecrets),
  };
  fs.writeFileSync(join(folder, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 });
  const ports = await portsIn(join(folder, 'ports.json'));
  const environments = environmentsOf(ports, secrets, callbackUrl);
  const folderOf = (name: SimulatorName) => {
    const own = join(folder, name);
    fs.mkdirSync(own, { recursive: true, mode: 0o700 });
    return own;
  };
  const running = names.map((name) =>
    keepRunning(name, { HOST: '127.0.0.1', DATA_DIR: folderOf(name), ...environments[name] }),
  );
  const stop = async () => {
    await Promise.all(running.map((simulator) => simulator.stop()));
    leave();
  };
  try {
    await Promise.all(running.map((simulator) => simulator.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  const settings = settingsFor(ports, secrets);
  for (const each of without) for (const name of SETTINGS_OF[each]) delete settings[name];
  return { settings, stop };
}

/** What each of them is told. */
const environmentsOf = (
  ports: Ports,
  secrets: Secrets,
  callbackUrl: string,
): Record<SimulatorName, Record<string, string>> => ({
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
  rates: { PORT: String(ports.rates) },
  bank: { PORT: String(ports.bank), API_KEY: secrets.bankKey, ACCOUNTS: BANK_ACCOUNTS },
  correspondent: {
    PORT: String(ports.correspondent),
    API_KEY: secrets.correspondentKey,
    ACCOUNTS: CORRESPONDENT_ACCOUNTS,
  },
  ewallet: {
    PORT: String(ports.ewallet),
    NAME: EWALLET_NAME,
    PARTNER: EWALLET_PARTNER,
    KEY: secrets.ewalletKey,
    CALLBACK_SECRET: secrets.ewalletCallbackSecret,
    // Beside the acquirer's.
    CALLBACK_URL: new URL('ewallet', callbackUrl).href,
  },
});

const SETTINGS_OF = {
  bank: ['OKPAY_BANK_URL', 'OKPAY_BANK_KEY', 'OKPAY_BANK_ACCOUNTS', 'OKPAY_BANK_NAMES'],
  ewallet: [
    'OKPAY_EWALLET_URL',
    'OKPAY_EWALLET_NAME',
    'OKPAY_EWALLET_PARTNER',
    'OKPAY_EWALLET_KEY',
    'OKPAY_EWALLET_CALLBACK_SECRET',
  ],
} as const;
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
    OKPAY_RATES: `${http(ports.rates)}/stats/eurofxref/eurofxref-daily.xml`,
    OKPAY_BANK_URL: http(ports.bank),
    OKPAY_BANK_KEY: secrets.bankKey,
    OKPAY_BANK_ACCOUNTS: BANK_ACCOUNTS,
    OKPAY_BANK_NAMES: BANK_NAMES,
    OKPAY_CORRESPONDENT_URL: http(ports.correspondent),
    OKPAY_CORRESPONDENT_KEY: secrets.correspondentKey,
    OKPAY_CORRESPONDENT_ACCOUNTS: CORRESPONDENT_ACCOUNTS,
    OKPAY_EWALLET_URL: http(ports.ewallet),
    OKPAY_EWALLET_NAME: EWALLET_NAME,
    OKPAY_EWALLET_PARTNER: EWALLET_PARTNER,
    OKPAY_EWALLET_KEY: secrets.ewalletKey,
    OKPAY_EWALLET_CALLBACK_SECRET: secrets.ewalletCallbackSecret,
    OKPAY_SANDBOX_MAIL_INBOX_URL: http(ports.inbox),
    OKPAY_SANDBOX_SMS_INBOX_URL: http(ports.sms),
  };
}

function freshSecrets(): Secrets {
  const fresh = () => randomBytes(24).toString('hex');
  return {
    acquirerKey: fresh(),
    callbackSecret: fresh(),
    smsKey: fresh(),
    mailPassword: fresh(),
    bankKey: fresh(),
    correspondentKey: fresh(),
    ewalletKey: fresh(),
    ewalletCallbackSecret: fresh(),
  };
}

/** The same ports as last time, so that a card page that is open in a browser outlives a restart; others where one is taken. */
async function portsIn(file: string): Promise<Ports> {
  const none = { acquirer: 0, mail: 0, sms: 0, inbox: 0, rates: 0, bank: 0, correspondent: 0, ewallet: 0 };
  const ports = { ...none, ...kept<Ports>(file, () => none) };
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
  name: SimulatorName,
  env: Record<string, string>,
): { ready: Promise<void>; stop: () => Promise<void> } {
  let stopping = false;
  let current = launch();
  function launch(): Promise<Simulator> {
    const launched = launchSimulator(name, env);
    void launched.then(
      (simulator) => simulator.process.once('exit', again),
      () => {},
    );
    return launched;
  }
  function again(): void {
    if (stopping) return;
    console.error(`the ${name} simulator ended; it is started again`);
    setTimeout(() => {
      if (!stopping) current = launch();
    }, RESTART_MS);
  }
  return {
    ready: current.then(() => {}),
    stop: async () => {
      stopping = true;
      const simulator = await current.catch(() => undefined); // One that did not start has nothing to stop.
      await simulator?.stop();
    },
  };
}
