// A ledger in a Map, written from the rules and not from the SQL: what the tests believe the posting function should answer.
// Slow and simple on purpose: a command works on a copy, which replaces the state if all of its legs were accepted.
import type { Currency } from '#common/money';
import { MAX_AMOUNT_MINOR } from '#common/money';
import { Temporal } from '#platform/clock';
import type { Leg, LedgerAccountId, PostCommand } from '#ledger';

export type ModelAccount = {
  currency: Currency;
  constraint: 'credits_cover_debits' | 'debits_cover_credits' | 'none';
  frozenOut: boolean;
  frozenIn: boolean;
  closed: boolean;
  debits: bigint;
  credits: bigint;
  debitsHeld: bigint;
  creditsHeld: bigint;
  version: bigint;
};
type ModelTransfer = {
  kind: Leg['kind'];
  debit: LedgerAccountId;
  credit: LedgerAccountId;
  amount: bigint;
  /** Of a hold. */
  state: 'open' | 'captured' | 'voided' | 'expired';
  expiresAt: Temporal.Instant | null;
  /** Of what was reversed. */
  reversed: bigint;
};
type State = { accounts: Map<LedgerAccountId, ModelAccount>; transfers: Map<string, ModelTransfer> };

export type ModelAnswer = { outcome: string; leg?: number; available?: bigint; replayed?: boolean };
type Refusal = { outcome: string; available?: bigint };

/** Refusals that would be the same at any time use up no id. */
const NEVER_RECORDED = new Set([
  'amount_not_positive',
  'amount_too_large',
  'same_account',
  'currency_mismatch',
  'id_reused',
]);

export class Oracle {
  state: State = { accounts: new Map(), transfers: new Map() };
  /** Every id that was answered: by which payload, how, and whether it failed. */
  private readonly answered = new Map<string, { payload: string; answer: ModelAnswer; failed: boolean }>();

  addAccount(id: LedgerAccountId, currency: Currency, constraint: ModelAccount['constraint']): void {
    const nothing = { debits: 0n, credits: 0n, debitsHeld: 0n, creditsHeld: 0n, version: 0n };
    this.state.accounts.set(id, {
      currency,
      constraint,
      frozenOut: false,
      frozenIn: false,
      closed: false,
      ...nothing,
    });
  }

  account(id: LedgerAccountId): ModelAccount {
    const account = this.state.accounts.get(id);
    if (!account) throw new Error('the model knows every account of the test');
    return account;
  }

  post(at: Temporal.Instant, command: PostCommand): ModelAnswer {
    const ids = command.legs.map((leg) => leg.id);
    if (new Set(ids).size < ids.length) return { outcome: 'id_reused', leg: 1 };
    const payload = payloadOf(command);
    const earlier = ids.map((id) => this.answered.get(id)).filter((entry) => entry !== undefined);
    if (earlier.length > 0) {
      if (earlier.every((entry) => entry.payload === payload)) return replay(earlier[0]?.answer);
      return { outcome: earlier.some((entry) => entry.failed) ? 'id_already_failed' : 'id_reused', leg: 1 };
    }
    const answer = this.decide(at, command);
    if (!NEVER_RECORDED.has(answer.outcome)) {
      for (const id of ids) this.answered.set(id, { payload, answer, failed: answer.outcome !== 'created' });
    }
    return answer;
  }

  private decide(at: Temporal.Instant, { legs }: PostCommand): ModelAnswer {
    const next = structuredCopy(this.state);
    for (const [index, leg] of legs.entries()) {
      const refusal = applyLeg(next, at, leg);
      if (refusal) return { ...refusal, leg: index + 1 };
    }
    this.state = next;
    return { outcome: 'created' };
  }
}

const replay = (answer: ModelAnswer | undefined): ModelAnswer =>
  answer?.outcome === 'created'
    ? { outcome: 'exists' }
    : { ...answer, outcome: answer?.outcome ?? '', replayed: true };

const payloadOf = (command: PostCommand): string =>
  JSON.stringify([command.operationId, command.legs], (_, value: unknown) =>
    typeof value === 'bigint' || value instanceof Temporal.Instant ? value.toString() : value,
  );

const structuredCopy = ({ accounts, transfers }: State): State => ({
  accounts: new Map([...accounts].map(([id, account]) => [id, { ...account }])),
  transfers: new Map([...transfers].map(([id, transfer]) => [id, { ...transfer }])),
});

function applyLeg(state: State, at: Temporal.Instant, leg: Leg): Refusal | null {
  const amount = 'amount' in leg ? leg.amount?.minor : undefined;
  if (amount !== undefined && amount <= 0n) return { outcome: 'amount_not_positive' };
  if (amount !== undefined && amount > MAX_AMOUNT_MINOR) return { outcome: 'amount_too_large' };
  switch (leg.kind) {
    case 'single':
    case 'hold':
      return applyNew(state, at, leg);
    case 'reversal':
      return applyReversal(state, leg);
    default:
      return applyResolution(state, at, leg);
  }
}

