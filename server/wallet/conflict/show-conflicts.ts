import type { z } from 'zod';
import type { CONFLICT_PLACES, conflictItemSchema, consoleConflictApi } from '#common/api/console-conflicts';
import { type CustomerId, parseId, type StaffId } from '#common/id';
import { money, toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { customerNames, staffById } from '#identity';
import { type AccountKind, type Movement, transfersOf } from '#ledger';
import { findOperation, inConflict, type Operation } from '#operations';
import type { Reader } from '#platform/db';
import { openProposals, type Proposal, proposalsAbout } from '#risk';
import { findCrossBorder } from '../cross-border/store.ts';
import type { WalletDeps } from '../deps.ts';
import { findWithdrawal } from '../withdrawal/store.ts';
import { possibleOutcomes } from './decide.ts';
import { type ConflictFinding, END_CONFLICT } from './end-conflict.ts';
import { asideOf } from './settle.ts';
import { type Place, placeOf } from './store.ts';
import { type ConflictId, wordsOf } from './word-store.ts';

type Item = z.output<typeof conflictItemSchema>;
type Conflict = z.output<(typeof consoleConflictApi.conflict)['ok']>;
type ShowDeps = Pick<WalletDeps, 'db' | 'clock'>;

/** Proposals that are looked through; one conflict has one at most. */
const PROPOSALS_MAX = 200;

const idOf = (id: string): ConflictId | null => parseId('wd', id) ?? parseId('xb', id);

export async function showConflicts(deps: ShowDeps): Promise<{ items: Item[] }> {
  const { read } = deps.db;
  const open = await inConflict(read, ['withdrawal', 'cross_border']);
  const proposals = await proposalsOf(deps);
  const names = await customerNames(
    read,
    open.map(({ owner }) => owner),
  );
  const items: Item[] = [];
  for (const operation of open) {
    const item = await itemOf(read, operation, { names, proposal: proposals.get(operation.id) ?? null });
    if (item) items.push(item);
  }
  return { items };
}

async function proposalsOf({ db, clock }: ShowDeps): Promise<Map<string, Proposal<ConflictFinding>>> {
  const open = await openProposals(db.read, clock, END_CONFLICT, { limit: PROPOSALS_MAX });
  return new Map(open.map((each) => [each.subject, each]));
}

type Beside = {
  readonly names: ReadonlyMap<CustomerId, string>;
  readonly proposal: Proposal<ConflictFinding> | null;
};

async function itemOf(
  read: Reader,
  { id: operation, owner, since, waiting }: Operation,
  { names, proposal }: Beside,
): Promise<Item | null> {
  const id = idOf(operation);
  const place = id && (await placeOf(read, id));
  if (!id || !place) return null;
  const payout = parseId('wd', id);
  const abroad = parseId('xb', id);
  const amount = payout
    ? (await findWithdrawal(read, payout))?.amount
    : abroad && (await findCrossBorder(read, abroad))?.get;
  if (!amount) return null;
  return {
    id,
    kind: payout ? 'withdrawal' : 'cross_border',
    owner: { id: owner, name: names.get(owner) ?? '' },
    amount: toWire(amount),
    since: since.toString(),
    dueAt: waiting?.dueAt.toString() ?? null,
    ours: oursOf(place),
    proposal: proposal && {
      id: proposal.id,
      outcome: proposal.parameters.outcome,
      note: proposal.reason,
      by: await person(read, proposal.proposedBy),
      expiresAt: proposal.expiresAt.toString(),
    },
  };
}

const oursOf = ({ money: where, isDelivered }: Place): Item['ours'] =>
  where === 'out' ? (isDelivered ? 'arrived' : 'on_the_way') : where;

const person = async (read: Reader, id: StaffId): Promise<{ id: StaffId; name: string }> => ({
  id,
  name: (await staffById(read, id))?.name ?? '',
});

/** One with all that is known of it; one that has ended meanwhile is said to have changed. */
export async function showConflict(
  deps: ShowDeps,
  id: ConflictId,
): Promise<Result<Conflict, Refusal<'not_found' | 'conflict_changed'>>> {
  const { read } = deps.db;
  const operation = await findOperation(read, id);
  if (!operation) return err({ code: 'not_found' });
  if (operation.state !== 'conflict') return err({ code: 'conflict_changed' });
  const names = await customerNames(read, [operation.owner]);
  const proposal = (await proposalsOf(deps)).get(id) ?? null;
  const item = await itemOf(read, operation, { names, proposal });
  const place = await placeOf(read, id);
  if (!item || !place) return err({ code: 'not_found' });
  const aside = await asideOf(read, id);
  const { currency } = item.amount;
  return ok({
    ...item,
    words: (await wordsOf(read, id)).map(({ amount, file, at, ...word }) => ({
      ...word,
      amount: amount && toWire(amount),
      file: file.toString(),
      at: at.toString(),
    })),
    movements: (await transfersOf(read, id)).map(movementOf),
    aside:
      aside === 0n
        ? null
        : {
            direction: aside > 0n ? ('in' as const) : ('out' as const),
            amount: toWire(money(aside > 0n ? aside : -aside, currency)),
          },
    outcomes: [...possibleOutcomes({ ...place, isAnythingBack: aside > 0n })],
    isStillGoing: place.isStillGoing,
    ended: await endedOf(read, id),
  });
}

async function endedOf(read: Reader, id: ConflictId): Promise<Conflict['ended']> {
  const ended: Conflict['ended'] = [];
  for (const {
    action,
    decision,
    parameters,
    reason,
    proposedBy,
    decidedBy,
    decidedAt,
  } of await proposalsAbout(read, [id])) {
    if (action !== END_CONFLICT.action || decision !== 'approved' || !decidedBy || !decidedAt) continue;
    ended.push({
      outcome: END_CONFLICT.parameters.parse(parameters).outcome,
      note: reason,
      by: await person(read, proposedBy),
      approvedBy: await person(read, decidedBy),
      at: decidedAt.toString(),
    });
  }
  return ended;
}

type PlaceName = (typeof CONFLICT_PLACES)[number];
/** Kinds of account that a payout or a transfer abroad touches. */
const PLACES: Partial<Record<AccountKind, PlaceName>> = {
  wallet: 'wallet',
  rail_settlement: 'our_account',
  rail_in_transit: 'on_the_way',
  rail_suspense: 'suspense',
  revenue_fee: 'fees',
  rounding: 'fees',
  fx_position: 'exchange',
  fx_result: 'exchange',
};
const placeName = (kind: AccountKind): PlaceName => PLACES[kind] ?? 'losses';

const movementOf = ({ kind, amount, debit, credit, postedAt }: Movement): Conflict['movements'][number] => ({
  kind:
    kind === 'hold'
      ? 'held'
      : kind === 'void' || kind === 'expire'
        ? 'freed'
        : kind === 'reversal'
          ? 'taken_back'
          : 'moved',
  amount: toWire(amount),
  from: placeName(debit.kind),
  to: placeName(credit.kind),
  at: postedAt.toString(),
});
