import type { CustomerId, PayeeReference, StepUpId, TransferId } from '#common/id';
import { checkAmount, type Money } from '#common/money';
import { invariant } from '#common/result';
import {
  type Ledger,
  type LedgerAccountId,
  legId,
  type Movement,
  type PostCommand,
  type PostedLeg,
} from '#ledger';
import { type Entry, entryOfOpened, searchTextOf } from '#operations';
import { batched } from '#platform/batched';
import { Temporal } from '#platform/clock';
import { DatabaseUnavailable } from '#platform/db';
import { type KeyedRequest, keptKey } from '#platform/idempotency';
import { newId } from '#platform/ids';
import { Refused } from '#platform/problem';
import { CounterHomes, usageCount, windowUse } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { decideTransfer, type TransferFacts } from './decide.ts';
import { factsTogether } from './gather-facts.ts';
import { completedOperation, type Parties, type Party, type TransferRequest } from './send-transfer.ts';
import * as store from './store.ts';
import { cleanNote } from './transfer.ts';

/** What is written with the money: `wallet.write_payments` of migration 0084, which names the fields in their order. */
const ATTACHMENT = 'wallet.payment';
/** What stands there of a payment that the ledger counts. */
const NOT_COUNTED = [null, null, null, null, null] as const;

type Deps = Pick<WalletDeps, 'db' | 'clock' | 'limits' | 'rules' | 'log'> & { readonly ledger: Ledger };
type Keyed = KeyedRequest & { readonly status: number };
/** An ordinary payment, decided and not yet posted. */
type Payment = {
  readonly id: TransferId;
  readonly payer: CustomerId;
  readonly reference: PayeeReference;
  readonly stepUp: StepUpId;
  readonly amount: Money;
  readonly note: string | null;
  readonly parties: Parties;
  readonly facts: TransferFacts;
  readonly counted: Money;
};

/**
 * The road of the ordinary payment: facts, decision and writing together with all payments that arrive at the same time, one commit
 * for all. It answers after the commit, or null: then nothing was written for certain, or what was written will be found by its id,
 * and `sendTransfer` decides in a transaction of its own. Refusals are never told from here.
 */
export function quickTransfers(deps: Deps): (asked: TransferRequest, keyed: Keyed) => Promise<Entry | null> {
  const { db, clock, ledger, log, limits } = deps;
  const homes = new CounterHomes({ db, clock, log, currency: limits.baseCurrency });
  const known = batched((asked: readonly store.AskedPayment[]) =>
    store.readAsked(db.read, asked, clock.now()),
  );
  const gather = factsTogether(deps);

  /** `known`: its answer is there or on its way, and nothing is decided any more. */
  async function decided(asked: TransferRequest): Promise<Payment | 'known' | null> {
    const { id, payer, payee: reference, amount, note, stepUp, device } = asked;
    if (!checkAmount(amount).ok || asked.repeats) return null;
    const { payee, expiresAt, isFirst, nameMatch, ...not } = await known({ id, payer, reference, amount });
    if (not.isKnown) return 'known';
    if (not.isAsked || not.isRepeated || not.owes || payee === null || payee === payer || expiresAt === null)
      return null;
    if (Temporal.Instant.compare(clock.now(), expiresAt) >= 0) return null;
    const gathered = await gather({ payer, payee, amount, stepUp, device, isFirst, nameMatch });
    const decision = gathered && decideTransfer(amount, gathered.facts);
    // What a rule has something to say about is decided, and kept as a hit, on the road of one transaction. A counter that lives in another wallet comes home there.
    if (!gathered || !decision?.ok || gathered.facts.verdict.outcome !== 'allow') return null;
    const { home } = gathered.facts.limits;
    if (home !== null && home !== gathered.parties.payer.wallet) return null;
    const { counted } = decision.value;
    return { id, payer, reference, stepUp, amount, counted, note: cleanNote(note), ...gathered };
  }

  async function posted(payment: Payment, keyed: Keyed): Promise<Entry | null> {
    try {
      const answer = await ledger.post(commandOf(payment, keyed));
      if (answer.ok) return answer.value.status === 'created' ? entryOf(payment, answer.value.legs) : null;
      if (answer.error.code === 'ledger_busy') throw new Refused({ code: 'temporarily_unavailable' });
      return null;
    } catch (error) {
      if (error instanceof DatabaseUnavailable || error instanceof Refused) throw error;
      // Nothing was posted, and whatever is wrong with it the other road will tell.
      log.warn({ err: error, transfer: payment.id }, 'a payment could not be posted together with others');
      return null;
    }
  }

  return async (asked, keyed) => {
    const { payer } = asked;
    homes.begin(payer);
    let countedFor: LedgerAccountId | null = null;
    try {
      const payment = await decided(asked);
      if (payment === 'known') return null;
      const entry = payment && (await posted(payment, keyed));
      if (entry && payment?.facts.limits.home === null) countedFor = payment.parties.payer.wallet;
      if (!entry) await homes.bringHome(payer);
      return entry;
    } finally {
      homes.end(payer, countedFor);
    }
  };
}

