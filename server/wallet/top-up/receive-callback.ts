import { parseId, type TopUpId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { WalletDeps } from '../deps.ts';
import { askAboutCard } from '../kept-card/ask-about-card.ts';
import { askProvider, type Heard } from './ask-provider.ts';
import type { ProviderDeps } from './provider.ts';
import { isWhatWasAsked } from './decide.ts';
import { lockStanding } from './standing.ts';
import { takeMismatch } from './take-answer.ts';
import type { Charge } from './top-up.ts';

type CallbackDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'limits'> & ProviderDeps;
type News = { readonly rawBody: Uint8Array; readonly signature: string | undefined };
type Received = Result<void, Refusal<'forbidden' | 'malformed_request' | 'temporarily_unavailable'>>;

/**
 * Takes the acquirer's news. Proven to be its own by the signature, it is still no fact to book: it can be late, doubled or out of
 * order. It makes us ask, and what the acquirer's record says is booked. News that tell another sum than we asked for are a
 * conflict, and nothing is credited. While the acquirer cannot be asked, it is told to send the news again.
 */
export async function receiveCallback(deps: CallbackDeps, { rawBody, signature }: News): Promise<Received> {
  const { acquirer, clock, log } = deps;
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

  return hear(deps, id, 'card', 'charge' in news.outcome ? news.outcome.charge : null);
}

/** Takes the e-wallet's news, in the same way. */
export async function receiveEwalletNews(
  deps: CallbackDeps,
  { rawBody, signature }: News,
): Promise<Received> {
  const { ewallet, clock, log } = deps;
  const read = ewallet
    ? ewallet.verifyCallback(rawBody, signature, clock.now())
    : err({ code: 'signature_missing' as const });
  if (!read.ok) {
    log.warn({ why: read.error.code }, 'a callback of the e-wallet was refused');
    return err({ code: read.error.code === 'body_unreadable' ? 'malformed_request' : 'forbidden' });
  }
  const id = read.value && parseId('tu', read.value.reference);
  if (!id || !read.value) return ok(undefined);
  const { outcome } = read.value;
  return hear(deps, id, 'ewallet', 'payment' in outcome ? outcome.payment : null);
}

/** What is told of another charge than was asked for stops the top-up; anything else makes us ask. Who does not have the money has no say in it. */
async function hear(
  deps: CallbackDeps,
  id: TopUpId,
  by: 'card' | 'ewallet',
  told: Pick<Charge, 'id' | 'reference' | 'amount'> | null,
): Promise<Received> {
  const isDone = await deps.db.transaction(async (tx) => {
    const topUp = await lockStanding(tx, id);
    if (topUp && (topUp.ewallet === null) !== (by === 'card')) {
      deps.log.warn({ topUp: id, by }, 'a callback is about a top-up that goes by another way');
      return true;
    }
    if (!topUp || !told || isWhatWasAsked(topUp, told)) return false;
    deps.log.error({ topUp: id }, 'a callback tells another charge than was asked for');
    return takeMismatch(tx, deps, topUp, told);
  });
  if (isDone) return ok(undefined);
  return heard(await askProvider(deps, id, 'between'));
}

const heard = (answer: Heard): Result<void, Refusal<'temporarily_unavailable'>> =>
  answer === 'answered' ? ok(undefined) : err({ code: 'temporarily_unavailable' });
