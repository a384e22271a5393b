import type { CustomerId } from '#common/id';
import { CURRENCIES, type Currency, toWire } from '#common/money';
import { balanceAsOf, balancesOf, type LedgerAccountId, lineRange, openedAt } from '#ledger';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { foldRange } from './fold-range.ts';
import { timeZoneOf } from './issue-statement.ts';
import { type Month, monthsSince } from './period.ts';
import { showKind } from './show.ts';

type Deps = Pick<WalletDeps, 'db' | 'clock' | 'limits'>;
type Wallet = { readonly currency: Currency; readonly account: LedgerAccountId };

/** Wallets that money has touched, the base currency first. */
async function walletsOf(read: Reader, customer: CustomerId, base: Currency): Promise<Wallet[]> {
  const touched = (await balancesOf(read, customer)).filter(
    ({ kind, version }) => kind === 'wallet' && version > 0n,
  );
  const order = [base, ...CURRENCIES.filter((currency) => currency !== base)];
  return touched.toSorted((a, b) => order.indexOf(a.currency) - order.indexOf(b.currency));
}

/** Every month of every wallet with what stood on it at its end. */
export async function listMonths({ db, clock, limits }: Deps, customer: CustomerId) {
  const timeZone = await timeZoneOf(db.read, customer);
  const now = clock.now();
  const items = [];
  for (const { currency, account } of await walletsOf(db.read, customer, limits.baseCurrency)) {
    const months = [];
    for (const { from, to, isOver, until } of monthsSince(await openedAt(db.read, account), {
      timeZone,
      now,
    })) {
      const standing = await balanceAsOf(db.read, account, before(until));
      months.push({ from, to, isOver, closing: standing.ok ? toWire(standing.value.posted) : null });
    }
    items.push({ currency, months });
  }
  return { timeZone, items };
}

const before = (until: Temporal.Instant): Temporal.Instant => until.subtract({ microseconds: 1 });

/** Money in and out by month and kind: each month is what its statement says. */
export async function spendingOf(
  { db, clock, limits }: Deps,
  customer: CustomerId,
  asked: { currency?: Currency | undefined; months: number },
) {
  const timeZone = await timeZoneOf(db.read, customer);
  const now = clock.now();
  const wallets = await walletsOf(db.read, customer, limits.baseCurrency);
  const currency = asked.currency ?? wallets[0]?.currency ?? limits.baseCurrency;
  const account = wallets.find((wallet) => wallet.currency === currency)?.account ?? null;
  const first = now
    .toZonedDateTimeISO(timeZone)
    .subtract({ months: asked.months - 1 })
    .toInstant();
  const spans = monthsSince(first, { timeZone, now, limit: asked.months }).toReversed();
  const months = [];
  for (const span of spans) months.push(await spentIn(db.read, { span, account, currency }));
  return { currency, timeZone, currencies: wallets.map((wallet) => wallet.currency), months };
}

async function spentIn(
  read: Reader,
  { span, account, currency }: { span: Month; account: LedgerAccountId | null; currency: Currency },
) {
  const { from, to, isOver, begins, until } = span;
  const none = { amount: '0', currency };
  const range = account === null ? null : await lineRange(read, account, { from: begins, until });
  if (!range?.ok) return { from, to, isOver, isArchived: range !== null, in: none, out: none, kinds: [] };
  const { figures } = await foldRange(read, range.value);
  const { in: moneyIn, out, kinds } = figures;
  return {
    from,
    to,
    isOver,
    isArchived: false,
    in: toWire(moneyIn),
    out: toWire(out),
    kinds: kinds.map(showKind),
  };
}
