import type { TracePlace } from '#common/api/trace';
import { type CustomerId, kindOf, type OperationId } from '#common/id';
import { archivedRowsSince, type Movement, transfersOf } from '#ledger';
import type { Reader } from '#platform/db';
import { type Entry, entryFor } from '../entry/entry-for.ts';
import { childrenOf } from '../record/store.ts';
import { type Change, changesOf, type Whereabouts, whereIs } from './where-is.ts';

export type Traced = Whereabouts & {
  readonly entry: Entry;
  readonly changes: readonly Change[];
  /** Whether the ledger itself says it; what lies in its archive is known by the entry's state alone. */
  readonly isByLedger: boolean;
};

/** Where the money of an entry is, for one of those who take part in it. Null if the customer has no part in it. */
export async function traceFor(read: Reader, customer: CustomerId, id: OperationId): Promise<Traced | null> {
  const entry = await entryFor(read, customer, id);
  if (!entry) return null;
  const movements = await allMovements(read, id);
  if (movements.length === 0 && (await archivedRowsSince(read, id)) !== null)
    return {
      entry,
      place: placeByStation(entry),
      amount: null,
      since: null,
      changes: [],
      isByLedger: false,
    };
  const where = whereIs(movements, { viewer: customer, nothing: startOf(entry) });
  return { entry, ...where, changes: changesOf(movements, customer), isByLedger: true };
}

/** Where the money was before anything moved. */
function startOf({ kind, counterparty }: Entry): TracePlace {
  if (kind === 'bank_top_up') return 'bank_account';
  if (kind !== 'top_up') return 'your_balance';
  return counterparty.kind === 'ewallet' ? 'ewallet' : 'card';
}

/** Its own, and those that take it back: a payment and its recalls move one sum of money. */
async function allMovements(read: Reader, id: OperationId): Promise<readonly Movement[]> {
  const recalls = (await childrenOf(read, id)).filter((child) => kindOf(child) === 'rc');
  const lists = await Promise.all([id, ...recalls].map((each) => transfersOf(read, each)));
  return lists.flat().toSorted((a, b) => (a.seq < b.seq ? -1 : 1));
}

const BY_STATION: Partial<Record<Entry['stations'][number]['place'], TracePlace>> = {
  your_balance: 'your_balance',
  payer: 'other_balance',
  payee: 'other_balance',
  delayed: 'your_balance_held',
  bank_account: 'bank_account',
  bank: 'correspondent',
  card: 'card',
  ewallet: 'ewallet',
  okpay: 'okpay',
  debt: 'okpay',
};

const placeByStation = ({ stations }: Entry): TracePlace => {
  const here = stations.find(({ status }) => status === 'here');
  return (here && BY_STATION[here.place]) ?? 'unsure';
};
