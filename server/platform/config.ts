// The environment, read once at the start. What is wrong is told by name, all of it at once, and nothing starts.
import fs from 'node:fs';
import { isIP } from 'node:net';
import type { z } from 'zod';
import { OperatorError } from './operator-error.ts';
import { PASSWORD_MEMORY_KIB, type Setting, SETTINGS } from './settings.ts';

type Declared = typeof SETTINGS;
type Key = keyof Declared;
type Output<D extends Setting> = D extends { fallback: string } | { simulated: true }
  ? z.output<D['schema']>
  : z.output<D['schema']> | undefined;
type Parsed = { readonly [K in Key]: Output<Declared[K]> };
/** All settings, complete and of precise types. */
export type Config = Omit<Parsed, 'publicUrl'> & { readonly publicUrl: string };
export type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigError extends OperatorError {
  override name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `OKPay cannot start with these settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}\nAll settings are described in docs/CONFIGURATION.md.`,
    );
    this.problems = problems;
  }
}

/** Reads every setting, or throws a ConfigError that names everything that is wrong. */
export function parseConfig(env: Environment): Config {
  const { values, problems } = parse(env, Object.keys(SETTINGS) as Key[]);
  problems.push(...unknownSettings(env), ...contradictions(values as Partial<Parsed>));
  if (problems.length > 0) throw new ConfigError(problems);
  const config = values as Parsed;
  return { ...config, publicUrl: config.publicUrl ?? `http://${hostInUrl(config.host)}:${config.port}` };
}

/** Reads some of the settings, for a command that needs no others. */
export function parseSettings<K extends Key>(env: Environment, keys: readonly K[]): Pick<Parsed, K> {
  const { values, problems } = parse(env, keys);
  problems.push(...unknownSettings(env));
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Pick<Parsed, K>;
}

function parse(
  env: Environment,
  keys: readonly Key[],
): { values: Partial<Record<Key, unknown>>; problems: string[] } {
  const live = env[SETTINGS.mode.env]?.trim() === 'live';
  const values: Partial<Record<Key, unknown>> = {};
  const problems: string[] = [];
  for (const key of keys) {
    const declared: Setting = SETTINGS[key];
    const given = env[declared.env]?.trim() || undefined; // An empty value is none: `SMTP_URL= npm start`.
    const value = given ?? (live && declared.live ? undefined : declared.fallback);
    if (value === undefined) {
      if (live && declared.live) problems.push(`${declared.env} is not set, and live mode needs it`);
      else if (declared.simulated && !live)
        problems.push(
          `${declared.env} is not set: start the sandbox by \`npm start\`, which brings a simulator`,
        );
      continue;
    }
    const parsed = declared.schema.safeParse(value);
    if (parsed.success) values[key] = parsed.data;
    else
      problems.push(
        `${declared.env} ${parsed.error.issues[0]?.message ?? 'is wrong'}${declared.secret ? '' : `, not "${value}"`}`,
      );
  }
  return { values, problems };
}

/** A misspelt OKPAY_MODE would start a sandbox where somebody meant live: names with our prefix are ours or wrong. */
function unknownSettings(env: Environment): string[] {
  const known = new Set<string>(Object.values(SETTINGS).map((declared) => declared.env));
  return Object.keys(env)
    .filter((name) => name.startsWith('OKPAY_') && !name.startsWith('OKPAY_TEST_') && !known.has(name))
    .map((name) => `${name} is not a setting`);
}

/** What no single setting can know. */
function contradictions(values: Partial<Parsed>): string[] {
  const { databaseUrl, tlsCertFile, tlsKeyFile } = values;
  const problems = values.mode === 'live' ? liveContradictions(values) : sandboxContradictions(values);
  if (!databaseUrl && values.databaseOwnerUrl)
    problems.push('DATABASE_OWNER_URL is set without DATABASE_URL');
  if (!databaseUrl && values.databaseDirectUrl)
    problems.push('DATABASE_DIRECT_URL is set without DATABASE_URL');
  if (databaseUrl && values.archive)
    problems.push('OKPAY_ARCHIVE is for the embedded PostgreSQL: with DATABASE_URL set up archiving there');
  if (Boolean(tlsCertFile) !== Boolean(tlsKeyFile))
    problems.push('TLS_CERT_FILE and TLS_KEY_FILE are set together or not at all');
  for (const [name, file] of [
    ['TLS_CERT_FILE', tlsCertFile],
    ['TLS_KEY_FILE', tlsKeyFile],
  ] as const) {
    if (file && !isReadable(file)) problems.push(`${name}: ${file} cannot be read`);
  }
  return problems;
}

function sandboxContradictions({ host, sandboxListenBeyondLoopback }: Partial<Parsed>): string[] {
  if (!host || isLoopback(host) || sandboxListenBeyondLoopback) return [];
  return [
    `HOST is ${host}, and a sandbox listens on loopback only: in it everyone can read every mail and code. OKPAY_SANDBOX_LISTEN_BEYOND_LOOPBACK=yes allows it all the same`,
  ];
}

function liveContradictions(values: Partial<Parsed>): string[] {
  const problems: string[] = [];
  if (values.passwordMemoryKib !== undefined && values.passwordMemoryKib < PASSWORD_MEMORY_KIB.live)
    problems.push(`PASSWORD_MEMORY_KIB is below ${PASSWORD_MEMORY_KIB.live}, too little for live mode`);
  if (!values.tlsCertFile && !values.trustedProxy)
    problems.push(
      'TLS_CERT_FILE and TLS_KEY_FILE, or TRUSTED_PROXY, must be set: live mode is reached by https only',
    );
  for (const [name, url] of [
    ['PUBLIC_URL', values.publicUrl],
    ['CARD_ACQUIRER_PUBLIC_URL', values.cardAcquirerPublicUrl],
    ['OKPAY_EWALLET_PUBLIC_URL', values.ewalletPublicUrl],
  ] as const) {
    if (url?.startsWith('http://'))
      problems.push(`${name} must begin with https:// in live mode, not "${url}"`);
  }
  for (const [name, url] of [
    ['SMS_GATEWAY_URL', values.smsGatewayUrl],
    ['CARD_ACQUIRER_URL', values.cardAcquirerUrl],
    ['OKPAY_EWALLET_URL', values.ewalletUrl],
  ] as const) {
    if (url?.startsWith('http://') && !isLoopback(new URL(url).hostname))
      problems.push(`${name} must begin with https:// in live mode: keys and money travel on it`);
  }
  for (const key of ['sandboxListenBeyondLoopback', 'sandboxMailInboxUrl', 'sandboxSmsInboxUrl'] as const) {
    if (values[key]) problems.push(`${SETTINGS[key].env} does not exist in live mode`);
  }
  return problems;
}

function isReadable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

const hostInUrl = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);
