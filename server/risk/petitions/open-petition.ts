import type { CaseTopic } from '#common/api/support';
import type { PetitionItem, PetitionKind } from '#common/api/petition';
import type { CaseId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { askCustomer, caseForStaff, cleanText, type Json, openCase, type Subject } from '#cases';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import type { Disclosure, Restriction } from '../restrictions/restriction.ts';
import { restrictionsInForce } from '../restrictions/store.ts';
import { tellRestriction } from '../restrictions/tell-restriction.ts';
import { insertItems } from './answer-store.ts';
import { type Petition } from './petition.ts';
import { ITEMS_FOR } from './rules.ts';
import * as store from './store.ts';

export type Opening = { readonly clock: Clock; readonly signingKeys: SigningKeys };
type PetitionToOpen = {
  readonly id: CaseId;
  readonly kind: PetitionKind;
  readonly topic: CaseTopic;
  readonly customer: CustomerId;
  readonly subject: string;
  /** What the case names; nothing where the name would tell what must not be told. */
  readonly caseSubject?: Subject | null;
  readonly disclosure: Disclosure;
  readonly contests?: CaseId;
  readonly items: readonly PetitionItem[];
  readonly evidence?: Json;
  readonly circumstances: Json;
  /** What the customer says, clean; null where a button said it. */
  readonly text: string | null;
};
type OpeningRefusal = Refusal<'petition_open' | 'idempotency_key_reused'>;

/** Opens a case that ends with a decision: asks for the items, or has staff look at once where there are none. */
export async function openPetition(
  tx: Tx,
  { clock, signingKeys }: Opening,
  wanted: PetitionToOpen,
): Promise<Result<Petition, OpeningRefusal>> {
  const known = await store.findPetition(tx, wanted.id);
  if (known)
    return known.customer === wanted.customer &&
      known.subject === wanted.subject &&
      known.kind === wanted.kind
      ? ok(known)
      : err({ code: 'idempotency_key_reused' });
  const { id, kind, topic, customer, circumstances, text } = wanted;
  if (await caseForStaff(tx, id)) return err({ code: 'idempotency_key_reused' });
  await endForgotten(tx, wanted.subject);
  const petition: Petition = {
    caseId: id,
    kind,
    customer,
    subject: wanted.subject,
    disclosure: wanted.disclosure,
    contests: wanted.contests ?? null,
    state: wanted.items.length > 0 ? 'asking' : 'reviewing',
    round: 0,
    decision: null,
    appealUntil: null,
    openedAt: clock.now(),
  };
  if (!(await store.insertPetition(tx, petition))) return err({ code: 'petition_open' });
  const opened = await openCase(tx, clock, signingKeys, {
    id,
    kind,
    topic,
    customer,
    subject: wanted.caseSubject ?? null,
    evidence: wanted.evidence ?? null,
    circumstances,
    explained: null,
    text,
    awaitsDecision: true,
  });
  invariant(opened.ok, `case ${id} is new and its text was read`);
  if (wanted.items.length > 0) {
    await insertItems(tx, id, wanted.items, clock.now());
    invariant(await askCustomer(tx, clock, id, { count: wanted.items.length }), `case ${id} was just opened`);
  }
  return ok(petition);
}

/** A petition whose case was ended by silence stands in nobody's way. */
async function endForgotten(tx: Tx, subject: string): Promise<void> {
  for (const { caseId } of await store.petitionsAbout(tx, [subject])) {
    const petition = await store.lockPetition(tx, caseId);
    const it = await caseForStaff(tx, caseId);
    const isForgotten =
      it && !it.awaitsDecision && (petition?.state === 'asking' || petition?.state === 'reviewing');
    if (petition && isForgotten)
      await store.saveState(tx, caseId, { from: petition.state, to: 'ended', round: petition.round });
  }
}

type LiftRequest = { readonly id: CaseId; readonly customer: CustomerId; readonly since: string };

/** The owner asks for a restriction to be lifted. It is named by when it began: its id would be the first thing that is told of it. */
export async function openLiftRequest(
  tx: Tx,
  deps: Opening,
  { id, customer, since }: LiftRequest,
): Promise<Result<Petition, Refusal<'not_found'> | OpeningRefusal>> {
  const again = await store.findPetition(tx, id);
  if (again?.customer === customer) return ok(again);
  const restriction = (await restrictionsInForce(tx, customer)).find((each) => isSince(each, since));
  if (!restriction || restriction.kind === 'closing') return err({ code: 'not_found' });
  const told = tellRestriction(restriction);
  return openPetition(tx, deps, {
    id,
    kind: 'lift_request',
    topic: 'account',
    customer,
    subject: restriction.id,
    disclosure: restriction.disclosure,
    items: ITEMS_FOR[told.why],
    circumstances: { why: told.why, blocked: told.blocked, since: told.since },
    text: null,
  });
}
const isSince = ({ since }: Restriction, wanted: string): boolean =>
  Temporal.Instant.compare(since, Temporal.Instant.from(wanted)) === 0;

type Appeal = {
  readonly id: CaseId;
  readonly customer: CustomerId;
  readonly of: CaseId;
  readonly text: string;
};
type AppealRefusal = Refusal<
  'not_found' | 'appeal_not_possible' | 'idempotency_key_reused' | 'message_empty' | 'message_too_long'
>;

/** Contests a decision before people who had no part in it. Once; what they decide is final. */
export async function openAppeal(
  tx: Tx,
  deps: Opening,
  { id, customer, of, text }: Appeal,
): Promise<Result<Petition, AppealRefusal>> {
  const clean = cleanText(text);
  if (!clean.ok) return clean;
  const contested = await store.lockPetition(tx, of);
  if (contested?.customer !== customer) return err({ code: 'not_found' });
  const until = contested.appealUntil;
  const isPossible = until !== null && Temporal.Instant.compare(deps.clock.now(), until) < 0;
  const before = await store.findAppeal(tx, of);
  if (before !== null && before !== id) return err({ code: 'appeal_not_possible' });
  if (!isPossible) return err({ code: 'appeal_not_possible' });
  const { subject, disclosure, decision } = contested;
  const opened = await openPetition(tx, deps, {
    id,
    kind: 'appeal',
    topic: contested.kind === 'payment_claim' ? 'transfer' : 'account',
    customer,
    subject,
    disclosure,
    contests: of,
    items: [],
    circumstances: { contests: of, outcome: decision?.outcome ?? null, ground: decision?.ground ?? null },
    text: clean.value,
  });
  // Something else about the same is looked at already.
  if (opened.ok) return opened;
  return opened.error.code === 'petition_open'
    ? err({ code: 'appeal_not_possible' })
    : err({ code: 'idempotency_key_reused' });
}
