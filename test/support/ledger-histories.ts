// Random histories: plans that fast-check can make smaller, and the hand that turns a plan into commands against a ledger.
import fc from 'fast-check';
import { type Currency, money } from '#common/money';
import { newId, newUuid } from '#platform/ids';
import * as ledger from '#ledger';
import type { AccountFlag, Leg, LedgerAccountId, PostCommand, PostResult } from '#ledger';
import { Oracle, type ModelAnswer } from './ledger-oracle.ts';
import { newOperation, newTransfer, openRail, openWallet, postAll, type World } from './ledger-world.ts';

type LegPlan =
  | {
      do: 'single' | 'hold';
      from: number;
      to: number;
      amount: number;
      foreign: boolean;
      minutes: number | null;
    }
  | { do: 'capture' | 'void' | 'expire' | 'reversal'; of: number; any: boolean; amount: number | null };
type CommandPlan =
  | { do: 'new'; legs: LegPlan[] }
  /** Sends an earlier command again: as it was, with another amount, or one of its legs alone. */
  | { do: 'again'; which: number; how: 'same' | 'other_amount' | 'first_leg' | 'twice_in_chain' };
export type StepPlan =
  | { do: 'post'; commands: CommandPlan[] }
  | { do: 'flag'; account: number; flag: AccountFlag; on: boolean }
  | { do: 'wait'; minutes: number };

const index = fc.nat({ max: 40 });
/** Places in `History.accounts`: wallets with money most often, then the others, seldom one of another currency. */
const place = fc.constantFrom(0, 1, 2, 0, 1, 2, 3, 3, 4, 5, 5, 0, 1, 2, 0, 1, 2, 3, 5, 6);
/** Small amounts on small balances, so that refusals are common; now and then one that nobody could move. */
const amount = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 1, max: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -5) },
);
const legPlan: fc.Arbitrary<LegPlan> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('single', 'hold'),
      from: place,
      to: place,
      amount,
      foreign: fc.nat({ max: 15 }).map((one) => one === 0),
      minutes: fc.option(fc.integer({ min: 0, max: 90 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('capture', 'capture', 'void', 'expire', 'reversal'),
      of: fc.nat({ max: 5 }),
      any: fc.nat({ max: 9 }).map((one) => one === 0),
      amount: fc.option(amount),
    }),
  },
);
const commandPlan: fc.Arbitrary<CommandPlan> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('new'), legs: fc.array(legPlan, { minLength: 1, maxLength: 1 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('new'), legs: fc.array(legPlan, { minLength: 2, maxLength: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('again'),
      which: index,
      how: fc.constantFrom('same', 'same', 'other_amount', 'first_leg', 'twice_in_chain'),
    }),
  },
);
const stepPlan: fc.Arbitrary<StepPlan> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('post'),
      commands: fc.array(commandPlan, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('flag'),
      account: place,
      flag: fc.constantFrom('frozenOut', 'frozenIn'),
      on: fc.boolean(),
    }),
  },
  // Only what is still empty can be closed.
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('flag'),
      account: fc.constantFrom(3, 4, 5),
      flag: fc.constant('closed'),
      on: fc.constantFrom(true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait'), minutes: fc.integer({ min: 1, max: 60 }) }) },
);
export const historyPlan = fc.array(stepPlan, { minLength: 5, maxLength: 25, size: 'max' });

/** What one step answered by the ledger, beside what the model says. */
export type Compared = { actual: unknown; expected: unknown };

/** By which the commands of a step go in, one after the other. */
type Door = (commands: readonly PostCommand[]) => Promise<PostResult[]>;

/** Runs a plan against the ledger and the model. The accounts are new, so that histories share a database. */
export class History {
  readonly oracle = new Oracle();
  readonly accounts: LedgerAccountId[] = [];
  private readonly commands: PostCommand[] = [];
  /** Ids that were sent, newest last: what later legs, even of the same chain, refer to. */
  private readonly sent = { holds: [] as string[], moves: [] as string[], all: [] as string[] };
  private readonly world: World;

