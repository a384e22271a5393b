import type { TopUpId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Money } from '#common/money';
import type { ChargeSource } from '#connectors';
import type { WalletDeps } from '../deps.ts';
import { ewalletAnswer, type ProviderDeps, providerOf } from './provider.ts';
import { findTopUp } from './store.ts';
import { type Asked, takeAnswer } from './take-answer.ts';

type AskDeps = Pick<WalletDeps, 'db' | 'clock' | 'log'> & ProviderDeps;

/** Whether the provider itself was heard; `unknown` leaves what we know as it was. */
export type Heard = 'answered' | 'unknown';

/**
 * Asks the acquirer or the e-wallet what became of a charge and acts on it. It asks before it does anything else, so running it twice, or
 * while the charge itself is still on the wire, charges nothing (CON-11). Where there is no charge over there, or the customer's time
 * is over, the reference is given up: afterwards "nothing was charged" is true for ever.
 */
export async function askProvider(deps: AskDeps, id: TopUpId, asked: Asked): Promise<Heard> {
  const topUp = await findTopUp(deps.db.read, id);
  if (!topUp) return 'answered';
  const provider = providerOf(deps, topUp);
  const found = await provider.find(id);
  const decided = await takeAnswer(deps, id, found, asked);
  if (decided !== 'cancel') return found.kind === 'unknown' ? 'unknown' : 'answered';
  const cancelled = await provider.cancel(id);
  await takeAnswer(deps, id, cancelled, asked);
  return cancelled.kind === 'unknown' ? 'unknown' : 'answered';
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

/** Asks the e-wallet for the money of a top-up that has just been confirmed: it answers where its owner is to approve. Called once, as above. */
export async function requestFromEwallet(
  deps: AskDeps & Pick<WalletDeps, 'publicUrl'>,
  { id, total, locale }: { id: TopUpId; total: Money; locale: Locale },
): Promise<void> {
  const { ewallet, log, publicUrl } = deps;
  const request = { amount: total, reference: id, returnUrl: returnUrlOf(publicUrl, id), locale };
  const outcome = ewallet
    ? await ewallet.request(request)
    : ({ kind: 'unavailable', cause: 'not set' } as const);
  if (outcome.kind === 'unavailable')
    log.warn({ topUp: id, cause: outcome.cause }, 'the e-wallet could not be reached');
  const answer = outcome.kind === 'unavailable' ? ({ kind: 'not_taken' } as const) : ewalletAnswer(outcome);
  await takeAnswer(deps, id, answer, 'between');
}

/** Where the page of the bank or the e-wallet sends the customer afterwards: the entry, which then asks what became of it. */
export const returnUrlOf = (publicUrl: string, id: TopUpId): string =>
  `${publicUrl}/entry/${id}?returned=bank`;
