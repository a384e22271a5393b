import { GOES_BACK_BY_ITSELF, type SuspenseWhy } from '#common/bank-money';
import type { BankTopUpId, CustomerId } from '#common/id';
import { type Currency, type Money, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import type { CameIn } from '#connectors';
import { balanceOf, lockAccounts } from '#ledger';
import type { DecisionFacts } from '#operations';
import { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import {
  addUsage,
  blockOf,
  keepVerdict,
  keptLimitFacts,
  type LimitFacts,
  lockLimits,
  recordDecision,
  type Verdict,
} from '#risk';
import { BANK_RAIL } from '../withdrawal/settle.ts';
import { lastSigns } from '../bank-account/add-account.ts';
import type { WalletDeps } from '../deps.ts';
import { peopleOf, verdictOf } from '../top-up/assess-top-up.ts';
import { type BankTopUp, type BankTopUpTariff, SEND_BACK_DAYS } from './bank-top-up.ts';
import { type Aimed, decideCredit, type Decided, decideOwner } from './decide.ts';
import { recordCredited, recordPutAside } from './record.ts';
import { type Found, referencesIn } from './reference.ts';
import { sealPayer } from './sealed.ts';
import {
  creditMoney,
  ownAccounts,
  type OwnAccounts,
  railAccounts,
  type RailAccounts,
  suspendMoney,
} from './settle.ts';
import * as store from './store.ts';

export type TakeDeps = Pick<WalletDeps, 'clock' | 'keys' | 'limits' | 'rules'>;
type Credit = {
  readonly id: BankTopUpId;
  readonly came: CameIn;
  readonly found: Found;
  readonly aimed: Aimed;
};
type Aiming = Credit & { readonly aimed: { readonly owner: CustomerId; readonly why: null } };
const isAiming = (it: Credit): it is Aiming => it.aimed.why === null;

/**
 * Writes down what came in and brings it to its owner, or puts it aside with the reason: each booking once, whichever file tells it. Called under
 * the lock of its report, so nobody else writes bookings meanwhile. First all counters are locked, then all accounts, each in one order.
 */
export async function takeCredits(
  tx: Tx,
  deps: TakeDeps,
  report: bigint,
  said: readonly CameIn[],
): Promise<void> {
  const fresh = await freshOnes(tx, report, said);
  if (fresh.length === 0) return;
  const credits = await aimedAt(tx, fresh);
  const owners = [...new Set(credits.filter(isAiming).map(({ aimed }) => aimed.owner))].toSorted();
  const { clock, limits } = deps;
  for (const customer of owners) await lockLimits(tx, clock, limits, { customer, capability: 'top_up' });
  const world = await lockAll(tx, deps, credits);
  const tariffs = await store.bankTopUpTariffs(tx, clock.now());
  const asides: BankTopUp[] = [];
  for (const credit of credits) {
    const tariff = tariffs.find(({ fee }) => fee.currency === credit.came.amount.currency) ?? null;
    const aside = isAiming(credit)
      ? await creditOne(tx, deps, { report, credit, tariff, world })
      : asideOf(deps, { report, credit, tariff, why: credit.aimed.why ?? 'no_reference' });
    if (aside) asides.push(aside);
  }
  await putAllAside(tx, deps, asides, world);
}

/** Without what is known, and without what the same file tells twice. */
async function freshOnes(tx: Tx, report: bigint, said: readonly CameIn[]): Promise<CameIn[]> {
  const keys = said.map(({ amount, booking, part }) => ({ currency: amount.currency, booking, part }));
  const known = await store.knownBookings(tx, report, keys);
  const seen = new Set<string>();
  return said.filter(({ amount, booking, part }, at) => {
    const key = `${amount.currency} ${part} ${booking}`;
    const isNew = !known.has(at) && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

async function aimedAt(tx: Tx, fresh: readonly CameIn[]): Promise<Credit[]> {
  const found = fresh.map((came) => ({ came, found: referencesIn(came.texts) }));
  const owners = await store.ownersOf(tx, [...new Set(found.flatMap((each) => each.found.right))]);
  return found.map((each) => ({
    ...each,
    id: newId('bt'),
    aimed: decideOwner(each.found, owners, each.came.amount.currency),
  }));
}

type World = {
  readonly rails: ReadonlyMap<Currency, RailAccounts>;
  readonly own: ReadonlyMap<string, OwnAccounts>;
};
const ownKey = (customer: CustomerId, currency: Currency): string => `${customer} ${currency}`;

async function lockAll(tx: Tx, { clock }: TakeDeps, credits: readonly Credit[]): Promise<World> {
  const rails = new Map<Currency, RailAccounts>();
  const own = new Map<string, OwnAccounts>();
  for (const { came, aimed } of credits) {
    const { currency } = came.amount;
    if (!rails.has(currency)) rails.set(currency, await railAccounts(tx, clock, currency));
    if (aimed.why !== null || own.has(ownKey(aimed.owner, currency))) continue;
    own.set(ownKey(aimed.owner, currency), await ownAccounts(tx, clock, aimed.owner, currency));
  }
  await lockAccounts(
    tx,
    [...rails.values(), ...own.values()].flatMap((each) => Object.values(each)),
  );
  return { rails, own };
}
const railOf = ({ rails }: World, currency: Currency): RailAccounts => {
  const rail = rails.get(currency);
  invariant(rail !== undefined, `the accounts of ${currency} are locked`);
  return rail;
};

type One = {
  readonly report: bigint;
  readonly credit: Aiming;
  readonly tariff: BankTopUpTariff | null;
  readonly world: World;
};

/** Credits a sum to whom it is for; what may not go there now is answered, to be put aside. */
async function creditOne(tx: Tx, deps: TakeDeps, one: One): Promise<BankTopUp | null> {
  const { credit, tariff, world, report } = one;
  const { aimed, came, id } = credit;
  const { clock } = deps;
  const { limits, verdict, decided } = await decideOne(tx, deps, one);
  if (decided.do === 'put_aside') {
    await keepHit(tx, deps, { id, customer: aimed.owner, amount: came.amount, verdict });
    return asideOf(deps, { report, credit, tariff, why: decided.why });
  }
  const own = world.own.get(ownKey(aimed.owner, came.amount.currency));
  invariant(own !== undefined, `the wallet of ${aimed.owner} is locked`);
  const kept: BankTopUp = {
    ...asideOf(deps, { report, credit, tariff, why: 'no_reference' }),
    state: 'settled',
    why: null,
    fee: decided.fee,
    goesBackAt: null,
    settledAt: clock.now(),
  };
  await store.insertTopUps(tx, [kept]);
  const from = railOf(world, came.amount.currency).settlement;
  await creditMoney(tx, clock, { id, amount: came.amount, fee: decided.fee, from }, own);
  await addUsage(tx, {
    customer: aimed.owner,
    capability: 'top_up',
    day: limits.day,
    counted: decided.counted,
  });
  const decision = {
    ...decisionOf(tariff),
    limits: keptLimitFacts(limits),
    rules: keepVerdict(verdict),
    outcome: 'credited',
  };
  await recordCredited(tx, clock, { ...kept, customer: aimed.owner }, decision);
  return null;
}

async function decideOne(
  tx: Tx,
  deps: TakeDeps,
  { credit: { aimed, came }, tariff, world }: One,
): Promise<{ limits: LimitFacts; verdict: Verdict; decided: Decided }> {
  const { clock } = deps;
  const { owner } = aimed;
  const { amount } = came;
  // Read anew for each: the one before may be of the same person.
  const limits = await lockLimits(tx, clock, deps.limits, { customer: owner, capability: 'top_up' });
  const people = await peopleOf(tx, clock, { customer: owner, device: null, stepUp: null });
  const verdict = await verdictOf(tx, deps, { customer: owner, amount, limits, people, device: null });
  const own = world.own.get(ownKey(owner, amount.currency));
  invariant(own !== undefined, `the wallet of ${owner} is locked`);
  const { flags } = await balanceOf(tx, own.wallet);
  const block = await blockOf(tx, owner, 'top_up');
  const standing = { isClosed: flags.closed, block, tariff, limits, outcome: verdict.outcome };
  return { limits, verdict, decided: decideCredit(amount, standing) };
}

/** What was not simply let through, for the pictures of rules. */
async function keepHit(
  tx: Tx,
  { clock }: TakeDeps,
  {
    id,
    customer,
    amount,
    verdict,
  }: { id: BankTopUpId; customer: CustomerId; amount: Money; verdict: Verdict },
): Promise<void> {
  if (verdict.outcome !== 'block' && verdict.outcome !== 'hold') return;
  await recordDecision(tx, clock, {
    about: 'top_up',
    stage: 'payment',
    payer: customer,
    payee: null,
    operation: id,
    amount,
    verdict,
  });
}

const decisionOf = (tariff: BankTopUpTariff | null): DecisionFacts => ({ tariff: tariff?.rule ?? null });

type Aside = {
  readonly report: bigint;
  readonly credit: Credit;
  readonly tariff: BankTopUpTariff | null;
  readonly why: SuspenseWhy;
};

/** A sum as it is kept when it waits. */
function asideOf({ clock, keys }: TakeDeps, { report, credit, tariff, why }: Aside): BankTopUp {
  const { id, came, found, aimed } = credit;
  const now = clock.now();
  const { number, scheme } = came.payer;
  const last4 = lastSigns(number).toUpperCase();
  return {
    id,
    booking: came.booking,
    part: came.part,
    rail: BANK_RAIL,
    report,
    amount: came.amount,
    sent: came.sent,
    bookedOn: Temporal.PlainDate.from(came.day),
    box: sealPayer(keys, id, came),
    payerCountry: number === '' ? null : scheme === 'iban' ? number.slice(0, 2) : 'CN',
    payerLast4: /^[0-9A-Z]{4}$/.test(last4) ? last4 : null,
    reference: (found.right[0] ?? found.near)?.slice(0, 40) ?? null,
    customer: aimed.owner,
    state: 'put_aside',
    why,
    fee: zero(came.amount.currency),
    tariff: tariff?.rule ?? null,
    // What nobody knows where to send waits for people.
    goesBackAt:
      number !== '' && GOES_BACK_BY_ITSELF.includes(why)
        ? now.add({ hours: (tariff?.sendBackAfterDays ?? SEND_BACK_DAYS) * 24 })
        : null,
    takenAt: now,
    settledAt: null,
  };
}

/** Many at once: a file of a bank may hold thousands that are nobody's. */
async function putAllAside(
  tx: Tx,
  { clock }: TakeDeps,
  asides: readonly BankTopUp[],
  world: World,
): Promise<void> {
  if (asides.length === 0) return;
  await store.insertTopUps(tx, asides);
  await suspendMoney(
    tx,
    clock,
    asides.map(({ id, amount }) => ({ id, amount, rail: railOf(world, amount.currency) })),
  );
  for (const it of asides)
    if (it.customer !== null && it.why !== null)
      await recordPutAside(
        tx,
        clock,
        { ...it, customer: it.customer, why: it.why },
        { amount: toWire(it.amount), tariff: it.tariff, outcome: it.why },
      );
}
