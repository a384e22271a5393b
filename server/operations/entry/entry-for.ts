import { z } from 'zod';
import type { OperationKind, TimelineKind } from '#common/api/entry-kinds';
import { crossBorderTermsSchema } from '#common/api/cross-border-terms';
import { exchangeTermsSchema } from '#common/api/exchange-terms';
import type { entrySchema } from '#common/api/wallet';
import { withdrawalTermsSchema } from '#common/api/withdrawal-terms';
import { type CustomerId, kindOf, type OperationId, parseId } from '#common/id';
import { toWire } from '#common/money';
import { REASONS, type WireReason } from '#common/reasons';
import { invariant } from '#common/result';
import { archivedRowsSince, type Movement, transfersOf } from '#ledger';
import { type Temporal, textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import { summaryOf } from '../history/list-entries.ts';
import { type EntryRow, findEntryRow } from '../history/store.ts';
import { openingOf, type OperationToOpen } from '../record/open-operation.ts';
import type { Operation } from '../record/operation.ts';
import { childrenOf, find } from '../record/store.ts';
import { movementsFor, type WireMovement } from './movements.ts';
import { stationsOf, type Whereabouts } from './stations.ts';
import { timelineOf, type TimelineRow } from './store.ts';

export type Entry = z.output<typeof entrySchema>;
/** Tells the cases that a customer has opened about an operation. Cases stand above this room, so it is handed in. */
export type CasesOf = (
  read: Reader,
  customer: CustomerId,
  operation: OperationId,
) => Promise<{ id: string; state: string }[]>;

/** Reads an operation's id as a person may have written it; null for any other kind of id. */
export function parseOperationId(text: string): OperationId | null {
  const kind = kindOf(text.trim().toLowerCase());
  return kind === 'tu' ||
    kind === 'tr' ||
    kind === 'cb' ||
    kind === 'rc' ||
    kind === 'fx' ||
    kind === 'wd' ||
    kind === 'xb' ||
    kind === 'bt'
    ? parseId(kind, text)
    : null;
}

/**
 * An operation as one of its participants may see it: state, reason, whereabouts, story and ledger movements. Null if the
 * customer has no part in it; an operation of others is not there.
 */
export async function entryFor(
  read: Reader,
  customer: CustomerId,
  id: OperationId,
  casesOf: CasesOf = async () => [],
): Promise<Entry | null> {
  const row = await findEntryRow(read, customer, id);
  const operation = row && (await find(read, id));
  if (!row || !operation) return null;
  const movements = movementsFor(customer, await transfersOf(read, id));
  const archivedSince = await archivedRowsSince(read, id); // After the rows: who finds none of them then finds why.
  const children = await childrenOf(read, id);
  const timeline = await timelineOf(read, id);
  const cases = await casesOf(read, customer, id);
  return entryOf(customer, { row, operation, movements, archivedSince, timeline, children, cases });
}

/** That a payment was held is its owner's affair: whoever was paid is not told what others are looked at for. */
const OWNERS_STEPS: ReadonlySet<TimelineKind> = new Set(['transfer_held', 'pickup_offered']);

type EntryParts = {
  readonly row: EntryRow;
  readonly operation: Operation;
  readonly movements: readonly WireMovement[];
  /** Since when some of its movements are in the ledger's archive, and not among these. */
  readonly archivedSince: Temporal.Instant | null;
  /** Newest first. */
  readonly timeline: readonly TimelineRow[];
  readonly children: readonly OperationId[];
  readonly cases: readonly { readonly id: string; readonly state: string }[];
};

function entryOf(
  customer: CustomerId,
  { row, operation, movements, archivedSince, timeline, children, cases }: EntryParts,
): Entry {
  const isOwner = operation.owner === customer;
  return {
    ...summaryOf(row),
    updatedAt: textOf(operation.updatedAt),
    reason: reasonOf(operation),
    since: textOf(operation.since),
    dueAt: operation.waiting?.dueAt.toString() ?? null,
    nextActor: operation.waiting?.nextActor ?? null,
    stations: stationsOf(whereaboutsOf(row, operation, movements.length > 0 || archivedSince !== null)),
    timeline: timeline
      .filter(({ kind }) => isOwner || !OWNERS_STEPS.has(kind))
      .map((step) => timelineEntryFor(customer, step)),
    movements: movements.filter(({ kind }) => isOwner || kind !== 'hold'),
    movementsArchivedSince: archivedSince && textOf(archivedSince),
    lines: [...operation.lines],
    exchange: exchangeOf(operation),
    withdrawal: withdrawalOf(operation),
    crossBorder: crossBorderOf(operation, timeline),
    moneyRequest: requestOf(operation),
    challengeUrl: isOwner ? operation.actionUrl : null,
    cases: cases.map(({ id: caseId, state }) => ({
      id: caseId as Entry['cases'][number]['id'],
      state,
    })),
    relatedIds: [...(operation.parent ? [operation.parent] : []), ...children],
  };
}

/**
 * The entry of an operation that ended where it began, as it stood when it was opened: with its first step, before anybody asked about
 * it. What it is made from is never changed, so it reads the same whenever it is made.
 */
export async function firstEntryFor(
  read: Reader,
  customer: CustomerId,
  id: OperationId,
): Promise<Entry | null> {
  const row = await findEntryRow(read, customer, id);
  const operation = row && (await find(read, id));
  if (!row || !operation) return null;
  const { createdAt } = operation;
  const movements = movementsFor(customer, await transfersOf(read, id));
  const archivedSince = await archivedRowsSince(read, id);
  const timeline = (await timelineOf(read, id)).slice(-1);
  return entryOf(customer, {
    row: { ...row, updatedAt: createdAt },
    operation: { ...operation, updatedAt: createdAt, since: createdAt },
    movements,
    archivedSince,
    timeline,
    children: [],
    cases: [],
  });
}

/** The same entry from what has just been written in a batch, without reading it back: of the owner, at the time of the batch. */
export function entryOfOpened<K extends OperationKind>(
  opened: OperationToOpen<K>,
  { at, movements }: { at: Temporal.Instant; movements: readonly Movement[] },
): Entry {
  const { operation, participants } = openingOf(opened);
  const own = participants.find(({ participant }) => participant.customer === opened.owner);
  invariant(own !== undefined, 'the owner takes part');
  const times = { createdAt: at, updatedAt: at };
  const { id, kind, state, amount, fee, note } = operation;
  const { direction, counterparty } = own.participant;
  return entryOf(opened.owner, {
    row: {
      id,
      kind,
      state,
      amount,
      fee,
      note,
      direction,
      counterparty,
      ...times,
      family: own.family,
      received: own.participant.received ?? null,
    },
    operation: {
      ...operation,
      ...times,
      since: at,
      lines: operation.lines.map((line) => ({ kind: line.kind, amount: toWire(line.amount) })),
    },
    movements: movementsFor(opened.owner, movements),
    archivedSince: null,
    timeline: opened.steps.map(({ kind: step, tone, actor, facts = {} }) => ({
      at,
      kind: step,
      tone,
      facts,
      actor: actor.kind,
      actorCustomer: actor.kind === 'customer' ? actor.id : null,
    })),
    children: [],
    cases: [],
  });
}

/** What was promised of an exchange stands in its decision, which is never changed. */
const exchangeOf = ({ kind, decision }: Operation): Entry['exchange'] =>
  kind === 'exchange' ? exchangeTermsSchema.parse(decision['terms']) : null;

const withdrawalOf = ({ kind, decision }: Operation): Entry['withdrawal'] =>
  kind === 'withdrawal' ? withdrawalTermsSchema.parse(decision['terms']) : null;

const promiseSchema = crossBorderTermsSchema.pick({ goesAt: true, arrivesFrom: true, arrivesBy: true });
/**
 * What is promised of a transfer abroad, and the reference by which every bank on the way knows it. The price stays as it was signed; when it goes and
 * arrives may have been told anew, and stands in the newest step that says it.
 */
function crossBorderOf(
  { kind, decision }: Operation,
  timeline: readonly TimelineRow[],
): Entry['crossBorder'] {
  if (kind !== 'cross_border') return null;
  const told = timeline.find(({ facts }) => 'goesAt' in facts && 'arrivesBy' in facts);
  return {
    ...crossBorderTermsSchema.parse(decision['terms']),
    ...(told && promiseSchema.parse(told.facts)),
    uetr: z.uuid().parse(decision['uetr']),
  };
}

/** The request that a payment was for; kept with its decision, as both sides may know it. */
const requestOf = ({ decision: { moneyRequest } }: Operation): Entry['moneyRequest'] =>
  typeof moneyRequest === 'string' ? parseId('rq', moneyRequest) : null;

/** The reason as it travels: its code and facts as they were kept, and what the catalogue says of the code. */
function reasonOf({ reason }: Operation): WireReason | null {
  if (!reason) return null;
  const { nextActor, money, remedies } = REASONS[reason.code];
  return { ...reason, nextActor, money, remedies: [...remedies] };
}

function whereaboutsOf(row: EntryRow, operation: Operation, hasMovements: boolean): Whereabouts {
  const isHeld = operation.reason?.code === 'top_up_partly_delayed';
  const hasPartAtOnce = operation.lines.some(
    ({ kind, amount }) => kind === 'spendable_at_once' && amount.amount !== '0',
  );
  return {
    state: row.state,
    direction: row.direction,
    counterparty: row.counterparty,
    exchanged: row.received && { from: row.amount.currency, to: row.received.currency },
    delayed: isHeld ? (hasPartAtOnce ? 'part' : 'all') : 'none',
    reachedOutside:
      operation.kind === 'top_up' &&
      (hasMovements || row.counterparty.detail !== null || operation.reason?.code === 'ewallet_refused'),
  };
}

function timelineEntryFor(
  viewer: CustomerId,
  { at, kind, tone, actor, actorCustomer, facts }: TimelineRow,
): Entry['timeline'][number] {
  return {
    at: textOf(at),
    kind,
    tone,
    facts,
    actor: actor === 'customer' ? (actorCustomer === viewer ? 'you' : 'other_person') : actor,
  };
}
