import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, type Environment, parseConfig, parseSettings } from './config.ts';

const simulated = {
  SMTP_URL: 'smtp://127.0.0.1:2525',
  SMS_GATEWAY_URL: 'http://127.0.0.1:2626',
  SMS_GATEWAY_KEY: 'k'.repeat(32),
  CARD_ACQUIRER_URL: 'http://127.0.0.1:2727',
  CARD_ACQUIRER_PUBLIC_URL: 'http://127.0.0.1:2727',
  CARD_ACQUIRER_KEY: 'k'.repeat(32),
  CARD_ACQUIRER_CALLBACK_SECRET: 'k'.repeat(32),
};
const live = {
  ...simulated,
  OKPAY_MODE: 'live',
  PUBLIC_URL: 'https://pay.example.com',
  TRUSTED_PROXY: '10.0.0.1, 10.1.0.0/16',
  CARD_ACQUIRER_PUBLIC_URL: 'https://cards.example.com',
  SMTP_URL: 'smtps://user:word@mail.example.com',
  MAIL_FROM: 'Example Pay <no-reply@example.com>',
  OPERATOR_NAME: 'Example Pay Ltd',
  SUPPORT_EMAIL: 'help@example.com',
};

/** What is told about the settings, sorted; empty if they are accepted. */
function problems(env: Environment): string[] {
  try {
    parseConfig(env);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return [...error.problems].sort();
  }
}

test('a sandbox needs nothing but its simulators', () => {
  const config = parseConfig(simulated);
  assert.equal(config.mode, 'sandbox');
  assert.equal(config.port, 8080);
  assert.equal(config.publicUrl, 'http://127.0.0.1:8080');
  assert.equal(config.baseCurrency, 'CNY');
  assert.equal(parseConfig({ ...simulated, HOST: '::1', PORT: '81' }).publicUrl, 'http://[::1]:81');
});

test('live accepts real settings', () => {
  const config = parseConfig(live);
  assert.equal(config.mode, 'live');
  assert.deepEqual(config.trustedProxy, ['10.0.0.1', '10.1.0.0/16']);
});

test('live names everything that is missing, at once', () => {
  const told = problems({ OKPAY_MODE: 'live' });
  const names = [
    'CARD_ACQUIRER_CALLBACK_SECRET',
    'CARD_ACQUIRER_KEY',
    'CARD_ACQUIRER_PUBLIC_URL',
    'CARD_ACQUIRER_URL',
    'MAIL_FROM',
    'OPERATOR_NAME',
    'PUBLIC_URL',
    'SMS_GATEWAY_KEY',
    'SMS_GATEWAY_URL',
    'SMTP_URL',
    'SUPPORT_EMAIL',
    'TLS_CERT_FILE',
  ];
  assert.deepEqual(
    told.map((problem) => problem.split(' ')[0]),
    names,
  );
});

const REFUSED: [string, Environment, RegExp][] = [
  [
    'passwords that are cheap to guess, live',
    { ...live, PASSWORD_MEMORY_KIB: '19455' },
    /^PASSWORD_MEMORY_KIB is below 19456, too little for live mode$/,
  ],
  [
    'passwords that take the machine’s memory',
    { ...simulated, PASSWORD_MEMORY_KIB: '262145' },
    /^PASSWORD_MEMORY_KIB must be 1024 to 262144, not "262145"$/,
  ],
  ['a port that is none', { ...simulated, PORT: '65536' }, /^PORT must be a port number, not "65536"$/],
  ['a misspelt setting', { ...simulated, OKPAY_MOD: 'live' }, /^OKPAY_MOD is not a setting$/],
  [
    'a mode that is none',
    { ...simulated, OKPAY_MODE: 'prod' },
    /^OKPAY_MODE must be sandbox or live, not "prod"$/,
  ],
  [
    'an unknown currency',
    { ...simulated, OKPAY_BASE_CURRENCY: 'XXX' },
    /^OKPAY_BASE_CURRENCY must be one of/,
  ],
  [
    'a sandbox open to the network',
    { ...simulated, HOST: '0.0.0.0' },
    /^HOST is 0\.0\.0\.0, and a sandbox listens on loopback only/,
  ],
  [
    'a simulator that is not there',
    { ...simulated, SMTP_URL: '' },
    /^SMTP_URL is not set: start the sandbox by `npm start`/,
  ],
  [
    'an owner without a database',
    { ...simulated, DATABASE_OWNER_URL: 'postgres://a:b@c/d' },
    /^DATABASE_OWNER_URL is set without DATABASE_URL$/,
  ],
  [
    'a database that is none',
    { ...simulated, DATABASE_URL: 'mysql://a:hidden@c/d' },
    /^DATABASE_URL must be an address that begins with postgres:\/\/ or postgresql:\/\/$/,
  ],
  [
    'half a certificate',
    { ...simulated, TLS_CERT_FILE: '/etc/hostname' },
    /^TLS_CERT_FILE and TLS_KEY_FILE are set together/,
  ],
  [
    'a short secret',
    { ...simulated, CARD_ACQUIRER_KEY: 'hunter2' },
    /^CARD_ACQUIRER_KEY is shorter than 16 characters$/,
  ],
  [
    'live by plain http',
    { ...live, PUBLIC_URL: 'http://pay.example.com' },
    /^PUBLIC_URL must begin with https:\/\/ in live mode/,
  ],
  [
    'live without https',
    { ...live, TRUSTED_PROXY: '' },
    /^TLS_CERT_FILE and TLS_KEY_FILE, or TRUSTED_PROXY, must be set/,
  ],
  [
    'live with keys in the clear',
    { ...live, SMS_GATEWAY_URL: 'http://sms.example.com' },
    /^SMS_GATEWAY_URL must begin with https/,
  ],
  [
    'a sandbox setting in live',
    { ...live, OKPAY_SANDBOX_LISTEN_BEYOND_LOOPBACK: 'yes' },
    /does not exist in live mode$/,
  ],
  [
    'an address with a path',
    { ...live, PUBLIC_URL: 'https://pay.example.com/app' },
    /^PUBLIC_URL must be scheme, name and port only/,
  ],
];
for (const [what, env, expected] of REFUSED) {
  test(`refused by name: ${what}`, () => {
    const told = problems(env);
    assert.equal(told.length, 1, told.join('; '));
    assert.match(told[0] ?? '', expected);
  });
}

test('no secret is ever told back', () => {
  const told = problems({
    ...simulated,
    CARD_ACQUIRER_KEY: 'hunter2',
    SMTP_URL: 'ftp://u:hunter3@x',
    DATABASE_URL: 'hunter4',
  }).join('\n');
  assert.doesNotMatch(told, /hunter/);
});

test('a command that needs few settings is not kept by the others', () => {
  assert.deepEqual(parseSettings({}, ['mode', 'data']), { mode: 'sandbox', data: './.data' });
});

test('a sandbox may listen beyond loopback by the setting that says so', () => {
  assert.deepEqual(
    problems({ ...simulated, HOST: '0.0.0.0', OKPAY_SANDBOX_LISTEN_BEYOND_LOOPBACK: 'yes' }),
    [],
  );
});
