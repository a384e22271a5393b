// What the rooms work with, made once from the settings.
import fs from 'node:fs';
import { join } from 'node:path';
import * as cases from '#cases';
import { parseId } from '#common/id';
import { toWire } from '#common/money';
import {
  type BankChannel,
  type CardAcquirer,
  createBankChannel,
  createCardAcquirer,
  createEwallet,
  createMailer,
  createSmsGateway,
  type Ewallet,
  rateSource,
  readBankNames,
  readDebtorAccounts,
} from '#connectors';
import {
  customerIdsAfter,
  customerNames,
  hashWith,
  type IdentityDeps,
  provenIdentities,
  relyingPartyOf,
} from '#identity';
import { createLedger, type Ledger } from '#ledger';
import { factsKey, notificationData, type NotificationDeps } from '#notifications';
import { findEntryRows, parseOperationId } from '#operations';
import { type Clock, systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Db } from '#platform/db';
import { newUuid } from '#platform/ids';
import { type Keyring, openKeys } from '#platform/keys';
import type { Logger } from '#platform/log';
import { OperatorError } from '#platform/operator-error';
import { noPlaces, openPlaces, type PlaceOf } from '#platform/places';
import { folderStore } from '#platform/storage/blob-store';
import { clamdAt, noScan } from '#platform/uploads/virus-scan';
import { openSigningKeys, type SigningKeys } from '#platform/signing-keys';
import { createRuleBook, type ScreeningDeps } from '#risk';
import { looksData, type SupportDeps } from '#support';
import {
  assess,
  factorAbove,
  requestFacts,
  takePickupLink,
  outcomesOfClaim,
  settleClaim,
  walletData,
  type WalletDeps,
} from '#wallet';
import { renderDataPage } from '../../web/site/data-page.ts';
import { statementWords } from './statement-words.ts';

export type Base = { readonly db: Db; readonly clock: Clock; readonly log: Logger };
export type Parts = Base & {
  readonly keys: Keyring;
  readonly signingKeys: SigningKeys;
  readonly ledger: Ledger;
  readonly identity: IdentityDeps;
  readonly wallet: WalletDeps;
  readonly screening: ScreeningDeps;
  readonly support: SupportDeps;
  readonly notifications: NotificationDeps;
};

/** Sorts by age. */
export const newKeyId = (): string => `k-${newUuid().slice(0, 13)}`;

/** Keys of a new sandbox are made here; live mode must bring its own. */
function openAllKeys({ data, mode }: Config, { clock }: Base): { keys: Keyring; signingKeys: SigningKeys } {
  const folder = join(data, 'keys');
  const options = { folder, createIfNone: mode === 'sandbox', newKeyId };
  return { keys: openKeys(options), signingKeys: openSigningKeys({ ...options, now: clock.now() }) };
}

/** Made up, so that a sandbox shows what the operator's own data would: networks that RFC 5737 and RFC 3849 set aside. */
const SAMPLE_PLACES = join(import.meta.dirname, '../sandbox/places');
function placesOf({ places, mode }: Config): PlaceOf {
  const folder = places ?? (mode === 'sandbox' ? SAMPLE_PLACES : null);
  return folder === null ? noPlaces : openPlaces(folder);
}

/** Lists of people who do not exist, so that a sandbox shows what the published ones would do. */
const SAMPLE_LISTS = join(import.meta.dirname, '../sandbox/lists');
function screeningOf({ screeningLists, mode }: Config, base: Base, keys: Keyring): ScreeningDeps {
  const lists = screeningLists ?? (mode === 'sandbox' ? SAMPLE_LISTS : null);
  if (lists !== null && !fs.statSync(lists, { throwIfNoEntry: false })?.isDirectory())
    throw new OperatorError(`OKPAY_SCREENING_LISTS names ${lists}, which is no folder`);
  return {
    ...base,
    lists,
    subjectsOf: async (read, ids) => {
      const proven = await provenIdentities(read, { keys }, ids);
      const named = [...(await customerNames(read, ids))];
      return new Map(
        named.map(([id, name]) => [id, { name, birth: null, ...proven.get(id), countries: [] }]),
      );
    },
    customersAfter: customerIdsAfter,
  };
}

