import type { KeptCardId } from '#common/id';
import { zero } from '#common/money';
import { invariant, unreachable } from '#common/result';
import { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import type { Heard } from '../top-up/ask-provider.ts';
import { answerOf } from '../top-up/provider.ts';
import { ASK_AFTER_SECONDS, CHALLENGE_MINUTES, type AcquirerAnswer } from '../top-up/top-up.ts';
import { decideKeeping, type Outcome } from './decide.ts';
import type { KeptCard } from './kept-card.ts';
import { forget, makeRoom } from './settle-keeping.ts';
import * as store from './store.ts';
import { ASK_JOB, askKey } from './work.ts';

type Deps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer' | 'limits'>;
export type Asked = 'scheduled' | 'between';

/** After the schedule of the first week it is asked once a day, as long as it takes: nobody's money waits for it. */
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Asks the acquirer what became of a card that is to be kept, and acts on it. Nothing is kept by asking; where the acquirer knows nothing of
 * it, or its holder's time at the bank is over, the reference is given up.
 */
export async function askAboutCard(deps: Deps, id: KeptCardId, asked: Asked): Promise<Heard> {
  const found = answerOf(await deps.acquirer.find(id));
  const decided = await takeAnswer(deps, id, found, asked);
  if (decided !== 'cancel') return found.kind === 'unknown' ? 'unknown' : 'answered';
  const cancelled = answerOf(await deps.acquirer.cancel(id));
  await takeAnswer(deps, id, cancelled, asked);
  return cancelled.kind === 'unknown' ? 'unknown' : 'answered';
}

/** Asks the acquirer to keep a card. Called once, after the commit of the intent; whoever comes later asks what became of it. */
export async function askToKeep(
  deps: Deps & Pick<WalletDeps, 'publicUrl'>,
  { id, cardToken }: { id: KeptCardId; cardToken: string },
): Promise<void> {
  const outcome = await deps.acquirer.charge({
    source: { token: cardToken },
    amount: zero(deps.limits.baseCurrency),
    reference: id,
    returnUrl: `${deps.publicUrl}/me/payment-methods?card=${id}`,
    keep: true,
  });
  if (outcome.kind === 'unavailable')
    deps.log.warn({ keptCard: id, cause: outcome.cause }, 'the acquirer could not be reached');
  await takeAnswer(deps, id, outcome.kind === 'unavailable' ? { kind: 'not_taken' } : outcome, 'between');
}

/** Reads an answer into a card, under its row's lock: the one road by which its state changes by what the acquirer says. */
export function takeAnswer(
  { db, clock, limits, log }: Deps,
  id: KeptCardId,
  answer: AcquirerAnswer,
  asked: Asked,
): Promise<Outcome['do']> {
  return db.transaction(async (tx) => {
    const known = await store.findCard(tx, id);
    if (!known) return 'nothing';
    const cards = await store.lockCardsInUse(tx, known.customer, id);
    const card = cards.find((each) => each.id === id);
    invariant(card !== undefined, `${id} is its customer's for ever`);
    const isOverdue =
      card.state === 'challenged' &&
      card.dueAt !== null &&
      Temporal.Instant.compare(clock.now(), card.dueAt) >= 0;
    const standing = { ...card, amount: zero(limits.baseCurrency) };
    const outcome = decideKeeping(standing, answer, { isOverdue });
    if (outcome.do === 'forget') log.warn({ keptCard: id }, 'the acquirer keeps a card that we do not');
    await apply(tx, clock, { card, others: cards.filter((each) => each !== card) }, outcome, asked);
    return outcome.do;
  });
}

type Locked = { readonly card: KeptCard; readonly others: readonly KeptCard[] };

async function apply(
  tx: Tx,
  clock: WalletDeps['clock'],
  { card, others }: Locked,
  outcome: Outcome,
  asked: Asked,
): Promise<void> {
  const { id, state: from } = card;
  switch (outcome.do) {
    case 'nothing':
      return;
    // The same question again, in case that giving it up is not answered.
    case 'cancel':
    case 'ask_later':
      return asked === 'scheduled' ? askAgain(tx, clock, card) : undefined;
    case 'challenge': {
      const dueAt = clock.now().add({ minutes: CHALLENGE_MINUTES });
      await store.saveChallenge(tx, id, { face: outcome.charge.card, url: outcome.url, dueAt });
      return setAsk(tx, id, dueAt);
    }
    case 'keep':
      return keep(tx, clock, { card, others }, outcome);
    case 'fail':
      await store.saveFailed(tx, id, { from, failure: outcome.failure, face: outcome.charge?.card ?? null });
      await publish(tx, clock, { type: 'kept_card.failed', customerId: card.customer, keptCardId: id });
      return unschedule(tx, askKey(id));
    case 'end':
      return unschedule(tx, askKey(id));
    case 'forget':
      await unschedule(tx, askKey(id));
      return forget(tx, { id, vaultId: outcome.vaultId });
    default:
      return unreachable(outcome);
  }
}

async function keep(
  tx: Tx,
  clock: WalletDeps['clock'],
  { card: { id, customer, replaces, state }, others }: Locked,
  { charge, kept }: Extract<Outcome, { do: 'keep' }>,
): Promise<void> {
  const { isDefault } = await makeRoom(tx, clock, others, { replaces, fingerprint: kept.fingerprint });
  const saved = await store.saveKept(tx, state, { id, face: charge.card, kept, isDefault, at: clock.now() });
  invariant(saved, `${id} is still ${state} under its lock`);
  await unschedule(tx, askKey(id));
  await publish(tx, clock, { type: 'kept_card.added', customerId: customer, keptCardId: id });
}

async function askAgain(tx: Tx, clock: WalletDeps['clock'], { id, asks }: KeptCard): Promise<void> {
  const dueAt = clock.now().add({ seconds: ASK_AFTER_SECONDS[asks + 1] ?? DAY_SECONDS });
  await store.saveAsk(tx, id, dueAt);
  await setAsk(tx, id, dueAt);
}

const setAsk = (tx: Tx, id: KeptCardId, at: Temporal.Instant): Promise<void> =>
  schedule(tx, { at, job: ASK_JOB, payload: { id }, key: askKey(id) });
