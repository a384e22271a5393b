// Every setting, declared once: what it means, what it must look like, what holds when nothing is said. `config.ts` reads it,
// docs/CONFIGURATION.md is written from it.
import { z } from 'zod';
import { CURRENCIES, type Currency } from '#common/money';
import {
  JOURNAL_KEEP_DAYS_MIN,
  PASSWORD_MEMORY_KIB,
  addresses,
  origin,
  port,
  postgresUrl,
  secret,
  setting,
  text,
  urlOf,
  webUrl,
  wholeNumber,
  yes,
} from './setting-kinds.ts';

export { PASSWORD_MEMORY_KIB, type Setting } from './setting-kinds.ts';

export const SETTINGS = {
  mode: setting({
    env: 'OKPAY_MODE',
    about:
      'sandbox plays the outside world on this machine with test money; live moves real money. Stamped into the database at its first migration and never changed.',
    schema: z.enum(['sandbox', 'live'], 'must be sandbox or live'),
    fallback: 'sandbox',
  }),
  host: setting({
    env: 'HOST',
    about: 'Address to listen on. A sandbox listens on loopback only.',
    schema: text,
    fallback: '127.0.0.1',
  }),
  port: setting({
    env: 'PORT',
    about: 'Port to listen on; 0 takes a free one.',
    schema: port,
    fallback: '8080',
  }),
  publicUrl: setting({
    env: 'PUBLIC_URL',
    about:
      'Address under which people reach the service, as links in mails name it. In a sandbox it follows from HOST and PORT.',
    schema: origin,
    live: 'required',
  }),
  tlsCertFile: setting({
    env: 'TLS_CERT_FILE',
    about: 'Certificate chain (PEM) when this process speaks https itself.',
    schema: text,
  }),
  tlsKeyFile: setting({ env: 'TLS_KEY_FILE', about: 'Private key (PEM) of that certificate.', schema: text }),
  trustedProxy: setting({
    env: 'TRUSTED_PROXY',
    about:
      'Addresses or networks of the reverse proxy that speaks https for this process; only they may tell who called (X-Forwarded-For, X-Forwarded-Proto). Live mode needs this or TLS_CERT_FILE.',
    schema: addresses,
  }),
  data: setting({
    env: 'OKPAY_DATA',
    about: 'Folder for keys, documents, the embedded PostgreSQL and the simulators’ books.',
    schema: text,
    fallback: './.data',
  }),
  databaseUrl: setting({
    env: 'DATABASE_URL',
    about:
      'PostgreSQL 15 or newer to use; then nothing embedded starts. May go through a transaction pooler. In live mode its user has the rights of okpay_app and okpay_jobs, and no others.',
    schema: postgresUrl,
    secret: true,
  }),
  databaseOwnerUrl: setting({
    env: 'DATABASE_OWNER_URL',
    about:
      'The same database as its owner, for migrations only. In a sandbox DATABASE_URL is taken if this is not set; in live mode without it the migrations must have been run by `npm run okpay -- migrate`.',
    schema: postgresUrl,
    secret: true,
  }),
  databaseDirectUrl: setting({
    env: 'DATABASE_DIRECT_URL',
    about:
      'The same database past a transaction pooler, for LISTEN, advisory locks and the job queue. Needed only if DATABASE_URL goes through a pooler.',
    schema: postgresUrl,
    secret: true,
  }),
  archive: setting({
    env: 'OKPAY_ARCHIVE',
    about:
      'Folder, best on another machine, into which the embedded PostgreSQL copies its WAL as it is written: at most a minute is lost with the disk. What lies there is as readable as the database. With DATABASE_URL archiving is that server’s matter.',
    schema: text,
  }),
  backupKeyFile: setting({
    env: 'OKPAY_BACKUP_KEY_FILE',
    about:
      'File with the passphrase that seals backups, of 24 characters or more; keep a copy of it apart from the backups. In live mode no backup is taken without it.',
    schema: text,
  }),
  journalKeepDays: setting({
    env: 'OKPAY_JOURNAL_KEEP_DAYS',
    about:
      'Days after its closing that a part of the ledger’s journal stays in the database before `npm run okpay -- archive` may move it into a file. Until then its receipts are made and its balances of the past are told from here.',
    schema: wholeNumber(JOURNAL_KEEP_DAYS_MIN),
    fallback: '400',
  }),
  baseCurrency: setting({
    env: 'OKPAY_BASE_CURRENCY',
    about: 'Currency that limits are counted in (ISO 4217).',
    schema: z.enum(CURRENCIES as [Currency, ...Currency[]], `must be one of ${CURRENCIES.join(', ')}`),
    fallback: 'CNY',
  }),
  timeZone: setting({
    env: 'OKPAY_TIME_ZONE',
    about: 'Time zone in which a day of limits begins (IANA name).',
    schema: z
      .string()
      .refine(
        (name) => Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC',
        'must be the name of a time zone, e.g. Asia/Shanghai',
      ),
    fallback: 'Asia/Shanghai',
  }),
  places: setting({
    env: 'OKPAY_PLACES',
    about:
      'Folder with CSV files `network,country,city` (`203.0.113.0/24,GB,Leeds`; country by ISO 3166-1, city may be empty), by which people are shown where somebody signed in. Read at start. Without it no place is shown; a sandbox has a made-up file for the networks that are set aside for documentation.',
    schema: text,
  }),
  pickupDays: setting({
    env: 'OKPAY_PICKUP_DAYS',
    about:
      'Days for which money that was paid to a mail address or phone number waits to be picked up. Then it goes back to its payer by itself. What waits already keeps its time.',
    schema: wholeNumber(1),
    fallback: '30',
  }),
  securityQuestions: setting({
    env: 'OKPAY_SECURITY_QUESTIONS',
    about:
      'yes lets customers set three security questions, whose answers count beside other proofs where somebody asks for the way back in, and never in the place of one. Current standards (NIST SP 800-63B, ASVS 6.4.2) advise against them. With no nothing of them is shown or taken; `npm run okpay -- security-questions erase` removes what was kept.',
    schema: yes,
    fallback: 'no',
  }),
  signInAlarm: setting({
    env: 'OKPAY_SIGN_IN_ALARM',
    about:
      'Wrong tries to sign in within ten minutes, of all customers together, beyond which somebody seems to try a list of passwords: okpay_sign_in_alarm is 1, and each network gets three tries in ten minutes from browsers that were not used before. Browsers that their owners have used go on as always. Choose ten times what is usual.',
    schema: wholeNumber(1),
    fallback: '600',
  }),
  screeningLists: setting({
    env: 'OKPAY_SCREENING_LISTS',
    about:
      'Folder with sanctions lists as they are published: SDN.CSV, ALT.CSV and ADD.CSV of OFAC, consolidated.xml of the United Nations. Every process looks into it each hour and takes what has changed, each list whole or not at all; then everybody is screened anew. Without it nobody is screened; a sandbox has lists of made-up people. Read docs/runbooks/screening.md first.',
    schema: text,
  }),
  clamd: setting({
    env: 'OKPAY_CLAMD',
    about:
      'Virus scanner, as host:port of a clamd that listens on TCP (3310 as a rule). What people send is shown to it before anything of it is opened; while it does not answer no file is taken. Without it no file is scanned: each is written anew from its pixels in any case.',
    schema: text
      .regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port')
      .transform((place) => ({ host: place.split(':')[0] ?? '', port: Number(place.split(':')[1]) })),
  }),
  smtpUrl: setting({
    env: 'SMTP_URL',
    about: 'Mail server: smtp:// or smtps://, with user and password in it if it asks for them.',
    schema: urlOf(['smtps', 'smtp']),
    secret: true,
    simulated: true,
    live: 'required',
  }),
  mailFrom: setting({
    env: 'MAIL_FROM',
    about: 'Sender of mails.',
    schema: text,
    fallback: 'OKPay <no-reply@okpay.example>',
    live: 'required',
  }),
  smsGatewayUrl: setting({
    env: 'SMS_GATEWAY_URL',
    about: 'HTTP gateway for text messages.',
    schema: webUrl,
    simulated: true,
    live: 'required',
  }),
  smsGatewayKey: setting({
    env: 'SMS_GATEWAY_KEY',
    about: 'Key of that gateway.',
    schema: secret,
    secret: true,
    simulated: true,
    live: 'required',
  }),
  passwordMemoryKib: setting({
    env: 'PASSWORD_MEMORY_KIB',
    about: `Memory that hashing a password takes, in KiB: more makes guessing dearer for a thief, and each sign-in for you. Live mode takes no less than ${PASSWORD_MEMORY_KIB.live}.`,
    schema: wholeNumber(PASSWORD_MEMORY_KIB.sandbox, PASSWORD_MEMORY_KIB.most),
    fallback: String(PASSWORD_MEMORY_KIB.live),
  }),
  rates: setting({
    env: 'OKPAY_RATES',
    about:
      'Where reference rates are read: addresses or files with the daily XML of the European Central Bank, separated by commas. What the first one leaves out, e.g. KWD, is taken from the next.',
    schema: text.transform((list) => list.split(',').map((place) => place.trim())),
    fallback: 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml',
  }),
  bankUrl: setting({
    env: 'OKPAY_BANK_URL',
    about:
      'Where payouts are left as pain.001.001.09 files and the bank’s reports are fetched (docs/decisions/0030-money-out.md tells the calls). Without it no payouts are offered; OKPAY_BANK_KEY and OKPAY_BANK_ACCOUNTS go with it.',
    schema: webUrl,
  }),
  bankKey: setting({
    env: 'OKPAY_BANK_KEY',
    about: 'Key with which the bank knows us at OKPAY_BANK_URL.',
    schema: secret,
    secret: true,
  }),
  bankAccounts: setting({
    env: 'OKPAY_BANK_ACCOUNTS',
    about:
      'Our accounts that payouts leave from and transfers come in to, one for each currency, separated by commas: `EUR=DE89370400440532013000,CNY=110910000000000123@308584000013` (number, then the bank’s code where the number does not hold it). A currency without one is neither paid out nor taken in by transfer. Reports about other accounts are refused.',
    schema: text,
  }),
  bankNames: setting({
    env: 'OKPAY_BANK_NAMES',
    about:
      'What the banks of OKPAY_BANK_ACCOUNTS are called, for whoever sends money there, separated by semicolons: `EUR=Example Bank; CNY=示例银行`. What is not named is not shown.',
    schema: text,
  }),
  correspondentUrl: setting({
    env: 'OKPAY_CORRESPONDENT_URL',
    about:
      'Where transfers abroad are left as pacs.008.001.08 and camt.056.001.08 messages and what the correspondent bank says is fetched (docs/decisions/0040-money-across-borders.md tells the calls). Without it nothing is sent abroad; OKPAY_CORRESPONDENT_KEY and OKPAY_CORRESPONDENT_ACCOUNTS go with it.',
    schema: webUrl,
  }),
  correspondentKey: setting({
    env: 'OKPAY_CORRESPONDENT_KEY',
    about: 'Key with which the correspondent bank knows us at OKPAY_CORRESPONDENT_URL.',
    schema: secret,
    secret: true,
  }),
  correspondentAccounts: setting({
    env: 'OKPAY_CORRESPONDENT_ACCOUNTS',
    about:
      'Our accounts with the correspondent bank, one for each currency that it pays abroad, separated by commas, written like OKPAY_BANK_ACCOUNTS. A currency without one is not sent.',
    schema: text,
  }),
  cardAcquirerUrl: setting({
    env: 'CARD_ACQUIRER_URL',
    about: 'API of the card acquirer.',
    schema: webUrl,
    simulated: true,
    live: 'required',
  }),
  cardAcquirerPublicUrl: setting({
    env: 'CARD_ACQUIRER_PUBLIC_URL',
    about: 'Origin of the acquirer’s card fields and challenge pages as browsers reach it.',
    schema: origin,
    simulated: true,
    live: 'required',
  }),
  cardAcquirerKey: setting({
    env: 'CARD_ACQUIRER_KEY',
    about: 'Key for the acquirer’s API.',
    schema: secret,
    secret: true,
    simulated: true,
    live: 'required',
  }),
  cardAcquirerCallbackSecret: setting({
    env: 'CARD_ACQUIRER_CALLBACK_SECRET',
    about: 'Secret with which the acquirer signs its callbacks.',
    schema: secret,
    secret: true,
    simulated: true,
    live: 'required',
  }),
  ewalletUrl: setting({
    env: 'OKPAY_EWALLET_URL',
    about:
      'API of another company’s e-wallet that money can be topped up from (docs/decisions/0046-top-up-from-another-e-wallet.md tells the calls). Without it that way is not offered; OKPAY_EWALLET_NAME, OKPAY_EWALLET_PARTNER, OKPAY_EWALLET_KEY and OKPAY_EWALLET_CALLBACK_SECRET go with it.',
    schema: webUrl,
  }),
  ewalletPublicUrl: setting({
    env: 'OKPAY_EWALLET_PUBLIC_URL',
    about:
      'Origin of the page on which its owners approve, as browsers reach it; that of OKPAY_EWALLET_URL where it is not set.',
    schema: origin,
  }),
  ewalletName: setting({
    env: 'OKPAY_EWALLET_NAME',
    about: 'What the e-wallet is called, on screens and in receipts.',
    schema: text,
  }),
  ewalletPartner: setting({
    env: 'OKPAY_EWALLET_PARTNER',
    about: 'As which the e-wallet knows us.',
    schema: text,
  }),
  ewalletKey: setting({
    env: 'OKPAY_EWALLET_KEY',
    about: 'Secret with which our requests to the e-wallet are signed.',
    schema: secret,
    secret: true,
  }),
  ewalletCallbackSecret: setting({
    env: 'OKPAY_EWALLET_CALLBACK_SECRET',
    about: 'Secret with which the e-wallet signs its callbacks.',
    schema: secret,
    secret: true,
  }),
  operatorName: setting({
    env: 'OPERATOR_NAME',
    about: 'Legal name of who runs the service, shown on the pages and in mails.',
    schema: text,
    fallback: 'OKPay',
    live: 'required',
  }),
  supportPhone: setting({
    env: 'SUPPORT_PHONE',
    about: 'Phone number of the service line; not shown if not set.',
    schema: text,
  }),
  supportEmail: setting({
    env: 'SUPPORT_EMAIL',
    about: 'Mail address of the service desk.',
    schema: z.email('must be a mail address'),
    fallback: 'support@okpay.example',
    live: 'required',
  }),
  logLevel: setting({
    env: 'LOG_LEVEL',
    about: 'Least important log lines to write: debug, info, warn, error or silent.',
    schema: z.enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'must be debug, info, warn, error or silent',
    ),
    fallback: 'info',
  }),
  metricsToken: setting({
    env: 'METRICS_TOKEN',
    about:
      'Bearer token for /metrics; without it /metrics answers this machine only, and nobody behind a proxy.',
    schema: secret,
    secret: true,
  }),
  sandboxListenBeyondLoopback: setting({
    env: 'OKPAY_SANDBOX_LISTEN_BEYOND_LOOPBACK',
    about:
      'yes lets a sandbox listen on other addresses than loopback. Everyone who reaches it can read every mail and code in it and act as every demo person.',
    schema: yes,
    fallback: 'no',
  }),
  sandboxMailInboxUrl: setting({
    env: 'OKPAY_SANDBOX_MAIL_INBOX_URL',
    about: 'Where the sandbox desk reads the mails that were sent. Set by `npm start`.',
    schema: webUrl,
  }),
  sandboxSmsInboxUrl: setting({
    env: 'OKPAY_SANDBOX_SMS_INBOX_URL',
    about: 'Where the sandbox desk reads the text messages that were sent. Set by `npm start`.',
    schema: webUrl,
  }),
};
