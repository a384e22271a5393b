import type { CaseId, CustomerId, SessionId, TransferId } from '#common/id';
import { type Money, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { caseForStaff, cleanText, type Json } from '#cases';
import {
  type Client,
  circumstancesOf,
  freezeOwn,
  type IdentityDeps,
  customerNames,
  maskedNameOf,
} from '#identity';
import { balanceOf, legId, lockAccounts, openAccount, postIn } from '#ledger';
import { continueStory, type Entry } from '#operations';
import { type Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { openPetition } from '#risk';
import type { SigningKeys } from '#platform/signing-keys';
import { findTransfer } from '../transfer/store.ts';
import { type Claim, CLAIM_DAYS } from './claim.ts';
import { decideHold } from './decide.ts';
import * as store from './store.ts';
import { tellHeld } from './tell-recall.ts';

export type ClaimDeps = {
  readonly clock: Clock;
  readonly signingKeys: SigningKeys;
  readonly placeOf: IdentityDeps['placeOf'];
};
type ToClaim = {
  readonly id: CaseId;
  readonly payer: { readonly id: CustomerId; readonly sessionId: SessionId };
  readonly transfer: TransferId;
  /** The entry as its payer sees it, for the evidence. */
  readonly entry: Entry;
  readonly text: string;
};
type ClaimRefusal = Refusal<
  | 'not_found'
  | 'claim_too_late'
  | 'petition_open'
  | 'message_empty'
  | 'message_too_long'
  | 'idempotency_key_reused'
>;

/**
 * “I did not make this payment”: freezes the account, signs everybody else out, holds what is left of the payment with the payee, and opens
 * a case that ends with a decision. All of it, or nothing.
 */
export async function openClaim(
  tx: Tx,
  deps: ClaimDeps,
  { id, payer, transfer, entry, text }: ToClaim,
  client: Client,
): Promise<Result<Claim, ClaimRefusal>> {
  const { clock } = deps;
  const paid = await findTransfer(tx, transfer);
  if (paid?.payer !== payer.id || !paid.isCompleted) return err({ code: 'not_found' });
  const known = await store.findClaim(tx, transfer);
  if (known) return known.caseId === id ? ok(known) : err({ code: 'petition_open' });
  const ageHours = clock.now().since(entryTime(entry)).total('hours');
  if (ageHours > CLAIM_DAYS * 24) return err({ code: 'claim_too_late', days: CLAIM_DAYS });
  const clean = text.trim() === '' ? null : cleanText(text);
  if (clean && !clean.ok) return clean;

  const circumstances = await circumstancesOf(tx, deps, payer.id, {
    amount: paid.amount,
    at: entryTime(entry),
  });
  await freezeOwn(tx, deps, payer, client);
  const opened = await openPetition(tx, deps, {
    id,
    kind: 'payment_claim',
    topic: 'transfer',
    customer: payer.id,
    subject: transfer,
    caseSubject: { kind: 'operation', id: transfer },
    disclosure: 'full',
    items: [],
    evidence: { ...entry, challengeUrl: null } as unknown as Json,
    circumstances,
    text: clean?.value ?? null,
  });
  if (!opened.ok) return opened;
  const claim = await holdWhatIsLeft(tx, deps, { ...paid, transfer, caseId: id, ageHours });
  invariant(await store.insertClaim(tx, claim), `${transfer} was claimed by nobody`);
  await continueStory(tx, clock, {
    id: transfer,
    steps: [{ kind: 'payment_contested', tone: 'wait', actor: { kind: 'customer', id: payer.id } }],
  });
  return ok(claim);
}

const entryTime = ({ createdAt }: Entry) => Temporal.Instant.from(createdAt);

type Paid = {
  readonly transfer: TransferId;
  readonly caseId: CaseId;
  readonly payer: CustomerId;
  readonly payee: CustomerId;
  readonly amount: Money;
  readonly ageHours: number;
};

/** Holds with the payee what the rule allows and the wallet still has. The other end of the hold is the payer's own wallet. */
async function holdWhatIsLeft(tx: Tx, { clock }: ClaimDeps, paid: Paid): Promise<Claim> {
  const { transfer, caseId, payer, payee, amount, ageHours } = paid;
  const { currency } = amount;
  const wallets = {
    payer: await openAccount(tx, clock, { kind: 'wallet', owner: payer, currency }),
    payee: await openAccount(tx, clock, { kind: 'wallet', owner: payee, currency }),
  };
  await lockAccounts(tx, [wallets.payer, wallets.payee]);
  const { available, flags } = await balanceOf(tx, wallets.payee);
  const rule = await store.claimRuleFor(tx, currency, clock.now());
  const mayLeave = !flags.frozenOut && !flags.closed;
  const held = decideHold({ amount, available: mayLeave ? available : null, ageHours, rule });
  const claim = { transfer, caseId, payer, payee, amount, returned: zero(currency), claimedAt: clock.now() };
  if (held.minor === 0n) return { ...claim, held, recall: null };
  const recall = newId('rc');
  const it = await caseForStaff(tx, caseId);
  invariant(it?.dueAt != null, `case ${caseId} was just opened and waits for us`);
  await tellHeld(tx, clock, recall, {
    claim,
    people: await namesOf(tx, claim),
    amount: held,
    dueAt: it.dueAt,
  });
  const [posted] = await postIn(tx, clock, [
    {
      operationId: recall,
      legs: [
        {
          kind: 'hold',
          id: legId(recall, 'hold'),
          code: 'adjustment',
          debit: wallets.payee,
          credit: wallets.payer,
          amount: held,
          expiresAt: null,
        },
      ],
    },
  ]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `what is available of ${transfer} can be held`,
  );
  return { ...claim, held, recall };
}

/** As the other side may know them. */
export async function namesOf(read: Reader, { payer, payee }: Pick<Claim, 'payer' | 'payee'>) {
  const names = await customerNames(read, [payer, payee]);
  const masked = (id: CustomerId): string => maskedNameOf(names.get(id) ?? '');
  return { payerName: masked(payer), payeeName: masked(payee) };
}