  private readonly door: Door;

  private constructor(world: World, door: Door) {
    this.world = world;
    this.door = door;
  }

  static async begin(
    world: World,
    currency: Currency,
    door: Door = (commands) => postAll(world, commands),
  ): Promise<History> {
    const history = new History(world, door);
    const other = currency === 'USD' ? 'CNY' : 'USD';
    for (let count = 0; count < 4; count += 1)
      history.know(await openWallet(world, currency), currency, 'credits_cover_debits');
    const { db, clock } = world;
    const debt = await db.transaction((tx) =>
      ledger.openAccount(tx, clock, { kind: 'customer_debt', owner: newId('cus'), currency }),
    );
    history.know(debt, currency, 'debits_cover_credits');
    const clearing = await db.transaction((tx) =>
      ledger.openAccount(tx, clock, {
        kind: 'rail_suspense',
        owner: `rail:t${newUuid().replaceAll('-', '').slice(0, 20)}`,
        currency,
      }),
    );
    history.know(clearing, currency, 'none');
    history.know(await openWallet(world, other), other, 'credits_cover_debits');
    // Something to spend. The rail that it comes from is shared by all histories and no part of the model.
    const rail = await openRail(world, currency);
    for (const wallet of history.accounts.slice(0, 3)) {
      await postAll(world, [
        {
          operationId: newOperation('tu'),
          legs: [
            {
              kind: 'single',
              id: newTransfer(),
              code: 'top_up',
              debit: rail,
              credit: wallet,
              amount: money(100n, currency),
            },
          ],
        },
      ]);
      Object.assign(history.oracle.account(wallet), { credits: 100n, version: 1n });
    }
    return history;
  }

  private know(
    id: LedgerAccountId,
    currency: Currency,
    constraint: 'credits_cover_debits' | 'debits_cover_credits' | 'none',
  ): void {
    this.accounts.push(id);
    this.oracle.addAccount(id, currency, constraint);
  }

  private accountAt(at: number): LedgerAccountId {
    const account = this.accounts[at % this.accounts.length];
    if (account === undefined) throw new Error('a history has accounts');
    return account;
  }

  async step(plan: StepPlan): Promise<Compared> {
    switch (plan.do) {
      case 'wait':
        this.world.clock.advance({ minutes: plan.minutes });
        return { actual: null, expected: null };
      case 'flag':
        return this.flag(plan);
      default:
        return this.post(plan.commands.map((command) => this.commandOf(command)));
    }
  }

  private async post(commands: PostCommand[]): Promise<Compared> {
    const results = await this.door(commands);
    const at = this.world.clock.now();
    const expected = commands.map((command) => this.oracle.post(at, command));
    return { actual: results.map(toModelAnswer), expected };
  }

  private async flag({ account: at, flag, on }: Extract<StepPlan, { do: 'flag' }>): Promise<Compared> {
    const account = this.accountAt(at);
    const model = this.oracle.account(account);
    const isEmpty = model.debits === model.credits && model.debitsHeld === 0n && model.creditsHeld === 0n;
    const expected = isEmpty || model.closed || flag !== 'closed' || !on;
    if (expected) model[flag] = on;
    const change = {
      account,
      ...(on ? { set: [flag] } : { clear: [flag] }),
      reason: 'a random history',
      actor: 'test',
    };
    const result = await this.world.db.transaction((tx) => ledger.setFlags(tx, this.world.clock, change));
    return { actual: result.ok, expected };
  }

  private commandOf(plan: CommandPlan): PostCommand {
    const command = plan.do === 'again' ? this.again(plan) : this.fresh(plan.legs);
    this.commands.push(command);
    return command;
  }

  private fresh(plans: readonly LegPlan[]): PostCommand {
    const [first, ...others] = plans.map((plan) => this.remember(this.legOf(plan)));
    if (!first) throw new Error('a command has legs');
    return { operationId: newOperation(), legs: [first, ...others] };
  }

