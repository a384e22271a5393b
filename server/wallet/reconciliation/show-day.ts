import type { z } from 'zod';
import type { consoleReconciliationApi, railLineSchema } from '#common/api/console-reconciliation';
import type { RailItemId } from '#common/id';
import { isCurrency, money, toWire } from '#common/money';
import { wireReason } from '#common/reasons';
import { RAILS } from '#common/reconciliation';
import { staffById } from '#identity';
import type { Reader } from '#platform/db';
import { openProposals, type Proposal } from '#risk';
import { bankDays } from '../withdrawal/bank-days.ts';
import { nextOf } from './breaks.ts';
import { type Standing, standingOf } from './close-day.ts';
import { findDay } from './day-store.ts';
import { idsOf, RAIL_LINES, type RailLines } from './decide-lines.ts';
import { dayAt, type RailAccount, type RailTime, railTimes, referenceIn } from './rail.ts';
import type { ReconcileDeps } from './reconcile.ts';
import { breaksUpTo, itemsById, itemsOfDay, type KnownItem, type ShownItem } from './store.ts';

export type RailLine = z.output<typeof railLineSchema>;
type ShownDay = z.output<(typeof consoleReconciliationApi.reconciliationDay)['ok']>;
type ShowDeps = Pick<ReconcileDeps, 'db' | 'clock'>;

/** Lines of one page, open lines shown, proposals looked through. */
const LINES_MAX = 200;
const BREAKS_MAX = 500;
const PROPOSALS_MAX = 500;

/** `bank-EUR-2026-12-02`; null of what names no rail or no currency of ours. */
export function parseDayId(id: string): { account: RailAccount; day: string } | null {
  const [name = '', currency = '', ...day] = id.split('-');
  const rail = RAILS.find((each) => each === `rail:${name}`);
  return rail && isCurrency(currency) ? { account: { rail, currency }, day: day.join('-') } : null;
}
export const dayIdOf = ({ rail, currency }: RailAccount, day: string): string =>
  `${rail.slice('rail:'.length)}-${currency}-${day}`;

type Showing = {
  readonly account: RailAccount;
  readonly time: RailTime;
  readonly today: string;
  readonly proposals: ReadonlyMap<RailItemId, NonNullable<RailLine['proposal']>>;
};

/** What it takes to show lines of an account: its days, and what is proposed about its lines. */
export async function showingOf({ db, clock }: ShowDeps, account: RailAccount): Promise<Showing> {
  const now = clock.now();
  const time = (await railTimes(db.read, now))(account);
  const open = await openProposals(db.read, clock, RAIL_LINES, { limit: PROPOSALS_MAX });
  return { account, time, today: dayAt(now, time), proposals: await proposalsByLine(db.read, open) };
}

async function proposalsByLine(
  read: Reader,
  open: readonly Proposal<RailLines>[],
): Promise<Map<RailItemId, NonNullable<RailLine['proposal']>>> {
  const byLine = new Map<RailItemId, NonNullable<RailLine['proposal']>>();
  const known = await itemsById(read, [...new Set(open.flatMap(({ parameters }) => idsOf(parameters)))]);
  const shown = new Map(known.map((each) => [each.item.id, shownInProposal(each)]));
  for (const { id, parameters, reason, proposedBy, expiresAt } of open) {
    const by = { id: proposedBy, name: (await staffById(read, proposedBy))?.name ?? '' };
    const lines = idsOf(parameters).flatMap((line) => shown.get(line) ?? []);
    const proposal = { id, parameters, note: reason, by, expiresAt: expiresAt.toString(), lines };
    for (const line of idsOf(parameters)) byLine.set(line, proposal);
  }
  return byLine;
}

const shownInProposal = ({ account, item, isOpen }: KnownItem) => ({
  id: item.id,
  side: item.side,
  day: item.day,
  amount: toWire(money(item.amountMinor, account.currency)),
  code: item.code,
  reference: referenceOf(item),
  isOpen,
});

/** Their own reference, or the business operation of ours. */
const referenceOf = ({ side, key, operation }: Pick<ShownItem, 'side' | 'key' | 'operation'>): string =>
  side === 'theirs' ? referenceIn(key) : (operation ?? key);

export async function linesFor(items: readonly ShownItem[], showing: Showing): Promise<RailLine[]> {
  const kindOf = await bankDays(showing.time.calendar);
  return items.map((item) => {
    const isOpen = item.match === null;
    const next = isOpen
      ? nextOf(item, showing.today, kindOf)
      : { ageDays: null, nextActor: null, dueOn: null };
    return {
      id: item.id,
      side: item.side,
      day: item.day,
      amount: toWire(money(item.amountMinor, showing.account.currency)),
      code: item.code,
      reference: referenceOf(item),
      match: item.match,
      rule: item.rule,
      kind: item.kind,
      explanation: item.explanation,
      ...next,
      proposal: showing.proposals.get(item.id) ?? null,
    };
  });
}

export const stateOf = ({ refusal }: Pick<Standing, 'refusal'>): ShownDay['state'] =>
  refusal === null ? 'ready' : refusal.code === 'rail_day_closed' ? 'closed' : 'open';

/** A day with both sides. A closed one shows the figures that it was closed with. */
export async function showDay(
  deps: ShowDeps,
  { id, after }: { id: string; after: RailItemId | null },
): Promise<ShownDay | null> {
  const { read } = deps.db;
  const asked = parseDayId(id);
  const showing = asked && (await showingOf(deps, asked.account));
  if (!asked || !showing) return null;
  const { account, day } = asked;
  const { time } = showing;
  const standing = await standingOf(read, { account, day, time }, deps.clock.now());
  if (!standing) return null;
  const closed = await findDay(read, account, day);
  const items = await itemsOfDay(read, account, { day, after, limit: LINES_MAX + 1 });
  const shown = items.slice(0, LINES_MAX);
  const breaks = closed ? [] : await breaksUpTo(read, account, { day, after: null, limit: BREAKS_MAX });
  const of = (minor: bigint) => toWire(money(minor, account.currency));
  return {
    id,
    ...account,
    day,
    state: stateOf(standing),
    theirsOpening: of(standing.statement.openingMinor),
    theirsClosing: of(standing.statement.closingMinor),
    oursClosing: of(closed?.oursClosingMinor ?? standing.oursMinor),
    timing: of(closed?.timingMinor ?? standing.timingMinor),
    explained: of(closed?.explainedMinor ?? standing.open.explainedMinor),
    unexplained: of(closed ? 0n : standing.open.unexplainedMinor),
    refusal: closed || !standing.refusal ? null : wireReason(standing.refusal),
    closed: closed && {
      by: { id: closed.closedBy, name: (await staffById(read, closed.closedBy))?.name ?? '' },
      at: closed.closedAt.toString(),
      digest: closed.digest.toString('hex'),
    },
    breaks: await linesFor(breaks, showing),
    breaksLeft: closed ? 0 : Math.max(0, standing.open.unexplained + standing.open.explained - breaks.length),
    lines: await linesFor(shown, showing),
    next: items.length > LINES_MAX ? (shown.at(-1)?.id ?? null) : null,
  };
}