const operationOf = ({ id, parties, amount, note, facts }: Payment) =>
  completedOperation({ id, parties, amount, note, facts, refusal: null, held: null, pays: null });

/** What is searched for in the history of the one who sees this other party. */
const searched = ({ id, note }: Payment, { maskedName: name }: Party): string =>
  searchTextOf({ id, note, counterparty: { kind: 'person', name, detail: null } });

function commandOf(payment: Payment, keyed: Keyed): PostCommand {
  const { id, payer, reference, stepUp, amount, note, parties, facts, counted } = payment;
  const key = keptKey(keyed);
  // Counted by the ledger where the counter lives in the payer's balance, and otherwise beside the money.
  const isAtHome = facts.limits.home !== null;
  const usage = isAtHome ? null : usageCount(facts.limits, counted);
  const fields = [
    [id, payer, parties.payee.id, reference, stepUp, amount.minor.toString(), amount.currency, note],
    [key.actor, key.route, key.key, key.fingerprint, keyed.status.toString()],
    usage
      ? [usage.day, usage.counted.amount, usage.counted.currency, usage.dayLimit, usage.monthLimit]
      : NOT_COUNTED,
    [parties.payer.maskedName, parties.payee.maskedName],
    [searched(payment, parties.payee), searched(payment, parties.payer)],
    [JSON.stringify(operationOf(payment).decision), newId('evt')],
  ].flat();
  return {
    operationId: id,
    legs: [
      {
        kind: 'single',
        // Not the id of the other road's leg: a refusal here must not be the answer there. Both write the transfer's row, so that only
        // one of them can ever commit.
        id: legId(id, 'transfer', 'quick'),
        code: 'transfer',
        debit: parties.payer.wallet,
        credit: parties.payee.wallet,
        amount,
      },
    ],
    attachments: [{ kind: ATTACHMENT, fields }],
    ...(isAtHome && { window: windowUse(facts.limits, counted) }),
  };
}

/** The answer, without reading back what was just written. */
function entryOf(payment: Payment, legs: readonly PostedLeg[]): Entry {
  const [leg] = legs;
  invariant(leg !== undefined, 'a payment has one leg');
  const { parties, amount } = payment;
  const { currency } = amount;
  const movement: Movement = {
    seq: leg.seq,
    transfer: leg.id,
    kind: leg.kind,
    code: 'transfer',
    amount,
    debit: { id: leg.debit, kind: 'wallet', owner: parties.payer.id, currency },
    credit: { id: leg.credit, kind: 'wallet', owner: parties.payee.id, currency },
    postedAt: leg.postedAt,
    debitAfter: { minor: leg.debitAfter, currency },
    creditAfter: { minor: leg.creditAfter, currency },
    refersTo: null,
  };
  return entryOfOpened(operationOf(payment), { at: leg.postedAt, movements: [movement] });
}
