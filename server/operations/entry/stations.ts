import type { z } from 'zod';
import type { OperationState } from '#common/api/entry-kinds';
import type { stationSchema } from '#common/api/wallet';
import type { Currency } from '#common/money';
import { unreachable } from '#common/result';
import type { Counterparty } from '../record/operation.ts';

export type Station = z.output<typeof stationSchema>;

/** What the track is drawn from; the same for customer, agent and evidence. */
export type Whereabouts = {
  readonly state: OperationState;
  readonly direction: 'in' | 'out';
  readonly counterparty: Counterparty;
  /** Of an exchange: between which balances. */
  readonly exchanged: { readonly from: Currency; readonly to: Currency } | null;
  /** A part of it, or all, is in the wallet but not spendable yet. */
  readonly delayed: 'none' | 'part' | 'all';
  /** Whether a bank or card company was ever asked. */
  readonly reachedOutside: boolean;
};

const station = (
  place: Station['place'],
  status: Station['status'],
  label: string | null = null,
): Station => ({ place, label, status });

/** The stations a sum passes, in the order it passes them, and which one holds it now. */
export function stationsOf(at: Whereabouts): Station[] {
  if (at.exchanged) return exchanged(at.state, at.exchanged);
  return at.counterparty.kind === 'ewallet' ? fromEwallet(at) : ofOthers(at);
}

function ofOthers(at: Whereabouts): Station[] {
  const card = at.counterparty.detail;
  if (isOfTransfersIn(at.state) || isFromBank(at)) return fromBank(at.state, card);
  if (at.counterparty.kind === 'bank_account' || isOfPayouts(at.state)) return toBank(at.state, card);
  switch (at.state) {
    case 'created':
    case 'awaiting_challenge':
      return [
        station('card', 'here', card),
        station('card_network', 'ahead'),
        station('your_balance', 'ahead'),
      ];
    case 'checking':
    case 'conflict':
      return [
        station('card', 'passed', card),
        station('card_network', 'unsure'),
        station('your_balance', 'ahead'),
      ];
    case 'settled':
      return [station('card', 'passed', card), station('card_network', 'passed'), ...inWallet(at.delayed)];
    case 'failed':
      return failed(at);
    case 'refunding':
    case 'refunded':
    case 'charged_back':
      return onTheWayBack(at.state, card);
    case 'awaiting_pickup':
    case 'in_review':
      if (at.direction === 'in')
        return [station('card', 'passed', card), station('card_network', 'passed'), ...inWallet('all')];
      return [station('your_balance', 'here'), station('payee', 'ahead', at.counterparty.name)];
    case 'cancelled':
      return failed(at);
    case 'expired':
      if (at.direction === 'out') return failed(at);
      return [
        station('card', 'here', card),
        station('card_network', 'refused'),
        station('your_balance', 'ahead'),
      ];
    case 'completed':
      return at.direction === 'out'
        ? [station('your_balance', 'passed'), station('payee', 'here', at.counterparty.name)]
        : [station('payer', 'passed', at.counterparty.name), station('your_balance', 'here')];
    case 'recovered':
      return [station('your_balance', 'passed'), station('card', 'here', card)];
    case 'owed':
      return [station('your_balance', 'passed'), station('debt', 'here')];
    case 'collected':
      return [station('your_balance', 'passed'), station('debt', 'passed'), station('okpay', 'here')];
    case 'on_hold':
    case 'given_back':
    case 'let_go':
      return recalled(at.state, at);
    default:
      return unreachable(at.state);
  }
}

/** From another company's e-wallet: nothing lies between it and the balance. */
function fromEwallet({ state, counterparty, delayed, reachedOutside }: Whereabouts): Station[] {
  const from = (status: Station['status']): Station =>
    station('ewallet', status, counterparty.detail ?? counterparty.name);
  switch (state) {
    case 'checking':
    case 'conflict':
      return [from('unsure'), station('your_balance', 'ahead')];
    case 'settled':
      return [from('passed'), ...inWallet(delayed)];
    case 'in_review':
      return [from('passed'), ...inWallet('all')];
    case 'refunding':
      return [from('ahead'), station('okpay', 'here'), station('your_balance', 'came_back')];
    case 'refunded':
      return [from('here'), station('your_balance', 'came_back')];
    case 'failed':
      return reachedOutside
        ? [from('refused'), station('your_balance', 'ahead')]
        : [from('here'), station('okpay', 'refused'), station('your_balance', 'ahead')];
    case 'expired':
      return [from('refused'), station('your_balance', 'ahead')];
    default:
      return [from('here'), station('your_balance', 'ahead')];
  }
}

/** From the balance to the card that it came from. */
function onTheWayBack(state: 'refunding' | 'refunded' | 'charged_back', card: string | null): Station[] {
  const [there, between] =
    state === 'refunding' ? (['ahead', 'here'] as const) : (['here', 'came_back'] as const);
  return [
    station('card', there, card),
    station('card_network', between),
    station('your_balance', 'came_back'),
  ];
}

