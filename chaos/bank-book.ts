// The bank's own book, and what of it must stand in the ledger. Pure.

/** What the bank booked of one payout, in minor units. */
type Payout = { out: bigint; back: bigint; bookings: number };
export type BankBook = {
  /** What our accounts there have gained or lost, by currency. */
  balances: ReadonlyMap<string, bigint>;
  payouts: ReadonlyMap<string, Payout>;
};

type Booking = { direction: 'DBIT' | 'CRDT'; minor: string; currency: string; endToEndId: string };
type Entry = { kind: 'booked'; bookings: Booking[] } | { kind: 'file' | 'report' | 'closed' };
/** What a booking without an id of ours names: somebody paid in. */
const NOBODYS = 'NOTPROVIDED';

export function readBankBook(text: string): BankBook {
  const balances = new Map<string, bigint>();
  const payouts = new Map<string, Payout>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const entry = JSON.parse(line) as Entry;
    if (entry.kind !== 'booked') continue;
    for (const { direction, minor, currency, endToEndId } of entry.bookings) {
      const amount = BigInt(minor);
      const isOut = direction === 'DBIT';
      balances.set(currency, (balances.get(currency) ?? 0n) + (isOut ? -amount : amount));
      if (endToEndId === NOBODYS) continue;
      const payout = payouts.get(endToEndId) ?? { out: 0n, back: 0n, bookings: 0 };
      if (isOut) payout.out += amount;
      else payout.back += amount;
      payouts.set(endToEndId, { ...payout, bookings: payout.bookings + (isOut ? 1 : 0) });
    }
  }
  return { balances, payouts };
}

/** A payout as the product and its ledger have it: what left our account at the bank for it, and what left its owner's balance. */
export type StoodPayout = {
  id: string;
  state: string | null;
  amount: bigint;
  fee: bigint;
  atBank: bigint;
  fromWallet: bigint;
};

/** Money of a payout is in one place: with its owner, or gone, and the bank says which. People look at what is in conflict. */
export function judgePayouts({ payouts }: BankBook, stood: readonly StoodPayout[]): string[] {
  return stood.flatMap(({ id, state, amount, fee, atBank, fromWallet }) => {
    const { out, back, bookings } = payouts.get(id) ?? { out: 0n, back: 0n, bookings: 0 };
    const found: string[] = [];
    if (bookings > 1) found.push(`${id}: the bank paid it ${bookings} times`);
    if (state === 'conflict') return found;
    if (out - back !== atBank) found.push(`${id}: the bank has paid ${out - back}, the ledger ${atBank}`);
    const expected = atBank === 0n ? 0n : amount + fee;
    if (fromWallet !== expected)
      found.push(`${id}: ${fromWallet} left the balance instead of ${expected} (${state})`);
    return found;
  });
}
