import type { OperationKind } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import type { Money } from '#common/money';
import { type Refusal, wireReason } from '#common/reasons';
import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { pushAll } from '#platform/realtime';
import type { DecisionFacts, Line, Participant, Step, Waiting } from './operation.ts';
import { searchTextOf } from './search-text.ts';
import { FAMILY_OF, nextState, type StartOf } from './states.ts';
import * as store from './store.ts';

/** A hint to the screens of a customer: an entry of the history, and with it perhaps a balance, is new or changed. */
export const ENTRY_HINT = 'entry.changed';

export type OperationToOpen<K extends OperationKind> = {
  readonly id: OperationId;
  readonly kind: K;
  /** The event that starts it; it decides the first state. */
  readonly event: StartOf<K>;
  readonly owner: CustomerId;
  readonly parent?: OperationId;
  readonly amount: Money;
  readonly fee: Money;
  readonly lines: readonly Line[];
  /** What the decision to start it, or not to, was made on. */
  readonly decision: DecisionFacts;
  readonly reason?: Refusal;
  readonly waiting?: Waiting;
  readonly note?: string | null;
  /** Whose history it stands in. A refused payment stands in the payer's only. */
  readonly participants: readonly Participant[];
  readonly steps: readonly Step[];
};

type Opening = {
  readonly operation: store.NewOperation;
  readonly participants: readonly Omit<store.NewParticipant, 'searchText'>[];
};

/** What is written of a new operation and of each participant. Pure. */
export function openingOf<K extends OperationKind>(opened: OperationToOpen<K>): Opening {
  const { kind, event, reason, waiting = null, note = null } = opened;
  const state = nextState(kind, 'start', String(event));
  invariant(state !== null, `${kind} starts with ${String(event)}`);
  invariant(
    opened.participants.length > 0 && opened.steps.length > 0,
    'an operation has somebody it concerns and a first step',
  );
  const told = reason ? wireReason(reason) : null;
  const operation: store.NewOperation = {
    id: opened.id,
    kind,
    state,
    owner: opened.owner,
    parent: opened.parent ?? null,
    amount: opened.amount,
    fee: opened.fee,
    lines: opened.lines,
    reason: told && { code: told.code, facts: told.facts },
    decision: opened.decision,
    waiting,
    actionUrl: null,
    note,
  };
  const participants = opened.participants.map((participant) => ({
    operation,
    participant,
    family: FAMILY_OF[state],
    needsYou: waiting?.nextActor === 'you' && participant.customer === opened.owner,
  }));
  return { operation, participants };
}

/** Writes a new operation with its participants and the start of its story. False if the id exists already: read it and compare. */
export async function openOperation<K extends OperationKind>(
  tx: Tx,
  clock: Clock,
  opened: OperationToOpen<K>,
): Promise<boolean> {
  const { operation, participants } = openingOf(opened);
  const now = clock.now();
  if (!(await store.insertOperation(tx, operation, now))) return false;
  for (const each of participants) {
    const { counterparty } = each.participant;
    const searchText = searchTextOf({ id: opened.id, counterparty, note: operation.note });
    await store.insertParticipant(tx, { ...each, searchText }, now);
  }
  await pushAll(
    tx,
    participants.map(({ participant: { customer } }) => ({
      audience: `customer:${customer}`,
      type: ENTRY_HINT,
      id: opened.id,
    })),
  );
  await store.appendSteps(tx, opened.id, opened.steps, now);
  return true;
}
