import type { OperationKind, OperationState } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import { fromWire } from '#common/money';
import { type Refusal, wireReason } from '#common/reasons';
import { invariant } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { pushTo } from '#platform/realtime';
import { ENTRY_HINT } from './open-operation.ts';
import type { Counterparty, Line, Operation, Participant, Step, Waiting } from './operation.ts';
import { searchTextOf } from './search-text.ts';
import { type EventOfKind, FAMILY_OF, nextState, type StateOf } from './states.ts';
import * as store from './store.ts';

/** How an operation stands after a change: nothing of the former reason or deadline lives on by accident. */
type Standing = {
  readonly reason?: Refusal;
  readonly waiting?: Waiting;
  /** Where the next actor can act. */
  readonly actionUrl?: string | null;
  /** New lines of the receipt; left as they are when not given. */
  readonly lines?: readonly Line[];
  readonly steps: readonly Step[];
};

export type Move<K extends OperationKind> = Standing & {
  readonly id: OperationId;
  readonly kind: K;
  readonly from: StateOf<K> & OperationState;
  readonly event: EventOfKind<K>;
};

/**
 * Moves an operation by an event of its table, by compare-and-set. False if it is no longer in `from`: another was faster,
 * so the caller reloads and decides again. An event that the table does not list is a bug and throws.
 */
export async function moveOperation<K extends OperationKind>(
  tx: Tx,
  clock: Clock,
  move: Move<K>,
): Promise<boolean> {
  const to = nextState(move.kind, move.from, String(move.event));
  invariant(to !== null, `${move.kind} can ${String(move.event)} from ${move.from}`);
  const now = clock.now();
  if (!(await store.saveState(tx, move.id, move.from, standingOf(move, to), now))) return false;
  await tellParticipants(tx, move, to, now);
  return true;
}

/** Changes what is told of an operation that stays in its state. False if it has left that state. */
export async function retellOperation(
  tx: Tx,
  clock: Clock,
  telling: Standing & { readonly id: OperationId; readonly state: OperationState },
): Promise<boolean> {
  const now = clock.now();
  if (!(await store.saveStanding(tx, telling.id, standingOf(telling, telling.state), now))) return false;
  await tellParticipants(tx, telling, telling.state, now);
  return true;
}

function standingOf(
  { reason, waiting = null, actionUrl = null, lines }: Standing,
  state: OperationState,
): store.Standing {
  const told = reason ? wireReason(reason) : null;
  return {
    state,
    reason: told && { code: told.code, facts: told.facts },
    waiting,
    actionUrl,
    lines: lines ?? null,
  };
}

async function tellParticipants(
  tx: Tx,
  { id, waiting, steps }: Standing & { id: OperationId },
  state: OperationState,
  now: Temporal.Instant,
): Promise<void> {
  const operation = await store.find(tx, id);
  invariant(operation !== null, `${id} exists, as it was just changed`);
  const seen = {
    state,
    family: FAMILY_OF[state],
    owner: operation.owner,
    needsYou: waiting?.nextActor === 'you',
  };
  const customers = await store.saveParticipants(tx, id, seen, now);
  await store.appendSteps(tx, id, steps, now);
  for (const customer of customers) await pushTo(tx, `customer:${customer}`, { type: ENTRY_HINT, id });
}

/** Adds to the story of an operation without changing how it stands. */
export async function continueStory(
  tx: Tx,
  clock: Clock,
  { id, steps }: { readonly id: OperationId; readonly steps: readonly Step[] },
): Promise<void> {
  const now = clock.now();
  const customers = await store.touch(tx, id, now);
  await store.appendSteps(tx, id, steps, now);
  for (const customer of customers) await pushTo(tx, `customer:${customer}`, { type: ENTRY_HINT, id });
}

/** Lets somebody see an operation from now on who took no part before, as it stands now. */
export async function joinOperation(
  tx: Tx,
  clock: Clock,
  id: OperationId,
  participant: Participant,
): Promise<void> {
  const operation = await store.find(tx, id);
  invariant(operation !== null, `${id} exists`);
  const lines = operation.lines.map(({ kind, amount }) => ({ kind, amount: fromWire(amount) }));
  const { counterparty } = participant;
  const searchText = searchTextOf({ id, counterparty, note: operation.note });
  const seen = { family: FAMILY_OF[operation.state], needsYou: false, searchText };
  await store.insertParticipant(
    tx,
    { operation: { ...operation, lines }, participant, ...seen },
    clock.now(),
  );
}

/** Names the other party once it is known, e.g. the card that was charged. */
export async function nameCounterparty(
  tx: Tx,
  operation: Operation,
  customer: CustomerId,
  counterparty: Counterparty,
): Promise<void> {
  await store.saveCounterparty(
    tx,
    operation.id,
    customer,
    counterparty,
    searchTextOf({ id: operation.id, counterparty, note: operation.note }),
  );
}