function applyNew(
  state: State,
  at: Temporal.Instant,
  leg: Extract<Leg, { kind: 'single' | 'hold' }>,
): Refusal | null {
  if (leg.debit === leg.credit) return { outcome: 'same_account' };
  const expiresAt = leg.kind === 'hold' ? leg.expiresAt : null;
  if (expiresAt && Temporal.Instant.compare(expiresAt, at) <= 0) return { outcome: 'hold_expired' };
  const transfer = {
    kind: leg.kind,
    debit: leg.debit,
    credit: leg.credit,
    amount: leg.amount.minor,
    state: 'open' as const,
    expiresAt,
    reversed: 0n,
  };
  return enter(state, leg.id, transfer, leg.amount.currency);
}

function applyReversal(state: State, leg: Extract<Leg, { kind: 'reversal' }>): Refusal | null {
  const original = state.transfers.get(leg.original);
  if (!original) return { outcome: 'original_not_found' };
  if (original.kind !== 'single' && original.kind !== 'capture')
    return { outcome: 'original_not_reversible' };
  const left = original.amount - original.reversed;
  if (left === 0n || (leg.amount?.minor ?? 0n) > left) return { outcome: 'exceeds_original' };
  const amount = leg.amount?.minor ?? left;
  const transfer = {
    kind: leg.kind,
    debit: original.credit,
    credit: original.debit,
    amount,
    state: 'open' as const,
    expiresAt: null,
    reversed: 0n,
  };
  const refusal = enter(state, leg.id, transfer, leg.amount?.currency);
  if (!refusal) original.reversed += amount;
  return refusal;
}

/** What asks both accounts: do they exist, in one currency, open for it, and with the money? */
function enter(
  state: State,
  id: string,
  transfer: ModelTransfer,
  currency: Currency | undefined,
): Refusal | null {
  const [from, to] = [state.accounts.get(transfer.debit), state.accounts.get(transfer.credit)];
  if (!from || !to) return { outcome: 'account_not_found' };
  if (from.currency !== to.currency || (currency !== undefined && currency !== from.currency))
    return { outcome: 'currency_mismatch' };
  if (from.closed || to.closed) return { outcome: 'account_closed' };
  if (from.frozenOut) return { outcome: 'account_frozen_out' };
  if (to.frozenIn) return { outcome: 'account_frozen_in' };
  const spendable = from.credits - from.debits - from.debitsHeld;
  if (from.constraint === 'credits_cover_debits' && transfer.amount > spendable)
    return { outcome: 'insufficient_funds', available: spendable };
  const owed = to.debits - to.credits - to.creditsHeld;
  if (to.constraint === 'debits_cover_credits' && transfer.amount > owed)
    return { outcome: 'insufficient_funds', available: owed };
  if (transfer.kind === 'hold') {
    from.debitsHeld += transfer.amount;
    to.creditsHeld += transfer.amount;
  } else {
    from.debits += transfer.amount;
    to.credits += transfer.amount;
  }
  return record(state, id, transfer, from, to);
}

function applyResolution(
  state: State,
  at: Temporal.Instant,
  leg: Extract<Leg, { hold: string }>,
): Refusal | null {
  const held = state.transfers.get(leg.hold);
  if (held?.kind !== 'hold') return { outcome: 'hold_not_found' };
  if (held.state !== 'open') return { outcome: 'hold_already_resolved' };
  const isOver = held.expiresAt !== null && Temporal.Instant.compare(held.expiresAt, at) <= 0;
  if (leg.kind === 'capture' && isOver) return { outcome: 'hold_expired' };
  if (leg.kind === 'expire' && !isOver) return { outcome: 'hold_not_expired' };
  const asked = leg.kind === 'capture' ? leg.amount : undefined;
  if (asked && asked.minor > held.amount) return { outcome: 'exceeds_hold' };
  const [from, to] = [state.accounts.get(held.debit), state.accounts.get(held.credit)];
  if (!from || !to) throw new Error('a hold stands between accounts');
  if (asked && asked.currency !== from.currency) return { outcome: 'currency_mismatch' };
  from.debitsHeld -= held.amount;
  to.creditsHeld -= held.amount;
  const amount = asked?.minor ?? held.amount;
  if (leg.kind === 'capture') {
    from.debits += amount;
    to.credits += amount;
  }
  held.state = leg.kind === 'capture' ? 'captured' : leg.kind === 'void' ? 'voided' : 'expired';
  return record(state, leg.id, { ...held, kind: leg.kind, amount, reversed: 0n, expiresAt: null }, from, to);
}

function record(
  state: State,
  id: string,
  transfer: ModelTransfer,
  from: ModelAccount,
  to: ModelAccount,
): null {
  from.version += 1n;
  to.version += 1n;
  state.transfers.set(id, transfer);
  return null;
}
