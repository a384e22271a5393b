import type { z } from 'zod';
import { withdrawalQuoteSchema } from '#common/api/withdrawal';
import { maskedAccount } from '#common/bank-account';
import type { BankAccountId, CustomerId } from '#common/id';
import { type Money, toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { createQuote, wireQuoteOf } from '#operations';
import { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { keptLimitFacts, readLimits } from '#risk';
import { accountsInUse } from '../bank-account/store.ts';
import type { WalletDeps } from '../deps.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { bankDays } from './bank-days.ts';
import { decideQuote, type QuoteRefusal } from './decide.ts';
import { offeredTariffs } from './offered.ts';
import { scheduleOf } from './schedule.ts';
import { standingOf } from './standing-of.ts';
import { lastArrived } from './store.ts';
import type { WireTerms } from './terms.ts';
import { QUOTE_KIND, QUOTE_MINUTES } from './withdrawal.ts';

export type WireQuote = z.output<typeof withdrawalQuoteSchema>;
type QuoteDeps = Pick<WalletDeps, 'clock' | 'signingKeys' | 'limits' | 'bank'>;
type Wanted = { readonly customer: CustomerId; readonly account: BankAccountId; readonly amount: Money };

/** Prices a payout and promises when it arrives; nothing moves and nothing is reserved. */
export async function quoteWithdrawal(
  tx: Tx,
  deps: QuoteDeps,
  { customer, account: accountId, amount }: Wanted,
): Promise<Result<WireQuote, QuoteRefusal | Refusal<'not_found' | 'malformed_request'>>> {
  const { clock, signingKeys } = deps;
  const account = (await accountsInUse(tx, customer)).find(({ id }) => id === accountId);
  if (!account) return err({ code: 'not_found' });
  const { currency } = account;
  if (amount.currency !== currency) return err({ code: 'malformed_request' });
  const tariffs = await offeredTariffs(tx, deps);
  const tariff = tariffs.find(({ fee }) => fee.currency === currency) ?? null;
  const limits = await readLimits(tx, clock, deps.limits, { customer, capability: 'withdraw' });
  const standing = await standingOf(tx, clock, { customer, account: accountId, currency }, limits);
  const offered = tariffs.map(({ fee }) => fee.currency);
  const decided = decideQuote(amount, { ...standing, tariff, offered });
  if (!decided.ok) return decided;
  invariant(tariff !== null, 'what is priced has a tariff');
  const now = clock.now();
  const kindOf = await bankDays(tariff.calendar);
  const schedule = scheduleOf(now, tariff, kindOf);
  const arrival = arrivalOf(schedule, tariff.timeZone, kindOf, await lastArrived(tx, currency, now));
  const { cutOffAt, waitsFor } = schedule;
  const { fee, total } = decided.value;
  const terms: WireTerms = {
    amount: toWire(amount),
    fee: toWire(fee),
    total: toWire(total),
    bankAccountId: accountId,
    account: maskedAccount(account),
    cutOffAt: cutOffAt.toString(),
    waitsFor,
    ...arrivalTold(arrival),
  };
  const untilCutOff = now.until(cutOffAt);
  const usual = Temporal.Duration.from({ minutes: QUOTE_MINUTES });
  const quote = await createQuote(tx, clock, signingKeys, {
    kind: QUOTE_KIND,
    owner: customer,
    terms,
    basis: { tariff: tariff.rule, limits: keptLimitFacts(limits) },
    validFor: Temporal.Duration.compare(untilCutOff, usual) < 0 ? untilCutOff : usual,
  });
  return ok(withdrawalQuoteSchema.parse({ ...wireQuoteOf(quote), signature: quote.signature }));
}

const arrivalTold = ({ arrivesFrom, arrivesBy, basis, samples }: Arrival) => ({
  ...(arrivesFrom && { arrivesFrom: arrivesFrom.toString() }),
  arrivesBy: arrivesBy.toString(),
  arrivalBasis: basis,
  ...(basis === 'own_history' && { arrivalSamples: samples }),
});
