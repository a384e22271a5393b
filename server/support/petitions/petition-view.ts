import type { z } from 'zod';
import {
  PETITION_OUTCOMES,
  type PetitionOutcome,
  type petitionSchema,
  type staffPetitionSchema,
} from '#common/api/petition';
import type { CaseId, RestrictionId, StaffId } from '#common/id';
import type { Locale } from '#common/locale';
import { invariant } from '#common/result';
import { caseForStaff, type Case } from '#cases';
import { customerNames, staffById } from '#identity';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { Keyring } from '#platform/keys';
import {
  askableFor,
  ATTEMPTS_MAX,
  DECIDE_PETITION,
  findAppeal,
  findRestriction,
  findPetition,
  groundsFor,
  isBeingDecided,
  isRestriction,
  itemState,
  liftsByItself,
  openItems,
  type OpenedItem,
  type PaymentDecisions,
  proposalsAbout,
  type Restriction,
  type Petition,
  ROUNDS_MAX,
  tellRestriction,
  unopenedBy,
} from '#risk';
import { showCase } from '../desk/case-view.ts';

type WirePetition = z.input<typeof petitionSchema>;
type StaffPetition = z.input<typeof staffPetitionSchema>;
type WireItem = WirePetition['items'][number];
type Reading = {
  readonly read: Reader;
  readonly clock: Clock;
  readonly keys: Keyring;
  readonly locale: Locale;
};

/** A petition with its case, for whoever is about to show it; null when the case ends with no decision. */
export async function petitionWithCase(
  read: Reader,
  caseId: CaseId,
): Promise<{ petition: Petition; it: Case } | null> {
  const [petition, it] = await Promise.all([findPetition(read, caseId), caseForStaff(read, caseId)]);
  return petition && it ? { petition, it } : null;
}

const restrictionOf = (read: Reader, { subject }: Petition): Promise<Restriction | null> =>
  isRestriction(subject) ? findRestriction(read, subject as RestrictionId) : Promise.resolve(null);

/** As its customer follows it. */
export async function showPetition(
  { read, clock, keys, locale }: Reading,
  { petition, it }: { petition: Petition; it: Case },
  audience: 'everyone' | 'staff' = 'everyone',
): Promise<WirePetition> {
  const [restriction, items, beingDecided, appealId] = await Promise.all([
    restrictionOf(read, petition),
    openItems(read, { keys }, petition.caseId),
    isBeingDecided(read, clock, petition),
    findAppeal(read, petition.caseId),
  ]);
  const { decision, appealUntil } = petition;
  const isLeft = !it.awaitsDecision && petition.state !== 'decided';
  const canAppeal = appealUntil !== null && appealId === null;
  return {
    case: await showCase(read, it, { locale, audience }),
    kind: petition.kind,
    why: restriction && tellRestriction(restriction).why,
    state: isLeft ? 'ended' : petition.state,
    liftsItself:
      restriction !== null &&
      liftsByItself(
        petition.kind,
        restriction.imposedBy,
        items.map(({ item }) => item),
      ),
    items: items.map((asked) => showItem(asked, audience)),
    roundsLeft: ROUNDS_MAX - petition.round,
    beingDecided,
    decision: decision && {
      outcome: decision.outcome,
      ground: decision.ground,
      at: decision.at.toString(),
      byItself: decision.by === null,
    },
    appealUntil:
      canAppeal && clock.now().epochMilliseconds < appealUntil.epochMilliseconds
        ? appealUntil.toString()
        : null,
    appealId,
    contests: petition.contests,
  };
}

/** What is not given yet is nobody's but its owner's. */
const showItem = (asked: OpenedItem, audience: 'everyone' | 'staff'): WireItem => ({
  item: asked.item,
  state: itemState(asked),
  attempt: asked.attempt,
  answer: asked.answer,
  files: [...asked.files],
  draft: audience === 'staff' ? [] : [...asked.draft],
  givenAt: asked.givenAt?.toString() ?? null,
  fault: asked.fault,
});

/** The same with what only staff know: what was proposed, by whom, and what can be done. */
export async function showToStaff(
  reading: Reading & { readonly payments: PaymentDecisions; readonly viewer: StaffId },
  found: { petition: Petition; it: Case },
): Promise<StaffPetition> {
  const { read, keys } = reading;
  const { petition } = found;
  const [shown, restriction, proposals, names, before, unopened] = await Promise.all([
    showPetition(reading, found, 'staff'),
    restrictionOf(read, petition),
    proposalsAbout(read, [petition.caseId]),
    customerNames(read, [petition.customer]),
    petition.contests ? openItems(read, { keys }, petition.contests) : [],
    unopenedBy(read, petition, reading.viewer),
  ]);
  const possible = isRestriction(petition.subject)
    ? PETITION_OUTCOMES
    : await reading.payments.outcomes(read, petition);
  const groundsOf = (outcome: PetitionOutcome) =>
    possible.includes(outcome) ? [...groundsFor(petition, outcome)] : [];
  const open = new Set(
    shown.items
      .filter(({ state, attempt }) => state !== 'refused' || attempt >= ATTEMPTS_MAX)
      .map(({ item }) => item),
  );
  return {
    ...shown,
    customerName: names.get(petition.customer) ?? '',
    before: before.map((asked) => showItem(asked, 'staff')),
    unopened,
    blocked: restriction ? [...restriction.blocked] : [],
    askable: restriction ? askableFor(petition.disclosure).filter((item) => !open.has(item)) : [],
    grounds: { granted: groundsOf('granted'), partly: groundsOf('partly'), refused: groundsOf('refused') },
    decidedBy: petition.disclosure === 'none' ? 'risk' : 'desk',
    proposals: await Promise.all(
      proposals
        .filter(({ action }) => action === DECIDE_PETITION.action)
        .map((one) => showProposal(read, one)),
    ),
  };
}

async function showProposal(
  read: Reader,
  one: Awaited<ReturnType<typeof proposalsAbout>>[number],
): Promise<StaffPetition['proposals'][number]> {
  const by = await staffById(read, one.proposedBy);
  const decider = one.decidedBy && (await staffById(read, one.decidedBy));
  invariant(by !== null, `${one.proposedBy} is one of the staff`);
  const { outcome, ground, keeps } = DECIDE_PETITION.parameters.parse(one.parameters);
  return {
    id: one.id,
    outcome,
    ground,
    keeps,
    note: one.reason,
    by: { id: by.id, name: by.name },
    at: one.proposedAt.toString(),
    decision: one.decision,
    decidedBy: decider ? decider.name : null,
    decidedAt: one.decidedAt?.toString() ?? null,
    decisionNote: one.decisionReason,
  };
}
