import { parseId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { CardCharge } from '#connectors';
import type { WalletDeps } from '../deps.ts';
import { askAboutCard } from '../kept-card/ask-about-card.ts';
import { askAcquirer, type Heard } from './ask-acquirer.ts';
import { isWhatWasAsked } from './decide.ts';
import { lockStanding } from './standing.ts';
import { takeMismatch } from './take-answer.ts';

type CallbackDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer' | 'limits'>;

/**
 * Takes the acquirer's news. Proven to be its own by the signature, it is still no fact to book: it can be late, doubled or out of
 * order. It makes us ask, and what the acquirer's record says is booked. News that tell another sum than we asked for are a
 * conflict, and nothing is credited. While the acquirer cannot be asked, it is told to send the news again.
 */
export async function receiveCallback(
  deps: CallbackDeps,
  { rawBody, signature }: { rawBody: Uint8Array; signature: string | undefined },
): Promise<Result<void, Refusal<'forbidden' | 'malformed_request' | 'temporarily_unavailable'>>> {
  const { acquirer, clock, log, db } = deps;
  const read = acquirer.verifyCallback(rawBody, signature, clock.now());
  if (!read.ok) {
    log.warn({ why: read.error.code }, 'a card callback was refused');
    return err({ code: read.error.code === 'body_unreadable' ? 'malformed_request' : 'forbidden' });
  }
  const news = read.value;
  if (news.type === 'ignored') return ok(undefined);
  const keptCard = parseId('kc', news.reference);
  if (keptCard) return heard(await askAboutCard(deps, keptCard, 'between'));
  const id = parseId('tu', news.reference);
  if (!id) return ok(undefined);

  const told: CardCharge | null = 'charge' in news.outcome ? news.outcome.charge : null;
  const isConflict = await db.transaction(async (tx) => {
    const topUp = await lockStanding(tx, id);
    if (!topUp || !told || isWhatWasAsked(topUp, told)) return false;
    log.error({ topUp: id, callback: news.id }, 'a card callback tells another charge than was asked for');
    return takeMismatch(tx, deps, topUp, told);
  });
  if (isConflict) return ok(undefined);
  return heard(await askAcquirer(deps, id, 'between'));
}

const heard = (answer: Heard): Result<void, Refusal<'temporarily_unavailable'>> =>
  answer === 'answered' ? ok(undefined) : err({ code: 'temporarily_unavailable' });
