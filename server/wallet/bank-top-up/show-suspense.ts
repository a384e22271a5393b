import type { z } from 'zod';
import type { suspenseItemSchema } from '#common/api/console-finance';
import type { BankTopUpId, CustomerId } from '#common/id';
import { toWire } from '#common/money';
import { customerNames, provenIdentities, staffById } from '#identity';
import type { Reader } from '#platform/db';
import { openProposals, type Proposal } from '#risk';
import { matchNames } from '../bank-account/name-match.ts';
import type { WalletDeps } from '../deps.ts';
import type { BankTopUp } from './bank-top-up.ts';
import { BANK_MONEY, type BankMoney } from './decide-bank-money.ts';
import { canGoBack } from './open-return.ts';
import { maskedPayer } from './record.ts';
import { referencesNear } from './reference.ts';
import { openPayer } from './sealed.ts';
import { goingBack, ownersOf, putAside } from './store.ts';
import { ownersByAccount, suspenseTotals } from './suspense-store.ts';

export type SuspenseItem = z.output<typeof suspenseItemSchema>;
type ShowDeps = Pick<WalletDeps, 'db' | 'clock' | 'keys' | 'bank'>;

/** Sums handed out; what waits longest stands first, so the rest can wait. */
const ITEMS_MAX = 200;
/** People suggested for one sum, and accounts looked at for that. */
const SUGGESTIONS_MAX = 5;
const ACCOUNTS_MAX = 20;

/** What came in and is in no wallet, with what the bank tells of it, whose it may be, and what waits for a colleague. */
export async function showSuspense(deps: ShowDeps) {
  const { read } = deps.db;
  const all = [...(await putAside(read, ITEMS_MAX)), ...(await goingBack(read, ITEMS_MAX))];
  const proposals = new Map(
    (await openProposals(read, deps.clock, BANK_MONEY, { limit: ITEMS_MAX })).map((each) => [
      each.subject,
      each,
    ]),
  );
  const found = await suggestionsFor(
    deps,
    all.filter(({ customer, state }) => customer === null && state === 'put_aside'),
  );
  const items: SuspenseItem[] = [];
  const names = await namesOf(read, deps, [
    ...all.flatMap(({ customer }) => customer ?? []),
    ...[...found.values()].flatMap((each) => each.map(({ customer }) => customer)),
    ...[...proposals.values()].flatMap(({ parameters }) =>
      parameters.do === 'assign' ? [parameters.customer] : [],
    ),
  ]);
  for (const topUp of all)
    items.push(
      await itemOf(deps, topUp, {
        names,
        found: found.get(topUp.id) ?? [],
        proposal: proposals.get(topUp.id) ?? null,
      }),
    );
  const totals = (await suspenseTotals(read)).map(({ amount, count, oldest }) => ({
    currency: amount.currency,
    count,
    amount: toWire(amount),
    oldest: oldest.toString(),
  }));
  return { items, totals };
}

type Found = {
  readonly customer: CustomerId;
  readonly because: 'near_reference' | 'own_account' | 'paid_before';
};

/** A reference that is nearly theirs, or an account that is known to be theirs or has sent them money before; the surest first. */
async function suggestionsFor(
  { db: { read } }: Pick<ShowDeps, 'db'>,
  nobodys: readonly BankTopUp[],
): Promise<ReadonlyMap<BankTopUpId, Found[]>> {
  const near = nobodys.map(({ id, reference }) => ({
    id,
    near: reference === null ? [] : referencesNear(reference),
  }));
  const owners = await ownersOf(read, [...new Set(near.flatMap((each) => each.near))]);
  const asked = nobodys.map(({ id, payerCountry: country, payerLast4: last4 }) => ({ id, country, last4 }));
  const alike = await ownersByAccount(read, asked, ACCOUNTS_MAX);
  return new Map(
    near.map(({ id, near: references }) => {
      const byReference = owners
        .filter(({ reference }) => references.includes(reference))
        .map(({ customer }): Found => ({ customer, because: 'near_reference' }));
      const byAccount = alike.filter((each) => each.id === id);
      const seen = new Set<CustomerId>();
      const once = [...byReference, ...byAccount].filter(({ customer }) => {
        const isNew = !seen.has(customer);
        seen.add(customer);
        return isNew;
      });
      return [id, once] as const;
    }),
  );
}

/** Of each the name that was proven, else the registered one. */
export async function namesOf(
  read: Reader,
  { keys }: Pick<ShowDeps, 'keys'>,
  customers: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, string>> {
  const ids = [...new Set(customers)];
  const proven = await provenIdentities(read, { keys }, ids);
  const registered = await customerNames(read, ids);
  return new Map(ids.map((id) => [id, proven.get(id)?.name ?? registered.get(id) ?? '']));
}

type Beside = {
  readonly names: ReadonlyMap<CustomerId, string>;
  readonly found: readonly Found[];
  readonly proposal: Proposal<BankMoney> | null;
};

async function itemOf(
  deps: ShowDeps,
  topUp: BankTopUp,
  { names, found, proposal }: Beside,
): Promise<SuspenseItem> {
  const facts = openPayer(deps.keys, topUp);
  const payerName = facts?.payer.name ?? '';
  const person = (id: CustomerId) => ({ id, name: names.get(id) ?? '' });
  const suggestions = found
    .map(({ customer, because }) => ({
      customer: person(customer),
      because,
      nameMatch: matchNames(payerName, names.get(customer) ?? ''),
    }))
    // Many accounts end alike: without the name that says nothing.
    .filter(({ because, nameMatch }) => because === 'near_reference' || nameMatch !== null)
    .slice(0, SUGGESTIONS_MAX);
  return {
    id: topUp.id,
    state: topUp.state === 'sending_back' ? 'sending_back' : 'put_aside',
    why: topUp.why ?? 'no_reference',
    amount: toWire(topUp.amount),
    sent: topUp.sent && toWire(topUp.sent),
    bookedOn: topUp.bookedOn.toString(),
    since: topUp.takenAt.toString(),
    goesBackAt: topUp.goesBackAt?.toString() ?? null,
    reference: topUp.reference,
    payerName,
    payerAccount: maskedPayer(topUp),
    texts: [...(facts?.texts ?? [])],
    canGoBack: canGoBack(deps, topUp),
    customer: topUp.customer && person(topUp.customer),
    suggestions,
    proposal: proposal && (await proposalOf(deps, proposal, person)),
  };
}

async function proposalOf(
  { db: { read } }: Pick<ShowDeps, 'db'>,
  { id, parameters, reason, proposedBy, expiresAt }: Proposal<BankMoney>,
  person: (id: CustomerId) => { id: CustomerId; name: string },
): Promise<SuspenseItem['proposal']> {
  const by = await staffById(read, proposedBy);
  return {
    id,
    action: parameters.do,
    customer: parameters.do === 'assign' ? person(parameters.customer) : null,
    note: reason,
    by: { id: proposedBy, name: by?.name ?? '' },
    expiresAt: expiresAt.toString(),
  };
}