  private remember(leg: Leg): Leg {
    this.sent.all.push(leg.id);
    if (leg.kind === 'hold') this.sent.holds.push(leg.id);
    if (leg.kind === 'single' || leg.kind === 'capture') this.sent.moves.push(leg.id);
    return leg;
  }

  private again({ which, how }: Extract<CommandPlan, { do: 'again' }>): PostCommand {
    const earlier = this.commands[which % Math.max(this.commands.length, 1)];
    if (!earlier)
      return this.fresh([{ do: 'single', from: 0, to: 1, amount: 1, foreign: false, minutes: null }]);
    const [first, ...others] = earlier.legs;
    if (how === 'first_leg') return { ...earlier, legs: [first] };
    if (how === 'twice_in_chain') return { ...earlier, legs: [first, ...others, first] };
    if (how === 'other_amount' && 'amount' in first && first.amount) {
      return {
        ...earlier,
        legs: [{ ...first, amount: { ...first.amount, minor: first.amount.minor + 1n } }, ...others],
      };
    }
    return earlier;
  }

  private legOf(plan: LegPlan): Leg {
    const id = newTransfer();
    const currency = this.oracle.account(this.accountAt(0)).currency;
    if ('from' in plan) {
      const elsewhere = plan.to === plan.from && !plan.foreign ? plan.to + 1 : plan.to;
      const [debit, credit] = [this.accountAt(plan.from), this.accountAt(elsewhere)];
      const between = {
        id,
        code: 'transfer',
        debit,
        credit,
        amount: money(BigInt(plan.amount), plan.foreign ? 'JPY' : currency),
      } as const;
      if (plan.do === 'single') return { kind: 'single', ...between };
      const expiresAt = plan.minutes === null ? null : this.world.clock.now().add({ minutes: plan.minutes });
      return { kind: 'hold', expiresAt, ...between };
    }
    const kin = plan.any ? this.sent.all : plan.do === 'reversal' ? this.sent.moves : this.sent.holds;
    const created = kin.filter((sent) => this.oracle.state.transfers.has(sent));
    const choice = plan.any || created.length === 0 ? kin : created;
    const of = choice.at(-1 - (plan.of % Math.max(choice.length, 1))) ?? newTransfer();
    const part = plan.amount === null ? {} : { amount: money(BigInt(plan.amount), currency) };
    if (plan.do === 'capture') return { kind: 'capture', id, code: 'transfer', hold: of, ...part };
    if (plan.do === 'reversal') return { kind: 'reversal', id, code: 'adjustment', original: of, ...part };
    return { kind: plan.do, id, code: 'transfer', hold: of };
  }

  /** Every account as the ledger has it, beside the model's. */
  async balances(): Promise<Compared> {
    const actual = await Promise.all(this.accounts.map((id) => ledger.balanceOf(this.world.db.read, id)));
    const expected = this.accounts.map((id) => this.oracle.account(id));
    return {
      actual: actual.map(({ posted, heldOut, incoming, version, flags }) => ({
        posted: posted.minor,
        held: heldOut.minor,
        incoming: incoming.minor,
        version,
        ...flags,
      })),
      expected: expected.map(
        ({ constraint, debits, credits, debitsHeld, creditsHeld, version, frozenOut, frozenIn, closed }) => {
          const isDebt = constraint === 'debits_cover_credits';
          const sums = isDebt
            ? { posted: debits - credits, held: creditsHeld, incoming: debitsHeld }
            : { posted: credits - debits, held: debitsHeld, incoming: creditsHeld };
          return { ...sums, version, frozenOut, frozenIn, closed };
        },
      ),
    };
  }
}

function toModelAnswer(result: PostResult): ModelAnswer {
  if (result.ok) return { outcome: result.value.status };
  const { code, leg, replayed } = result.error;
  const available = code === 'insufficient_funds' ? { available: result.error.available.minor } : {};
  return { outcome: code, leg, ...available, ...(replayed && { replayed }) };
}
