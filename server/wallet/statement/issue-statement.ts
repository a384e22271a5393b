import { randomBytes } from 'node:crypto';
import type { CustomerId } from '#common/id';
import { type Currency, type Money, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { type Client, customerById, recordSecurityEvent } from '#identity';
import { findAccount, type LedgerAccountId, type LineRange, lineRange } from '#ledger';
import { feesBetween } from '#operations';
import { textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import { newId } from '#platform/ids';
import type { WalletDeps } from '../deps.ts';
import { foldRange } from './fold-range.ts';
import { periodOf } from './period.ts';
import type { Figures, Period, Statement } from './statement.ts';
import * as store from './store.ts';

export type Asked = {
  readonly currency?: Currency | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};
export type RangeRefusal = Refusal<'malformed_request' | 'statement_archived'>;
/** The wallet and the days that somebody means. Without an account yet, there is nothing and there was nothing. */
export type Meant = {
  readonly currency: Currency;
  readonly period: Period;
  readonly account: LedgerAccountId | null;
  readonly range: LineRange | null;
};

type Deps = Pick<WalletDeps, 'db' | 'clock' | 'limits'>;

/** The zone in which somebody's days begin. */
export async function timeZoneOf(read: Reader, customer: CustomerId): Promise<string> {
  const known = await customerById(read, customer);
  invariant(known !== null, 'who asks for a statement exists');
  return known.timeZone;
}

export async function meant(
  { db, clock, limits }: Deps,
  customer: CustomerId,
  asked: Asked,
): Promise<Result<Meant, RangeRefusal>> {
  const currency = asked.currency ?? limits.baseCurrency;
  const timeZone = await timeZoneOf(db.read, customer);
  const period = periodOf(asked, { timeZone, now: clock.now() });
  if (!period.ok) return period;
  const account = await findAccount(db.read, { kind: 'wallet', owner: customer, currency });
  if (account === null) return ok({ currency, period: period.value, account: null, range: null });
  const { begins: from, until } = period.value;
  const range = await lineRange(db.read, account, { from, until });
  if (!range.ok) return err({ code: 'statement_archived', from: textOf(range.error.from) });
  return ok({ currency, period: period.value, account, range: range.value });
}

const nothing = (currency: Currency): Figures => {
  const none = zero(currency);
  return { opening: none, in: none, out: none, closing: none, lines: 0, kinds: [] };
};

/** What a period adds up to, with the digest of its lines and the fees of its entries. */
export async function figuresOf(
  { db }: Pick<Deps, 'db'>,
  customer: CustomerId,
  { currency, period, range }: Meant,
): Promise<{ figures: Figures; linesDigest: string; fees: Money }> {
  const { begins: from, until } = period;
  const fees = await feesBetween(db.read, customer, { currency, from, until });
  if (range === null) return { figures: nothing(currency), linesDigest: EMPTY_DIGEST, fees };
  return { ...(await foldRange(db.read, range)), fees };
}
/** SHA-256 of nothing. */
const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Eighty random bits, as they are read out. */
export function newCode(): string {
  let bits = BigInt(`0x${randomBytes(10).toString('hex')}`);
  let letters = '';
  for (; letters.length < 16; bits >>= 5n) letters += ALPHABET.charAt(Number(bits & 31n));
  return letters.replaceAll(/(.{4})(?!$)/g, '$1-');
}

/** Fixes what a statement says, under a code. That it was issued is a security event, as it is of the copy of all data. */
export async function issueStatement(
  deps: Deps,
  { customer, client, asked }: { customer: CustomerId; client: Client; asked: Asked },
): Promise<Result<Statement, RangeRefusal>> {
  const { db, clock } = deps;
  const found = await meant(deps, customer, asked);
  if (!found.ok) return found;
  const { currency, period, account, range } = found.value;
  // A wallet that was never opened has no account to name.
  if (account === null || range === null) return err({ code: 'malformed_request' });
  const { figures, linesDigest, fees } = await figuresOf(deps, customer, found.value);
  const statement: Statement = {
    id: newId('st'),
    code: newCode(),
    currency,
    period,
    range,
    figures,
    linesDigest,
    fees,
    issuedAt: clock.now(),
  };
  await db.transaction(async (tx) => {
    await store.insertStatement(tx, customer, statement);
    await recordSecurityEvent(tx, clock, customer, 'statement_issued', client);
  });
  return ok(statement);
}
