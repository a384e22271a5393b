import type { z } from 'zod';
import type { accountSchema } from '#common/api/account';
import type { ChargebackId, CustomerId, OperationId } from '#common/id';
import { add, CURRENCIES, type Currency, type Money, toWire, type WireMoney, zero } from '#common/money';
import { balancesOf } from '#ledger';
import { type EntrySummary, openEntries, summaryOf } from '#operations';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { type LimitPolicy, reviewsOf } from '#risk';
import { openDebts } from '../chargeback/store.ts';
import { heldOfPayee } from '../claim/store.ts';
import { heldTopUps } from '../top-up/store.ts';
import { waitingOf } from '../pickup/store.ts';
import { totalOf } from '../cross-border/cross-border.ts';
import { heldCrossBorders } from '../cross-border/store.ts';
import { heldWithdrawals } from '../withdrawal/store.ts';

type Account = z.input<typeof accountSchema>;
export type Accounts = {
  items: Account[];
  debts: { operationId: ChargebackId; amount: WireMoney; collectsFrom: string }[];
  needsYou: EntrySummary[];
};

/** Waiting entries that are looked through; more than this wait for nobody. */
const OPEN_ENTRIES_MAX = 100;
/** What a home screen can ask of a person at once. */
const NEEDS_YOU_MAX = 5;

type Held = {
  readonly id: OperationId;
  readonly kind: Account['held'][number]['kind'];
  readonly amount: Money;
  readonly until: Temporal.Instant | null;
};
const heldPart = ({ id, kind, amount, until }: Held): Account['held'][number] => ({
  operationId: id,
  kind,
  amount: toWire(amount),
  until: until?.toString() ?? null,
});

async function heldOf(read: Reader, customer: CustomerId): Promise<Held[]> {
  const reviews = await reviewsOf(read, customer);
  const dueOf = new Map<OperationId, Temporal.Instant>(
    reviews.map(({ operation, dueAt }) => [operation, dueAt]),
  );
  const topUps = await heldTopUps(read, customer);
  return [
    ...topUps.map(({ id, held: amount, until }): Held => {
      const dueAt = dueOf.get(id);
      return dueAt
        ? { id, kind: 'top_up_review', amount, until: dueAt }
        : { id, kind: 'top_up_delay', amount, until };
    }),
    ...reviews.flatMap(({ operation, payee, amount, dueAt }): Held[] =>
      payee === null ? [] : [{ id: operation, kind: 'payment_review', amount, until: dueAt }],
    ),
    ...(await waitingOf(read, customer)).map(({ id, amount, expiresAt }) => ({
      id,
      kind: 'pickup' as const,
      amount,
      until: expiresAt,
    })),
    ...(await heldWithdrawals(read, customer)).map(({ id, amount: sum, fee, inReview, arrivesBy }): Held => {
      const amount = add(sum, fee);
      return inReview
        ? { id, kind: 'withdrawal_review', amount, until: dueOf.get(id) ?? null }
        : { id, kind: 'withdrawal', amount, until: arrivesBy };
    }),
    ...(await heldCrossBorders(read, customer)).map((each): Held => ({
      id: each.id,
      kind: each.inReview ? 'cross_border_review' : 'cross_border',
      amount: totalOf(each),
      until: each.inReview ? (dueOf.get(each.id) ?? null) : each.goesAt,
    })),
    ...(await heldOfPayee(read, customer)).map(({ recall, transfer, held: amount }) => ({
      id: recall ?? transfer,
      kind: 'recall' as const,
      amount,
      until: null,
    })),
  ];
}

/**
 * A customer's money by currency: what can be spent, what is held and until when, what is arriving; debts, and what waits for the
 * customer. The base currency is always there, others once they have been used.
 */
export async function accountsOf(
  read: Reader,
  customer: CustomerId,
  { baseCurrency }: Pick<LimitPolicy, 'baseCurrency'>,
): Promise<Accounts> {
  const wallets = (await balancesOf(read, customer)).filter(
    ({ kind, version }) => kind === 'wallet' && version > 0n,
  );
  const held = await heldOf(read, customer);
  const open = await openEntries(read, customer, { limit: OPEN_ENTRIES_MAX });
  const arriving = open.filter(
    ({ kind, state }) => kind === 'top_up' && state !== 'conflict' && state !== 'refunding',
  );
  const used = new Set<Currency>([
    ...wallets.map(({ currency }) => currency),
    ...arriving.map(({ amount }) => amount.currency),
  ]);
  const shown = [
    baseCurrency,
    ...CURRENCIES.filter((currency) => currency !== baseCurrency && used.has(currency)),
  ];
  const items = shown.map((currency): Account => {
    const wallet = wallets.find((each) => each.currency === currency);
    return {
      currency,
      available: toWire(wallet?.available ?? zero(currency)),
      held: held.filter(({ amount }) => amount.currency === currency).map(heldPart),
      arriving: arriving
        .filter(({ amount }) => amount.currency === currency)
        .map(({ id, amount, dueAt }) => ({
          operationId: id,
          amount: toWire(amount),
          until: dueAt?.toString() ?? null,
        })),
      total: toWire(wallet?.posted ?? zero(currency)),
    };
  });
  const debts = await openDebts(read, customer);
  return {
    items,
    debts: debts.map(({ chargeback, owed, collectsFrom }) => ({
      operationId: chargeback,
      amount: toWire(owed),
      collectsFrom: collectsFrom.toString(),
    })),
    // Debts have a place of their own.
    needsYou: open
      .filter(({ needsYou, kind }) => needsYou && kind !== 'chargeback')
      .slice(0, NEEDS_YOU_MAX)
      .map(summaryOf),
  };
}