/** What a sandbox fetches comes from a bank that does not exist, and says so. */
const simulatedRates = ({ mode }: Config): { name?: string } =>
  mode === 'sandbox' ? { name: 'sample' } : {};

const acquirerOf = (config: Config): CardAcquirer =>
  createCardAcquirer({
    url: config.cardAcquirerUrl,
    publicUrl: config.cardAcquirerPublicUrl,
    key: config.cardAcquirerKey,
    callbackSecret: config.cardAcquirerCallbackSecret,
  });

/** All settings name one e-wallet; without them there is no topping up from another. */
export function ewalletOf(
  {
    ewalletUrl: url,
    ewalletPublicUrl,
    ewalletName: name,
    ewalletPartner: partner,
    ewalletKey: key,
    ewalletCallbackSecret: callbackSecret,
  }: Pick<Config, (typeof EWALLET_SETTINGS)[number]>,
  clock: Clock,
): Ewallet | null {
  const given = [url, name, partner, key, callbackSecret].filter((each) => each !== undefined);
  if (given.length === 0) return null;
  if (!url || !name || !partner || !key || !callbackSecret)
    throw new OperatorError(
      'OKPAY_EWALLET_URL, OKPAY_EWALLET_NAME, OKPAY_EWALLET_PARTNER, OKPAY_EWALLET_KEY and OKPAY_EWALLET_CALLBACK_SECRET are set together',
    );
  const publicUrl = ewalletPublicUrl ?? url;
  return createEwallet({ name, url, publicUrl, partner, key, callbackSecret, now: () => clock.now() });
}
export const EWALLET_SETTINGS = [
  'ewalletUrl',
  'ewalletPublicUrl',
  'ewalletName',
  'ewalletPartner',
  'ewalletKey',
  'ewalletCallbackSecret',
] as const;

/** All three settings name one bank; without them there are no payouts. */
function bankOf({ bankUrl, bankKey, bankAccounts, bankNames, operatorName }: Config): BankChannel | null {
  if (bankUrl === undefined && bankKey === undefined && bankAccounts === undefined) return null;
  if (bankUrl === undefined || bankKey === undefined || bankAccounts === undefined)
    throw new OperatorError('OKPAY_BANK_URL, OKPAY_BANK_KEY and OKPAY_BANK_ACCOUNTS are set together');
  const accounts = readDebtorAccounts(bankAccounts);
  if (!accounts)
    throw new OperatorError(
      'OKPAY_BANK_ACCOUNTS must be like EUR=DE89370400440532013000,CNY=1234567890@308584000013',
    );
  const names = bankNames === undefined ? new Map() : readBankNames(bankNames);
  if (!names) throw new OperatorError('OKPAY_BANK_NAMES must be like EUR=Example Bank; CNY=示例银行');
  return createBankChannel({
    url: bankUrl,
    key: bankKey,
    accounts,
    bankNames: names,
    debtorName: operatorName,
  });
}

/** All three settings name one correspondent; without them nothing is sent abroad. */
function correspondentOf({
  correspondentUrl: url,
  correspondentKey: key,
  correspondentAccounts: text,
  operatorName,
}: Config): BankChannel | null {
  if (url === undefined && key === undefined && text === undefined) return null;
  const accounts = text === undefined ? null : readDebtorAccounts(text);
  if (url === undefined || key === undefined || !accounts)
    throw new OperatorError(
      'OKPAY_CORRESPONDENT_URL, OKPAY_CORRESPONDENT_KEY and OKPAY_CORRESPONDENT_ACCOUNTS (like EUR=DE89370400440532013000,USD=4005006001) are set together',
    );
  return createBankChannel({ url, key, accounts, debtorName: operatorName });
}

