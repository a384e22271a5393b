import type {
  BankTopUpState,
  ChargebackState,
  CrossBorderState,
  ExchangeState,
  OperationKind,
  OperationState,
  RecallState,
  STATE_FAMILIES,
  TopUpState,
  TransferState,
  WithdrawalState,
} from '#common/api/entry-kinds';

/** A state's moves: event → the state it leads to. */
type Moves<State extends string> = Readonly<Record<string, State>>;
/** `start` is where an operation comes from that does not exist yet. */
type Table<State extends string> = Readonly<Record<State | 'start', Moves<State>>>;

const TOP_UP = {
  start: { confirm: 'created', refuse: 'failed' },
  created: {
    challenge: 'awaiting_challenge',
    settle: 'settled',
    hold: 'in_review',
    decline: 'failed',
    expire: 'expired',
    lose: 'checking',
    mismatch: 'conflict',
  },
  awaiting_challenge: {
    settle: 'settled',
    hold: 'in_review',
    decline: 'failed',
    expire: 'expired',
    lose: 'checking',
    mismatch: 'conflict',
  },
  checking: {
    challenge: 'awaiting_challenge',
    settle: 'settled',
    hold: 'in_review',
    decline: 'failed',
    expire: 'expired',
    mismatch: 'conflict',
    give_up: 'conflict',
  },
  conflict: { settle: 'settled', hold: 'in_review', decline: 'failed' },
  // Credited, and held until somebody has looked; what nobody says yes to goes back to the card.
  in_review: { release: 'settled', refuse: 'refunding', expire: 'refunding', charge_back: 'charged_back' },
  refunding: { refund: 'refunded' },
  refunded: {},
  // A bank may take a charge back for 13 months, in several parts.
  settled: { charge_back: 'charged_back' },
  charged_back: { charge_back: 'charged_back' },
  // The acquirer said no and later yes: nobody may guess which is true.
  failed: { contradict: 'conflict' },
  expired: { contradict: 'conflict' },
} as const satisfies Table<TopUpState>;

const TRANSFER = {
  start: { complete: 'completed', refuse: 'failed', hold: 'in_review', wait: 'awaiting_pickup' },
  // Held until somebody has looked; whoever does nothing gives it back.
  in_review: { release: 'completed', refuse: 'failed', expire: 'expired', cancel: 'cancelled' },
  // For whoever proves an address; whoever does nothing gives it back.
  awaiting_pickup: { complete: 'completed', cancel: 'cancelled', expire: 'expired' },
  completed: {},
  failed: {},
  expired: {},
  cancelled: {},
} as const satisfies Table<TransferState>;

const CHARGEBACK = {
  start: { recover: 'recovered', owe: 'owed' },
  recovered: {},
  owed: { collect_part: 'owed', collect: 'collected' },
  collected: {},
} as const satisfies Table<ChargebackState>;

const RECALL = {
  start: { hold: 'on_hold', pay: 'given_back' },
  on_hold: { give_back: 'given_back', let_go: 'let_go' },
  given_back: {},
  let_go: {},
} as const satisfies Table<RecallState>;

const EXCHANGE = {
  start: { complete: 'completed', refuse: 'failed' },
  completed: {},
  failed: {},
} as const satisfies Table<ExchangeState>;

const WITHDRAWAL = {
  start: { request: 'requested', refuse: 'failed', hold: 'in_review' },
  // Held until somebody has looked; whoever does nothing gives it back.
  in_review: { release: 'requested', refuse: 'failed', expire: 'expired', cancel: 'cancelled' },
  // Until the file is made the owner can take it back.
  requested: { batch: 'in_batch', cancel: 'cancelled' },
  // An answer may be lost, so each word of the bank can come before we know that it has the file.
  in_batch: {
    send: 'sent',
    accept: 'accepted',
    pay: 'paid',
    reject: 'rejected',
    lose: 'checking',
    mismatch: 'conflict',
  },
  sent: { accept: 'accepted', pay: 'paid', reject: 'rejected', lose: 'checking', mismatch: 'conflict' },
  accepted: { pay: 'paid', reject: 'rejected', lose: 'checking', mismatch: 'conflict' },
  checking: {
    send: 'sent',
    accept: 'accepted',
    pay: 'paid',
    reject: 'rejected',
    mismatch: 'conflict',
    give_up: 'conflict',
  },
  conflict: { pay: 'paid', reject: 'rejected', return: 'returned' },
  // The bank of the account may send it back days later.
  paid: { return: 'returned', contradict: 'conflict' },
  returned: { contradict: 'conflict' },
  rejected: { contradict: 'conflict' },
  cancelled: {},
  expired: {},
  failed: {},
} as const satisfies Table<WithdrawalState>;

