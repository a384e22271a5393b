// What the rooms work with, made once from the settings.
import { join } from 'node:path';
import * as cases from '#cases';
import { toWire } from '#common/money';
import { createCardAcquirer, createMailer, createSmsGateway } from '#connectors';
import { type IdentityDeps, relyingPartyOf } from '#identity';
import { createLedger, type Ledger } from '#ledger';
import { factsKey, type NotificationDeps } from '#notifications';
import { findEntryRows } from '#operations';
import { type Clock, systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Db } from '#platform/db';
import { newUuid } from '#platform/ids';
import { type Keyring, openKeys } from '#platform/keys';
import type { Logger } from '#platform/log';
import { openSigningKeys, type SigningKeys } from '#platform/signing-keys';
import type { SupportDeps } from '#support';
import type { WalletDeps } from '#wallet';

export type Base = { readonly db: Db; readonly clock: Clock; readonly log: Logger };
export type Parts = Base & {
  readonly keys: Keyring;
  readonly signingKeys: SigningKeys;
  readonly ledger: Ledger;
  readonly identity: IdentityDeps;
  readonly wallet: WalletDeps;
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

export function partsOf(config: Config, base: Base): Parts {
  const { db, clock, log } = base;
  const { publicUrl } = config;
  const { keys, signingKeys } = openAllKeys(config, base);
  const limits = { baseCurrency: config.baseCurrency, timeZone: config.timeZone };
  const acquirer = createCardAcquirer({
    url: config.cardAcquirerUrl,
    publicUrl: config.cardAcquirerPublicUrl,
    key: config.cardAcquirerKey,
    callbackSecret: config.cardAcquirerCallbackSecret,
  });
  const ledger = createLedger({ db, clock });
  const wallet: WalletDeps = {
    db,
    clock,
    log,
    ledger,
    signingKeys,
    acquirer,
    limits,
    publicUrl,
    casesOf: async (read, customer, operation) => cases.casesAbout(read, customer, operation),
  };
  return {
    ...base,
    keys,
    signingKeys,
    ledger,
    identity: { db, clock, keys, authenticatorClock: systemClock, relyingParty: relyingPartyOf(publicUrl) },
    wallet,
    support: { db, clock, signingKeys, limits },
    notifications: {
      db,
      clock,
      keys,
      publicUrl,
      mailer: createMailer({ url: config.smtpUrl, from: config.mailFrom }),
      sms: createSmsGateway({ url: config.smsGatewayUrl, key: config.smsGatewayKey }),
      mailDomain: /@([^>\s]+)/.exec(config.mailFrom)?.[1] ?? 'okpay.example',
      entryFacts: async (read, asked) => {
        const rows = await findEntryRows(
          read,
          asked.map(({ customer, entry }) => ({ customer, id: entry })),
        );
        return new Map(
          rows.map(({ customer, id, amount, counterparty: { name, detail } }) => [
            factsKey(customer, id),
            { amount: toWire(amount), name: [name, detail ?? ''].join(' ').trim() },
          ]),
        );
      },
      hasUnread: async (read, customer, caseId) => {
        const one = await cases.caseOfCustomer(read, customer, caseId);
        return one !== null && one.lastPublicSeq > one.readByCustomerSeq;
      },
    },
  };
}