/** From one balance into the other at once, or not at all. */
const exchanged = (state: OperationState, { from, to }: NonNullable<Whereabouts['exchanged']>): Station[] =>
  state === 'completed'
    ? [station('your_balance', 'passed', from), station('your_balance', 'here', to)]
    : [station('your_balance', 'here', from), station('your_balance', 'refused', to)];

/** What the bank, and then the account, is to a payout in each of its states; before that the money is held in the balance. */
const TO_BANK: Partial<
  Record<OperationState, readonly [Station['status'], Station['status'], Station['status']]>
> = {
  in_review: ['here', 'ahead', 'ahead'],
  requested: ['here', 'ahead', 'ahead'],
  in_batch: ['here', 'ahead', 'ahead'],
  processing: ['here', 'ahead', 'ahead'],
  sent: ['passed', 'here', 'ahead'],
  accepted: ['passed', 'here', 'ahead'],
  checking: ['passed', 'unsure', 'ahead'],
  conflict: ['passed', 'unsure', 'ahead'],
  with_correspondent: ['passed', 'here', 'ahead'],
  unconfirmed: ['passed', 'here', 'ahead'],
  paid: ['passed', 'passed', 'here'],
  delivered: ['passed', 'passed', 'here'],
  returned: ['here', 'passed', 'came_back'],
  rejected: ['here', 'refused', 'ahead'],
};
const OF_PAYOUTS = [
  'requested',
  'in_batch',
  'processing',
  'sent',
  'accepted',
  'with_correspondent',
  'unconfirmed',
  'paid',
  'delivered',
  'returned',
  'rejected',
] as const;
/** States that nothing but a payout has. */
const isOfPayouts = (state: OperationState): state is (typeof OF_PAYOUTS)[number] =>
  OF_PAYOUTS.some((each) => each === state);
/** From the balance by our bank to the account; what was refused or taken back never left. */
function toBank(state: OperationState, account: string | null): Station[] {
  const [balance, bank, there] = TO_BANK[state] ?? (['here', 'ahead', 'refused'] as const);
  return [station('your_balance', balance), station('bank', bank), station('bank_account', there, account)];
}

/** States that nothing but money by transfer has. */
const isOfTransfersIn = (state: OperationState): state is 'put_aside' | 'sending_back' | 'sent_back' =>
  state === 'put_aside' || state === 'sending_back' || state === 'sent_back';
const isFromBank = ({ counterparty, direction }: Whereabouts): boolean =>
  counterparty.kind === 'bank_account' && direction === 'in';
/** From an account at a bank by ours to the balance; what is put aside is with us. */
function fromBank(state: OperationState, account: string | null): Station[] {
  const [there, between, balance] =
    state === 'settled'
      ? (['passed', 'passed', 'here'] as const)
      : state === 'put_aside'
        ? (['passed', 'here', 'ahead'] as const)
        : state === 'sending_back'
          ? (['ahead', 'here', 'refused'] as const)
          : (['here', 'came_back', 'refused'] as const);
  return [
    station('bank_account', there, account),
    station('bank', between),
    station('your_balance', balance),
  ];
}

function inWallet(delayed: Whereabouts['delayed']): Station[] {
  if (delayed === 'none') return [station('your_balance', 'here')];
  return [station('delayed', 'here'), station('your_balance', delayed === 'part' ? 'here' : 'ahead')];
}

/** What is taken back goes from whoever was paid, or from us, to the payer. */
function recalled(
  state: 'on_hold' | 'given_back' | 'let_go',
  { direction, counterparty: { kind, name } }: Whereabouts,
): Station[] {
  const other: Station['place'] = kind === 'okpay' ? 'okpay' : direction === 'in' ? 'payee' : 'payer';
  const label = kind === 'okpay' ? null : name;
  const [from, to] = direction === 'in' ? [other, 'your_balance' as const] : ['your_balance' as const, other];
  const labelOf = (place: Station['place']): string | null => (place === other ? label : null);
  const [here, there] = {
    on_hold: ['here', 'ahead'],
    given_back: ['passed', 'here'],
    let_go: ['here', 'refused'],
  }[state] as [Station['status'], Station['status']];
  return [station(from, here, labelOf(from)), station(to, there, labelOf(to))];
}

/** Refused money never left where it was. */
function failed({ counterparty, reachedOutside, direction }: Whereabouts): Station[] {
  if (direction === 'out')
    return [station('your_balance', 'here'), station('payee', 'refused', counterparty.name)];
  return [
    station('card', 'here', counterparty.detail),
    station(reachedOutside ? 'card_network' : 'okpay', 'refused'),
    station('your_balance', 'ahead'),
  ];
}