const BANK_TOP_UP = {
  start: { credit: 'settled', put_aside: 'put_aside' },
  // It came in, and is not in the wallet until people or its time decide.
  put_aside: { credit: 'settled', send_back: 'sending_back' },
  sending_back: { book: 'sent_back', fail: 'put_aside' },
  // The payer's bank may send it here again.
  sent_back: { come_back: 'put_aside' },
  settled: {},
} as const satisfies Table<BankTopUpState>;

const CROSS_BORDER = {
  start: { request: 'processing', hold: 'in_review', refuse: 'failed' },
  // Held until somebody has looked; whoever does nothing gives it back.
  in_review: { release: 'processing', refuse: 'failed', expire: 'expired', cancel: 'cancelled' },
  // Until it goes the owner can take it back. An answer may be lost: then it is asked for before anything is sent again.
  processing: {
    send: 'sent',
    reject: 'rejected',
    lose: 'checking',
    mismatch: 'conflict',
    cancel: 'cancelled',
  },
  checking: { send: 'sent', reject: 'rejected', mismatch: 'conflict', give_up: 'conflict' },
  // Exchanged and gone. What becomes of it now is the word of banks that we do not see.
  sent: {
    advance: 'with_correspondent',
    deliver: 'delivered',
    return: 'returned',
    overdue: 'unconfirmed',
    mismatch: 'conflict',
  },
  with_correspondent: {
    advance: 'with_correspondent',
    deliver: 'delivered',
    return: 'returned',
    overdue: 'unconfirmed',
    mismatch: 'conflict',
  },
  unconfirmed: {
    advance: 'with_correspondent',
    deliver: 'delivered',
    return: 'returned',
    mismatch: 'conflict',
    give_up: 'conflict',
  },
  // A bank that was away for long says at last that it has it, or has it not.
  conflict: { send: 'sent', deliver: 'delivered', return: 'returned', reject: 'rejected' },
  // The bank of the account may send it back days later, also because it was asked to.
  delivered: { return: 'returned', contradict: 'conflict' },
  returned: { contradict: 'conflict' },
  rejected: { contradict: 'conflict' },
  cancelled: {},
  expired: {},
  failed: {},
} as const satisfies Table<CrossBorderState>;

/** Every legal move. What is not in this table does not happen. The same rows are in SQL; a test compares them. */
export const TRANSITIONS = {
  top_up: TOP_UP,
  transfer: TRANSFER,
  chargeback: CHARGEBACK,
  recall: RECALL,
  exchange: EXCHANGE,
  withdrawal: WITHDRAWAL,
  bank_top_up: BANK_TOP_UP,
  cross_border: CROSS_BORDER,
} as const satisfies Record<OperationKind, object>;

type Tables = typeof TRANSITIONS;
/** The states of one kind of operation. */
export type StateOf<K extends OperationKind> = Exclude<keyof Tables[K], 'start'>;
type EventsIn<Row> = Row extends Record<string, string> ? keyof Row : never;
/** The events of one kind of operation, with or without those that start it. */
export type EventOfKind<K extends OperationKind> = { [S in StateOf<K>]: EventsIn<Tables[K][S]> }[StateOf<K>];
export type StartOf<K extends OperationKind> = Tables[K] extends { start: infer Row } ? keyof Row : never;

/** Where an event leads from a state, or null if the table does not list it. */
export function nextState(
  kind: OperationKind,
  from: OperationState | 'start',
  event: string,
): OperationState | null {
  const rows: Record<string, Moves<OperationState> | undefined> = TRANSITIONS[kind];
  const moves = rows[from];
  return moves && Object.hasOwn(moves, event) ? (moves[event] ?? null) : null;
}

export type Family = (typeof STATE_FAMILIES)[number];
/** The family of pill that a state is shown with. */
export const FAMILY_OF = {
  created: 'waiting',
  awaiting_challenge: 'waiting',
  checking: 'waiting',
  conflict: 'waiting',
  settled: 'done',
  failed: 'failed',
  expired: 'neutral',
  charged_back: 'failed',
  completed: 'done',
  in_review: 'held',
  awaiting_pickup: 'held',
  refunding: 'waiting',
  refunded: 'neutral',
  cancelled: 'neutral',
  recovered: 'done',
  owed: 'waiting',
  collected: 'done',
  on_hold: 'held',
  given_back: 'done',
  let_go: 'neutral',
  requested: 'waiting',
  in_batch: 'waiting',
  sent: 'waiting',
  accepted: 'waiting',
  paid: 'done',
  processing: 'waiting',
  with_correspondent: 'waiting',
  unconfirmed: 'waiting',
  delivered: 'done',
  returned: 'failed',
  rejected: 'failed',
  // In no wallet, so no hold of one stands for it: an account is not closed over it.
  put_aside: 'waiting',
  sending_back: 'waiting',
  sent_back: 'neutral',
} as const satisfies Record<OperationState, Family>;
