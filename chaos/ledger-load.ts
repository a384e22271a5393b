// What the clients of the ledger's door ask for: small sums between few accounts, chains, and holds that are resolved once or tried twice.
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import type { Answer, Operation, SentLeg } from './journal.ts';
import type { Random } from './random.ts';

export type Accounts = {
  /** Wallets that pay each other; the first two take part in most movements. */
  wallets: number[];
  /** Wallets among which sums are held. */
  holders: number[];
  /** Where the money comes from and goes to: may be below zero. */
  rail: number;
};
export type Planned = { op: string; legs: SentLeg[] };
export type Planner = {
  next(): Planned;
  /** Hears the answer, so that later operations can resolve what was held. */
  learn(planned: Planned, answer: Answer): void;
};

/** Largest sum of one movement, in minor units; small against the balances, so that some are refused and most are not. */
const AMOUNT_MAX = 40;
/** What a wallet is filled up by. */
const FILL = 200;
/** Percent of the movements that touch one of the two hot wallets. */
const HOT_PERCENT = 60;

export function planner(random: Random, accounts: Accounts, earlier: readonly Operation[] = []): Planner {
  const open: SentLeg[] = [];
  const learn = ({ legs }: Planned, answer: Answer): void => {
    if (answer.how !== 'created') return;
    open.push(...legs.filter(({ kind }) => kind === 'hold'));
  };
  for (const { op, asked, answers } of earlier)
    if (asked.road === 'ledger' && answers[0]) learn({ op, legs: asked.legs }, answers[0]);
  const places = placesOf(random, accounts);
  return {
    learn,
    next() {
      const op = newId('tr');
      const drawn = random.below(100);
      if (drawn < 8) return { op, legs: hold(op, random, accounts) };
      if (drawn < 16) return { op, legs: resolution(op, random, open) ?? hold(op, random, accounts) };
      return { op, legs: drawn < 26 ? chained(op, random, places) : movement(op, random, places) };
    },
  };
}

type Places = { any(): number; other(than: number): number; rail: number };

function placesOf(random: Random, { wallets, rail }: Accounts): Places {
  const any = (): number =>
    wallets[random.chance(HOT_PERCENT) ? random.below(2) : random.below(wallets.length)] ?? rail;
  const other = (than: number): number => {
    const found = any();
    return found === than ? rail : found;
  };
  return { any, other, rail };
}

const amountOf = (random: Random): number => random.between(1, AMOUNT_MAX);

function hold(op: string, random: Random, { holders, rail }: Accounts): SentLeg[] {
  const from = holders[random.below(holders.length)] ?? rail;
  const to = holders.find((holder) => holder !== from) ?? rail;
  if (random.chance(25)) return [single(op, '1', rail, from, FILL)];
  return [{ kind: 'hold', id: ledger.legId(op, '1'), debit: from, credit: to, amount: amountOf(random) }];
}

/** Some holds are left in the list: who comes to them later must hear that they are resolved. */
function resolution(op: string, random: Random, open: SentLeg[]): SentLeg[] | null {
  const at = random.below(open.length);
  const held = open[at];
  if (!held) return null;
  if (random.chance(70)) open.splice(at, 1);
  const kind = random.chance(70) ? 'capture' : 'void';
  const amount = random.between(1, held.amount);
  return [{ kind, id: ledger.legId(op, '1'), debit: 0, credit: 0, amount, hold: held.id }];
}

function chained(op: string, random: Random, { any, other, rail }: Places): SentLeg[] {
  const [first, second] = [any(), any()];
  const [third, sum] = [other(second), amountOf(random)];
  if (first === second) return [single(op, '1', first, rail, sum)];
  return [single(op, '1', first, second, sum), single(op, '2', second, third, sum + random.below(3))];
}

function movement(op: string, random: Random, { any, other, rail }: Places): SentLeg[] {
  if (random.chance(12)) return [single(op, '1', rail, any(), FILL)];
  const from = any();
  return [single(op, '1', from, other(from), amountOf(random))];
}

const single = (op: string, name: string, debit: number, credit: number, amount: number): SentLeg => ({
  kind: 'single',
  id: ledger.legId(op, name),
  debit,
  credit,
  amount,
});
