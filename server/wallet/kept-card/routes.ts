import { api } from '#common/api/index';
import { KEPT_CARDS_MAX } from '#common/kept-card';
import type { CustomerId, KeptCardId } from '#common/id';
import { err, invariant, ok } from '#common/result';
import type { Reader } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { addCard } from './add-card.ts';
import { askAboutCard, askToKeep } from './ask-about-card.ts';
import type { KeptCard } from './kept-card.ts';
import { takeAway } from './settle-keeping.ts';
import { cardShown, type WireCard } from './show-cards.ts';
import * as store from './store.ts';

export function keptCardRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  const shown = async (read: Reader, id: KeptCardId): Promise<WireCard> => {
    const card = await store.findCard(read, id);
    invariant(card !== null, `${id} is there`);
    return cardShown(card, clock.now());
  };

  serve(server, api.keptCards, async ({ actor }) => {
    const cards = await store.cardsInUse(db.read, actor.id);
    return ok({ items: cards.map((card) => cardShown(card, clock.now())), max: KEPT_CARDS_MAX });
  });
  serve(server, api.addKeptCard, async ({ actor, body, tx, afterCommit }) => {
    const { id, cardToken, stepUpId: stepUp, replaces = null } = body;
    const added = await addCard(tx, deps, { id, customer: actor.id, cardToken, stepUp, replaces });
    if (!added.ok) return added;
    afterCommit(async () => {
      await askToKeep(deps, { id, cardToken });
      return shown(db.read, id);
    });
    return ok(await shown(tx, id));
  });
  serve(server, api.checkKeptCard, async ({ actor, params: { id } }) => {
    const card = await own(db.read, actor.id, id);
    if (!card) return err({ code: 'not_found' });
    if (card.state === 'asked' || card.state === 'challenged') await askAboutCard(deps, id, 'between');
    return ok(await shown(db.read, id));
  });
  serve(server, api.makeKeptCardDefault, ({ actor, params: { id } }) =>
    db.transaction(async (tx) => {
      const card = (await store.lockCardsInUse(tx, actor.id)).find((each) => each.id === id);
      if (card?.state !== 'kept') return err({ code: 'not_found' });
      await store.makeDefault(tx, card);
      return ok(await shown(tx, id));
    }),
  );
  serve(server, api.removeKeptCard, ({ actor, params: { id } }) =>
    db.transaction(async (tx) => {
      if (!(await own(tx, actor.id, id))) return err({ code: 'not_found' });
      const card = await store.lockCard(tx, id);
      return card && (await takeAway(tx, clock, card)) ? ok(undefined) : err({ code: 'not_found' });
    }),
  );
}

/** Null of what is not there or is somebody else's. */
async function own(read: Reader, customer: CustomerId, id: KeptCardId): Promise<KeptCard | null> {
  const card = await store.findCard(read, id);
  return card?.customer === customer ? card : null;
}
