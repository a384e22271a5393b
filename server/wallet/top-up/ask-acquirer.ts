import type { TopUpId } from '#common/id';
import type { Money } from '#common/money';
import type { CardAcquirer, ChargeOutcome, ChargeSource } from '#connectors';
import type { WalletDeps } from '../deps.ts';
import { type Asked, takeAnswer } from './take-answer.ts';
import type { AcquirerAnswer } from './top-up.ts';

type AskDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer'>;

/** Whether the acquirer itself was heard; `unknown` leaves what we know as it was. */
export type Heard = 'answered' | 'unknown';

/**
 * Asks the acquirer what became of a charge and acts on it. It asks before it does anything else, so running it twice, or while
 * the charge itself is still on the wire, charges nothing (CON-11). Where the acquirer has no charge, or the customer's time for
 * a challenge is over, the reference is given up: afterwards "nothing was charged" is true for ever.
 */
export async function askAcquirer(deps: AskDeps, id: TopUpId, asked: Asked): Promise<Heard> {
  const found = answerOf(await deps.acquirer.find(id));
  const decided = await takeAnswer(deps, id, found, asked);
  if (decided !== 'cancel') return found.kind === 'unknown' ? 'unknown' : 'answered';
  const cancelled = answerOf(await deps.acquirer.cancel(id));
  await takeAnswer(deps, id, cancelled, asked);
  return cancelled.kind === 'unknown' ? 'unknown' : 'answered';
}

/** A question that did not get through is not an answer about the charge. */
export function answerOf(
  outcome:
    | ChargeOutcome
    | Awaited<ReturnType<CardAcquirer['find']>>
    | Awaited<ReturnType<CardAcquirer['cancel']>>,
): AcquirerAnswer {
  return outcome.kind === 'unavailable' ? { kind: 'unknown', cause: 'timeout' } : outcome;
}

/**
 * Charges the card for a top-up that has just been confirmed; its id is the acquirer's reference, so the card is charged once
 * however often this is sent. Called once, after the commit of the intent; whoever comes later asks.
 */
export async function chargeTopUp(
  deps: AskDeps & Pick<WalletDeps, 'publicUrl'>,
  { id, total, charged, keep = false }: { id: TopUpId; total: Money; charged: ChargeSource; keep?: boolean },
): Promise<void> {
  const outcome = await deps.acquirer.charge({
    source: charged,
    amount: total,
    reference: id,
    returnUrl: returnUrlOf(deps.publicUrl, id),
    keep,
  });
  if (outcome.kind === 'unavailable')
    deps.log.warn({ topUp: id, cause: outcome.cause }, 'the acquirer could not be reached');
  await takeAnswer(deps, id, outcome.kind === 'unavailable' ? { kind: 'not_taken' } : outcome, 'between');
}

/** Where the bank's page sends the customer afterwards: the entry, which then asks what became of it. */
export const returnUrlOf = (publicUrl: string, id: TopUpId): string =>
  `${publicUrl}/entry/${id}?returned=bank`;
