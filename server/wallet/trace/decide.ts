import type { TraceFinding, TracePlace } from '#common/api/trace';
import type { Entry } from '#operations';
import { Temporal } from '#platform/clock';

export type Found = {
  readonly finding: TraceFinding;
  readonly place: TracePlace;
  /** Until when it is no reason to worry. */
  readonly expectedBy: Temporal.Instant | null;
};

type About = Pick<Entry, 'kind' | 'state' | 'direction' | 'dueAt'> & {
  readonly counterparty: Pick<Entry['counterparty'], 'kind'>;
  /** When the bank promised it to be there, of a payout. */
  readonly arrivesBy: string | null;
};

/** States in which nobody may guess, whatever the ledger says: somebody outside has to answer first. */
const UNSURE: readonly Entry['state'][] = ['checking', 'conflict'];
/** States of a top-up whose money is where it came from again although this entry alone does not say so. */
const GIVEN_BACK: readonly Entry['state'][] = ['charged_back', 'refunded', 'refunding'];
const REVIEWED: readonly Entry['state'][] = ['in_review'];

/** What to tell about money at a place, and until when it may take. Pure: time is handed in. */
export function findingOf(entry: About, ledgerPlace: TracePlace, now: Temporal.Instant): Found {
  const { kind, state, arrivesBy } = entry;
  if (UNSURE.includes(state)) return { finding: 'unsure', place: 'unsure', expectedBy: null };
  if (kind === 'top_up' && GIVEN_BACK.includes(state)) return givenBack(entry);
  if (kind === 'chargeback' && ledgerPlace !== 'unsure') return chargeback(state);
  const promised = arrivesBy === null ? null : Temporal.Instant.from(arrivesBy);
  const isLate = promised !== null && Temporal.Instant.compare(now, promised) > 0;
  const awaited = isLate ? null : promised;
  const told = (finding: TraceFinding, expectedBy: Temporal.Instant | null = null): Found => ({
    finding,
    place: ledgerPlace,
    expectedBy,
  });
  switch (ledgerPlace) {
    case 'your_balance':
      return told(inYourBalance(entry));
    case 'your_balance_held':
      if (REVIEWED.includes(state)) return told('in_review', dueOf(entry));
      if (kind === 'cross_border') return told('waits_to_go', dueOf(entry));
      if (kind === 'withdrawal')
        return state === 'sent' || state === 'accepted'
          ? told(isLate ? 'late' : 'on_its_way', awaited)
          : told('waits_for_file', awaited);
      if (state === 'awaiting_pickup') return told('waits_for_pickup', dueOf(entry));
      return kind === 'recall' || kind === 'transfer'
        ? told('contested', dueOf(entry))
        : told('delayed', dueOf(entry));
    case 'other_balance':
      return told('arrived_other');
    case 'other_balance_held':
      return told('contested', dueOf(entry));
    case 'correspondent':
      return told(isLate ? 'sent_unconfirmed' : 'with_banks', awaited);
    case 'bank_account':
      if (kind === 'cross_border') return told('delivered_abroad');
      if (kind === 'bank_top_up') return told('back_at_bank');
      return told(isLate ? 'paid_out_late' : 'paid_out', awaited);
    case 'ewallet':
      return told('never_paid');
    case 'card':
      return told('never_charged');
    case 'set_aside':
      return told('set_aside');
    case 'okpay':
      return told('with_okpay');
    case 'unsure':
      return told('unsure');
  }
}

const dueOf = ({ dueAt }: About): Temporal.Instant | null =>
  dueAt === null ? null : Temporal.Instant.from(dueAt);

const givenBack = ({ counterparty }: About): Found =>
  counterparty.kind === 'ewallet'
    ? { finding: 'back_in_ewallet', place: 'ewallet', expectedBy: null }
    : { finding: 'back_on_card', place: 'card', expectedBy: null };

/** What the card’s bank took back is with it; what the customer owes for it, or has paid of that, is with us. */
const chargeback = (state: Entry['state']): Found =>
  state === 'recovered'
    ? { finding: 'back_on_card', place: 'card', expectedBy: null }
    : { finding: 'with_okpay', place: 'okpay', expectedBy: null };

/** Came, came back, or never left. */
function inYourBalance({ kind, state, direction }: About): TraceFinding {
  if (kind === 'withdrawal' || kind === 'cross_border')
    return state === 'returned' || state === 'rejected' ? 'came_back' : 'never_left';
  if (kind === 'transfer' && direction === 'out') return state === 'completed' ? 'came_back' : 'never_left';
  if (kind === 'exchange' && state === 'failed') return 'never_left';
  if (kind === 'recall') return state === 'given_back' && direction === 'in' ? 'came_back' : 'arrived_yours';
  return 'arrived_yours';
}

/** Findings that people cannot add to: the ledger itself says it all, and the entry tells what can be done. */
const SAYS_IT_ALL: readonly TraceFinding[] = [
  'arrived_yours',
  'never_left',
  'came_back',
  'in_review',
  'waits_for_file',
  'waits_to_go',
  'waits_for_pickup',
  // A decision is under way, with a case and a clock of its own.
  'contested',
  'never_charged',
  'never_paid',
];

/** Whether people can be sent to look: not while the promise still runs, nor where nothing is missing. */
export const mayAsk = ({ finding, expectedBy }: Found): boolean =>
  expectedBy === null && !SAYS_IT_ALL.includes(finding);