export function partsOf(config: Config, base: Base): Parts {
  const { db, clock, log } = base;
  const { publicUrl } = config;
  hashWith({ memoryKiB: config.passwordMemoryKib });
  const { keys, signingKeys } = openAllKeys(config, base);
  const limits = { baseCurrency: config.baseCurrency, timeZone: config.timeZone };
  const ledger = createLedger({ db, clock });
  const files = folderStore(join(config.data, 'documents'));
  const scan = config.clamd ? clamdAt(config.clamd) : noScan;
  const wallet: WalletDeps = {
    db,
    clock,
    log,
    ledger,
    signingKeys,
    acquirer: acquirerOf(config),
    ewallet: ewalletOf(config, clock),
    bank: bankOf(config),
    correspondent: correspondentOf(config),
    keys,
    rateSources: config.rates.map((place) => rateSource(place, simulatedRates(config))),
    limits,
    rules: createRuleBook(),
    pickupDays: config.pickupDays,
    publicUrl,
    casesOf: async (read, customer, operation) => cases.casesAbout(read, customer, operation),
    placeOf: placesOf(config),
    statementWords,
  };
  return {
    ...base,
    keys,
    signingKeys,
    ledger,
    identity: {
      db,
      clock,
      keys,
      signingKeys,
      authenticatorClock: systemClock,
      relyingParty: relyingPartyOf(publicUrl),
      placeOf: placesOf(config),
      moreData: [notificationData(base), looksData, ...walletData({ keys })],
      dataPage: renderDataPage,
      assess: (payment) => assess(wallet, payment),
      payoutFactorAbove: (way, currency) => factorAbove(wallet, way, currency),
      files,
      scan,
      limits,
      securityQuestions: config.securityQuestions,
      signInAlarm: config.signInAlarm,
    },
    wallet,
    screening: screeningOf(config, base, keys),
    support: { db, clock, keys, files, scan, signingKeys, limits, payments: paymentDecisions(clock) },
    notifications: notificationsOf(config, { db, clock, keys }),
  };
}

/** What rooms above identity know of a person, for the copy of all their data. */
/** Cases about payments are decided by support and risk; the wallet knows what that does to the money. */
const paymentDecisions = (clock: Clock): SupportDeps['payments'] => ({
  outcomes: (read, petition) => outcomesOfClaim(read, clock, petition),
  carryOut: (tx, petition, decided) => settleClaim(tx, clock, petition, decided),
});

function notificationsOf(
  config: Config,
  { db, clock, keys }: Pick<NotificationDeps, 'db' | 'clock' | 'keys'>,
): NotificationDeps {
  return {
    db,
    clock,
    keys,
    publicUrl: config.publicUrl,
    mailer: createMailer({ url: config.smtpUrl, from: config.mailFrom }),
    sms: createSmsGateway({ url: config.smsGatewayUrl, key: config.smsGatewayKey }),
    mailDomain: /@([^>\s]+)/.exec(config.mailFrom)?.[1] ?? 'okpay.example',
    entryFacts: async (read, asked) => {
      const rows = await findEntryRows(
        read,
        asked.flatMap(({ customer, entry }) => {
          const id = parseOperationId(entry);
          return id ? [{ customer, id }] : [];
        }),
      );
      const requests = asked.flatMap(({ customer, entry }) => {
        const id = parseId('rq', entry);
        return id ? [{ customer, id }] : [];
      });
      return new Map([
        ...(await requestFacts(read, requests)).map(
          ({ customer, id, amount, name }) => [factsKey(customer, id), { amount, name }] as const,
        ),
        ...rows.map(
          ({ customer, id, amount, received, counterparty: { name, detail } }) =>
            [
              factsKey(customer, id),
              {
                amount: toWire(amount),
                name: [name, detail ?? ''].join(' ').trim(),
                ...(received && { received: toWire(received) }),
              },
            ] as const,
        ),
      ]);
    },
    takePickupLink,
    hasUnread: async (read, customer, caseId) => {
      const one = await cases.caseOfCustomer(read, customer, caseId);
      return one !== null && one.lastPublicSeq > one.readByCustomerSeq;
    },
  };
}
