import type { z } from 'zod';
import { railLineParameters } from '#common/api/console-reconciliation';
import type { ProposalId, RailItemId, StaffId } from '#common/id';
import { money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result, unreachable } from '#common/result';
import type { Db, Reader, Tx } from '#platform/db';
import {
  decideAndCarryOut,
  type Deciding,
  type DecisionRefusal,
  type Proposal,
  proposalKind,
  propose,
} from '#risk';
import { differenceOf } from './match.ts';
import type { RailAccount, RailItem } from './rail.ts';
import { railTimes } from './rail.ts';
import { bookAndMatch, copyAndMatch, type ReconcileDeps } from './reconcile.ts';
import { insertExplanation, insertMatch, isExplained, lockRail, itemsById } from './store.ts';

export type RailLines = z.output<typeof railLineParameters>;
/** What becomes of lines that rules cannot bring together, decided by two people. */
export const RAIL_LINES = proposalKind('decide_rail_lines', railLineParameters);

export type LineRefusal = Refusal<'not_found' | 'rail_line_changed' | 'rail_lines_differ'>;

type Proposing = { readonly parameters: RailLines; readonly note: string; readonly by: StaffId };

/** The subject is the first line: one proposal about it is open at a time. */
export async function proposeLines(
  tx: Tx,
  deps: Pick<ReconcileDeps, 'clock'>,
  { parameters, note, by }: Proposing,
): Promise<Result<{ proposalId: ProposalId }, LineRefusal | Refusal<'proposal_open'>>> {
  const found = await linesOf(tx, parameters);
  if (!found.ok) return found;
  const subject = found.value.items[0]?.id ?? '';
  const proposed = await propose(tx, deps.clock, RAIL_LINES, { subject, parameters, reason: note, by });
  return proposed.ok ? ok({ proposalId: proposed.value.id }) : proposed;
}

type Lines = { readonly account: RailAccount; readonly items: readonly RailItem[] };
/** The lines that a proposal is about. */
export const idsOf = (parameters: RailLines): readonly RailItemId[] =>
  parameters.do === 'match' ? [...new Set(parameters.lines)] : [parameters.line];

/** The lines that are spoken of, if all are open, of one account, and what is wanted can be done. */
async function linesOf(read: Reader, parameters: RailLines): Promise<Result<Lines, LineRefusal>> {
  const ids = idsOf(parameters);
  const found = (await itemsById(read, ids)).filter(({ isOpen }) => isOpen);
  const account = found[0]?.account;
  if (!account || found.length < ids.length) return err({ code: 'rail_line_changed' });
  if (found.some((each) => each.account.rail !== account.rail || each.account.currency !== account.currency))
    return err({ code: 'not_found' });
  const items = found.map(({ item }) => item);
  const difference = differenceOf(items);
  if (parameters.do === 'match' && (items.length < 2 || difference !== 0n))
    return err({ code: 'rail_lines_differ', difference: money(difference, account.currency) });
  if (parameters.do === 'explain' && (await isExplained(read, ids)))
    return err({ code: 'rail_line_changed' });
  return ok({ account, items });
}

type DecideDeps = Pick<ReconcileDeps, 'clock' | 'log'>;

/** The second pair of eyes. */
export async function decideLines(
  deps: DecideDeps & { readonly db: Db },
  deciding: Deciding,
): Promise<Result<{ ended: boolean }, LineRefusal | DecisionRefusal>> {
  const ended = await decideAndCarryOut(deps, RAIL_LINES, deciding, (tx, proposal) =>
    carryOut(tx, deps, proposal),
  );
  return ended.ok ? ok({ ended: ended.value }) : ended;
}

async function carryOut(
  tx: Tx,
  deps: DecideDeps,
  { id: proposal, parameters }: Proposal<RailLines>,
): Promise<Result<void, LineRefusal>> {
  const before = await linesOf(tx, parameters);
  if (!before.ok) return before;
  const { account } = before.value;
  await lockRail(tx, account);
  const time = (await railTimes(tx, deps.clock.now()))(account);
  // Read anew under the lock, beside our newest postings: a rule may find the other side only now.
  await copyAndMatch(tx, deps, account, time);
  const found = await linesOf(tx, parameters);
  if (!found.ok) return found;
  const { items } = found.value;
  const now = deps.clock.now();
  const [item] = items;
  const changed = err({ code: 'rail_line_changed' } as const);
  switch (parameters.do) {
    case 'match':
      return (await insertMatch(tx, { rule: 'by_hand', items: items.map(({ id }) => id), proposal }, now))
        ? ok(undefined)
        : changed;
    case 'explain': {
      const explained = { item: parameters.line, why: parameters.why, proposal };
      return (await insertExplanation(tx, explained, now)) ? ok(undefined) : changed;
    }
    case 'book': {
      const booking = { account, time, to: parameters.account, proposal };
      return item && (await bookAndMatch(tx, deps.clock, { ...booking, item })) ? ok(undefined) : changed;
    }
    default:
      return unreachable(parameters);
  }
}
