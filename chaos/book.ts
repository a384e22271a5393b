// The acquirer's own book, read as an auditor would: from its file, and not from the acquirer.

/** A charge that took money from a card; `net` is what of it the acquirer still owes. */
export type Charge = { reference: string; currency: string; net: bigint };

type Entry =
  | {
      kind: 'charge';
      charge: { id: string; reference: string; currency: string; amount: string; status: string };
    }
  | { kind: 'settled'; chargeId: string; status: string }
  | { kind: 'refund'; refund: { chargeId: string; amount: string } }
  | { kind: 'chargeback'; chargeback: { chargeId: string; amount: string } }
  | { kind: 'session' | 'token' | 'callback' };

export function readBook(text: string): Charge[] {
  const charges = new Map<string, Charge & { amount: bigint; status: string; taken: bigint }>();
  const take = ({ chargeId, amount }: { chargeId: string; amount: string }): void => {
    const charge = charges.get(chargeId);
    if (charge) charge.taken += BigInt(amount);
  };
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const entry = JSON.parse(line) as Entry;
    if (entry.kind === 'charge') {
      const { id, amount, ...charge } = entry.charge;
      charges.set(id, { ...charge, amount: BigInt(amount), net: 0n, taken: 0n });
    }
    if (entry.kind === 'settled') Object.assign(charges.get(entry.chargeId) ?? {}, { status: entry.status });
    if (entry.kind === 'refund') take(entry.refund);
    if (entry.kind === 'chargeback') take(entry.chargeback);
  }
  return [...charges.values()].map(({ reference, currency, amount, status, taken }) => ({
    reference,
    currency,
    net: status === 'succeeded' ? amount - taken : 0n,
  }));
}
